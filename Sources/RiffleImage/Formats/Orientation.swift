/// How a camera was held: what has to be done to a picture's pixels so that it stands upright.
///
/// Source: Exif 2.32 (CIPA DC-008), section 4.6.4, tag 274; the raw values are its own.
enum Orientation: UInt16 {
    case upright = 1
    case mirrored, upsideDown, upsideDownMirrored, transposed, right, transverse, left

    /// Of a JPEG or WebP file by its Exif block; upright where there is none.
    init(ofFile bytes: [UInt8], _ format: PictureFormat) {
        self = Exif(of: bytes, format)?.short(.orientation).flatMap(Orientation.init) ?? .upright
    }

    /// Whether width and height change places.
    var turnsSides: Bool { rawValue >= Orientation.transposed.rawValue }
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
