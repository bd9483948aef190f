/// How a camera was held: what has to be done to a picture's pixels so that it stands upright.
///
/// Source: Exif 2.32 (CIPA DC-008), section 4.6.4, tag 274; the raw values are its own.
enum Orientation: UInt16 {
    case upright = 1
    case mirrored, upsideDown, upsideDownMirrored, transposed, right, transverse, left

    /// Of a JPEG or WebP file by its Exif block; upright where there is none.
    init(ofFile bytes: [UInt8], _ format: PictureFormat) {
        let block: ArraySlice<UInt8>? =
            switch format {
            case .jpeg: Orientation.block(inJPEG: bytes)
            case .webp: Orientation.block(inWebP: bytes)
            case .png, .gif: nil
            }
        self = block.flatMap(Orientation.init(exif:)) ?? .upright
    }

    /// Whether width and height change places.
    var turnsSides: Bool { rawValue >= Orientation.transposed.rawValue }

    /// Reads the first directory of an Exif block, which is a TIFF file. Source: TIFF 6.0, section 2.
    private init?(exif block: ArraySlice<UInt8>) {
        let bytes = Array(block)
        guard bytes.count >= 8 else { return nil }
        let isLittle = bytes[0] == UInt8(ascii: "I")
        guard bytes.starts(with: isLittle ? "II".utf8 : "MM".utf8) else { return nil }
        func number(_ place: Int, _ count: Int) -> Int? {
            guard place >= 0, place + count <= bytes.count else { return nil }
            let part = bytes[place..<place + count]
            return (isLittle ? Array(part.reversed()) : Array(part)).reduce(0) { $0 << 8 | Int($1) }
        }
        guard number(2, 2) == 42, let start = number(4, 4), let count = number(start, 2) else { return nil }
        for entry in 0..<count {
            let place = start + 2 + entry * 12
            guard let tag = number(place, 2) else { return nil }
            // A short stands at the beginning of the four bytes for its value.
            guard tag == 274, number(place + 2, 2) == 3 else { continue }
            self.init(rawValue: UInt16(number(place + 8, 2) ?? 0))
            return
        }
        return nil
    }

    /// Source: ITU T.81, B.1.1.4; Exif 2.32, section 4.7.2: `Exif`, two zero bytes, then the block, in an APP1 segment.
    private static func block(inJPEG bytes: [UInt8]) -> ArraySlice<UInt8>? {
        var place = 2
        while place + 4 <= bytes.count, bytes[place] == 0xFF {
            let marker = bytes[place + 1]
            // The pixels begin: what follows is not looked through.
            if marker == 0xDA || marker == 0xD9 { return nil }
            if marker == 0xFF {
                place += 1
                continue
            }
            let length = Int(bytes[place + 2]) << 8 | Int(bytes[place + 3])
            let end = place + 2 + length
            guard length >= 2, end <= bytes.count else { return nil }
            let body = bytes[place + 4..<end]
            if marker == 0xE1, body.starts(with: Array("Exif".utf8) + [0, 0]) { return body.dropFirst(6) }
            place = end
        }
        return nil
    }

    /// Source: RFC 9649, section 2.7.1.5: a chunk `EXIF`, which some writers begin as JPEGs have it.
    private static func block(inWebP bytes: [UInt8]) -> ArraySlice<UInt8>? {
        var place = 12
        while place + 8 <= bytes.count {
            let length = bytes[place + 4..<place + 8].reversed().reduce(0) { $0 << 8 | Int($1) }
            let end = place + 8 + length
            guard end <= bytes.count else { return nil }
            if bytes[place..<place + 4].elementsEqual("EXIF".utf8) {
                let body = bytes[place + 8..<end]
                return body.starts(with: Array("Exif".utf8) + [0, 0]) ? body.dropFirst(6) : body
            }
            place = end + length % 2
        }
        return nil
    }
}

extension Bitmap {
    /// The picture as it stands upright.
    ///
    /// - Complexity: O(pixels).
    func turned(_ orientation: Orientation) -> Bitmap {
        guard orientation != .upright else { return self }
        let (fromWidth, fromHeight) = (width, height)
        let (width, height) = orientation.turnsSides ? (fromHeight, fromWidth) : (fromWidth, fromHeight)
        // Where the first pixel comes from, and how far apart those of a row and those of a column are.
        let (right, down) = (fromWidth - 1, fromHeight - 1)
        let (start, across, along): ((x: Int, y: Int), Int, Int) =
            switch orientation {
            case .upright: ((0, 0), 1, fromWidth)
            case .mirrored: ((right, 0), -1, fromWidth)
            case .upsideDown: ((right, down), -1, -fromWidth)
            case .upsideDownMirrored: ((0, down), 1, -fromWidth)
            case .transposed: ((0, 0), fromWidth, 1)
            case .right: ((0, down), -fromWidth, 1)
            case .transverse: ((right, down), -fromWidth, -1)
            case .left: ((right, 0), fromWidth, -1)
            }
        let pixels = bytes.withUnsafeBytes { source in
            [UInt8](unsafeUninitializedCapacity: width * height * 4) { buffer, count in
                let output = UnsafeMutableRawBufferPointer(buffer)
                for y in 0..<height {
                    var from = (start.y * fromWidth + start.x + y * along) * 4
                    for x in 0..<width {
                        let pixel = source.loadUnaligned(fromByteOffset: from, as: UInt32.self)
                        output.storeBytes(of: pixel, toByteOffset: (y * width + x) * 4, as: UInt32.self)
                        from += across * 4
                    }
                }
                count = width * height * 4
            }
        }
        return Bitmap(width: width, height: height, bytes: pixels)
    }
}
