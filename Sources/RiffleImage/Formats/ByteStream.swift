/// The bytes of a file in order, with a buffer.
final class ByteStream {
    private let fill: (UnsafeMutableRawBufferPointer) -> Int
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
    /// The unread part of the buffer.
    private var rest: Range<Int> = 0..<0

    /// - Parameter fill: fills the buffer with the next bytes of the file and returns their number; 0 at the end.
    init(_ fill: @escaping (UnsafeMutableRawBufferPointer) -> Int) { self.fill = fill }

    convenience init(_ bytes: [UInt8]) {
        var place = 0
        self.init { buffer in
            let count = min(buffer.count, bytes.count - place)
            buffer.copyBytes(from: bytes[place..<place + count])
            place += count
            return count
        }
    }

    deinit { buffer.deallocate() }

    /// The next bytes, which remain unread; fewer than `count` at the end of the file.
    func peek(_ count: Int) -> [UInt8] {
        while rest.count < count {
            buffer.copyBytes(from: buffer[rest])
            rest = 0..<rest.count
            let came = receive(into: UnsafeMutableRawBufferPointer(rebasing: buffer[rest.count...]))
            if came == 0 { break }
            rest = 0..<rest.count + came
        }
        return Array(buffer[rest.prefix(count)])
    }

    /// Reads between one byte and as many as fit; 0 at the end of the file.
    func read(into output: UnsafeMutableRawBufferPointer) -> Int {
        if rest.isEmpty { return receive(into: output) }
        let part = rest.prefix(output.count)
        output.copyBytes(from: buffer[part])
        rest = part.upperBound..<rest.upperBound
        return part.count
    }

    /// The next `count` bytes; fewer at the end of the file.
    func bytes(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            if rest.isEmpty {
                rest = 0..<receive(into: buffer)
                if rest.isEmpty { break }
            }
            let part = rest.prefix(count - bytes.count)
            bytes += buffer[part]
            rest = part.upperBound..<rest.upperBound
        }
        return bytes
    }

    private func receive(into output: UnsafeMutableRawBufferPointer) -> Int { min(max(0, fill(output)), output.count) }
}
