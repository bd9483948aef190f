internal import CDeflate

/// Reads the chunks of a PNG from a stream and computes their checksums.
final class ChunkReader {
    private let read: (UnsafeMutableRawBufferPointer) -> Int
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
    /// The unread part of the buffer.
    private var rest: Range<Int> = 0..<0
    /// Bytes read so far.
    private(set) var byteCount = 0

    /// Type of the current chunk.
    private(set) var type = PNGChunkType.header
    /// Length of its data as declared, and how much is still unread.
    private(set) var length = 0
    private var remaining = 0
    private var checksum: UInt32 = 0

    /// - Parameter read: fills the buffer with the next bytes of the file and returns their number; 0 at the end.
    init(_ read: @escaping (UnsafeMutableRawBufferPointer) -> Int) { self.read = read }

    deinit { buffer.deallocate() }

    /// The next bytes, between one and `count`; empty at the end of the file. Valid until the next call.
    private func piece(_ count: Int) -> UnsafeRawBufferPointer {
        if rest.isEmpty {
            let came = min(max(0, read(buffer)), buffer.count)
            byteCount += came
            rest = 0..<came
        }
        let piece = rest.prefix(count)
        rest = piece.upperBound..<rest.upperBound
        return UnsafeRawBufferPointer(rebasing: buffer[piece])
    }

    /// The next `count` bytes, fewer at the end of the file.
    func bytes(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            let piece = piece(count - bytes.count)
            if piece.isEmpty { break }
            bytes += piece
        }
        return bytes
    }

    /// Starts the next chunk. The previous one must be finished.
    func next() throws(PNGError) {
        let head = bytes(8)
        guard head.count == 8 else { throw .truncated(byteCount: byteCount) }
        let chunk = PNGChunk(at: 0, in: head)
        // The format's maximum; a larger value is garbage.
        guard chunk.length <= Int(Int32.max) else { throw .damaged(chunk.type, .length(chunk.length)) }
        type = chunk.type
        length = chunk.length
        remaining = length
        checksum = head[4...].withUnsafeBytes { libdeflate_crc32(0, $0.baseAddress, 4) }
    }

    /// Copies chunk data into the buffer, as much as fits or as the file still has, and returns the number of bytes; 0
    /// at the end of the chunk.
    func data(into output: UnsafeMutableRawBufferPointer) throws(PNGError) -> Int {
        var filled = 0
        while filled < output.count, remaining > 0 {
            let piece = piece(min(output.count - filled, remaining))
            if piece.isEmpty, filled > 0 { return filled }
            guard !piece.isEmpty else { throw .truncated(byteCount: byteCount) }
            checksum = libdeflate_crc32(checksum, piece.baseAddress, piece.count)
            (output.baseAddress! + filled).copyMemory(from: piece.baseAddress!, byteCount: piece.count)
            filled += piece.count
            remaining -= piece.count
        }
        return filled
    }

    /// Skips the rest of the chunk and returns whether its checksum is correct.
    func finish() throws(PNGError) -> Bool {
        while remaining > 0 {
            let piece = piece(remaining)
            guard !piece.isEmpty else { throw .truncated(byteCount: byteCount) }
            checksum = libdeflate_crc32(checksum, piece.baseAddress, piece.count)
            remaining -= piece.count
        }
        let sum = bytes(4)
        guard sum.count == 4 else { throw .truncated(byteCount: byteCount) }
        return sum.bigEndian(at: 0) == checksum
    }

    /// Reads all data of the chunk and finishes it; nil if the data exceeds `limit`.
    func wholeData(limit: Int) throws(PNGError) -> (bytes: [UInt8], isIntact: Bool)? {
        guard length <= limit else {
            _ = try finish()
            return nil
        }
        var data = [UInt8](repeating: 0, count: length)
        var failure: PNGError?
        data.withUnsafeMutableBytes { bytes in
            do throws(PNGError) { _ = try self.data(into: bytes) } catch { failure = error }
        }
        if let failure { throw failure }
        return (data, try finish())
    }
}
