/// Decodes GIF files; of an animation only the first frame.
///
/// Source: GIF89a specification, sections 17 to 26 and appendix F.
final class GIFReader: RowDecoding {
    let storedSize: (width: Int, height: Int)
    let orientation = Orientation.upright
    let transform: ColorTransform? = nil
    let isStreamed = false
    /// What is wrong with the decoded pixels.
    private(set) var damage: PictureError?

    private let stream: ByteStream
    private let frame: Frame

    /// The first frame: its place on the canvas and its colours.
    private struct Frame {
        var left = 0
        var top = 0
        var width = 0
        var height = 0
        var isInterlaced = false
        /// RGB triples; nil if the file has no palette: then indices are greys.
        var palette: [UInt8]?
        /// The index that is transparent.
        var transparent: UInt8?
    }

    /// Reads up to the pixels of the first frame.
    init(_ stream: ByteStream) throws(PictureError) {
        self.stream = stream
        let screen = stream.bytes(13)
        guard screen.count == 13 else { throw .truncated(.gif) }
        var frame = Frame()
        frame.palette = try Self.palette(stream, flags: screen[10])
        let start = try Self.descriptor(stream, &frame)
        (frame.left, frame.top) = (start.short(at: 0), start.short(at: 2))
        (frame.width, frame.height) = (start.short(at: 4), start.short(at: 6))
        frame.isInterlaced = start[8] & 0x40 != 0
        frame.palette = try Self.palette(stream, flags: start[8]) ?? frame.palette
        guard frame.width > 0, frame.height > 0 else { throw .damaged(.gif) }
        let canvas = (width: screen.short(at: 6), height: screen.short(at: 8))
        // Some programs leave the canvas size out.
        let hasCanvas = canvas.width > 0 && canvas.height > 0
        storedSize = hasCanvas ? canvas : (frame.left + frame.width, frame.top + frame.height)
        self.frame = frame
    }

    /// A palette follows if the flags say so.
    private static func palette(_ stream: ByteStream, flags: UInt8) throws(PictureError) -> [UInt8]? {
        guard flags & 0x80 != 0 else { return nil }
        let count = 3 << (flags & 7 + 1)
        let palette = stream.bytes(count)
        guard palette.count == count else { throw .truncated(.gif) }
        return palette
    }

    /// Skips extensions up to the first image descriptor, whose data is returned.
    private static func descriptor(_ stream: ByteStream, _ frame: inout Frame) throws(PictureError) -> [UInt8] {
        while let kind = stream.bytes(1).first {
            switch kind {
            case 0x2C:
                let data = stream.bytes(9)
                guard data.count == 9 else { throw .truncated(.gif) }
                return data
            case 0x21:
                let isControl = stream.bytes(1).first == 0xF9
                let data = blocks(stream, limit: 255)
                if isControl, data.count >= 4, data[0] & 1 != 0 { frame.transparent = data[3] }
            case 0x3B: throw .damaged(.gif)
            // Stray bytes between blocks are harmless.
            default: continue
            }
        }
        throw .truncated(.gif)
    }

    /// The data of blocks up to the empty one that ends them; all blocks are read, but data beyond the limit is dropped.
    private static func blocks(_ stream: ByteStream, limit: Int = .max) -> [UInt8] {
        var data: [UInt8] = []
        while let length = stream.bytes(1).first, length > 0 {
            let block = stream.bytes(Int(length))
            if data.count < limit { data += block }
        }
        return data
    }

    func decodeRows(
        at place: (Int) -> UnsafeMutablePointer<UInt8>, then: (Int, UnsafePointer<UInt8>) -> Void
    ) throws(PictureError) {
        // A frame may be larger than the canvas.
        guard PixelLimit.standard.allows(width: frame.width, height: frame.height) else {
            throw .tooManyPixels(width: frame.width, height: frame.height, limit: PixelLimit.standard.pixels)
        }
        guard let codeSize = stream.bytes(1).first else { throw .truncated(.gif) }
        guard 1...11 ~= codeSize else { throw .damaged(.gif) }
        let count = frame.width * frame.height
        let data = Self.blocks(stream)
        var known = 0
        let indices = [UInt8](unsafeUninitializedCapacity: count) { output, filled in
            known = LZW.decode(data, codeSize: Int(codeSize), into: output)
            output[known...].initialize(repeating: 0)
            filled = count
        }
        if known < count { damage = .damaged(.gif) }
        draw(indices, known: known, at: place)
    }

    /// Draws the frame on a transparent canvas. Pixels from `known` on are missing.
    private func draw(_ indices: [UInt8], known: Int, at place: (Int) -> UnsafeMutablePointer<UInt8>) {
        for y in 0..<storedSize.height { place(y).initialize(repeating: 0, count: storedSize.width * 4) }
        let colors = colors
        let columns = max(0, min(frame.width, storedSize.width - frame.left))
        indices.withUnsafeBufferPointer { indices in
            colors.withUnsafeBufferPointer { colors in
                for (number, y) in order.enumerated() where frame.top + y < storedSize.height {
                    let start = number * frame.width
                    let row = UnsafeMutableRawPointer(place(frame.top + y) + 4 * frame.left)
                    for x in 0..<max(0, min(columns, known - start)) {
                        row.storeBytes(of: colors[Int(indices[start + x])], toByteOffset: 4 * x, as: UInt32.self)
                    }
                }
            }
        }
    }

    /// RGBA of each index; transparent for indices outside the palette.
    private var colors: [UInt32] {
        var colors = (0..<256).map { index -> UInt32 in
            guard let palette = frame.palette else { return UInt32(bytes: index, index, index, 255) }
            guard 3 * index < palette.count else { return 0 }
            return UInt32(
                bytes: Int(palette[3 * index]), Int(palette[3 * index + 1]), Int(palette[3 * index + 2]), 255)
        }
        if let transparent = frame.transparent { colors[Int(transparent)] = 0 }
        return colors
    }

    /// Row numbers in storage order. Source: GIF89a, appendix E.
    private var order: [Int] {
        guard frame.isInterlaced else { return Array(0..<frame.height) }
        return [(0, 8), (4, 8), (2, 4), (1, 2)].flatMap { stride(from: $0.0, to: frame.height, by: $0.1) }
    }
}

extension [UInt8] {
    /// The two bytes at `offset` as a little-endian number; they must exist.
    fileprivate func short(at offset: Int) -> Int { Int(self[offset]) | Int(self[offset + 1]) << 8 }
}

extension UInt32 {
    /// Four bytes in the order of memory.
    fileprivate init(bytes first: Int, _ second: Int, _ third: Int, _ fourth: Int) {
        self.init(littleEndian: UInt32(first | second << 8 | third << 16 | fourth << 24))
    }
}
