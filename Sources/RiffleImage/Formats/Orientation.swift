/// The Exif orientation: how to rotate and mirror a picture so that it is upright.
///
/// Source: Exif 2.32 (CIPA DC-008), section 4.6.4, tag 274; raw values as there.
enum Orientation: UInt16 {
    case upright = 1
    case mirrored, upsideDown, upsideDownMirrored, transposed, right, transverse, left

    /// `upright` if there is none.
    init(_ exif: Exif?) {
        self = exif?.number(.orientation).flatMap(UInt16.init(exactly:)).flatMap(Orientation.init) ?? .upright
    }

    /// Whether width and height are exchanged.
    var turnsSides: Bool { rawValue >= Orientation.transposed.rawValue }

    /// Where a part of the upright picture is in the stored one.
    func stored(_ part: PixelRect, in size: (width: Int, height: Int)) -> PixelRect {
        var part = part
        if turnsSides { (part.x, part.y, part.width, part.height) = (part.y, part.x, part.height, part.width) }
        if [.mirrored, .upsideDown, .transverse, .left].contains(self) {
            part.x = Double(size.width) - part.x - part.width
        }
        if [.upsideDown, .upsideDownMirrored, .right, .transverse].contains(self) {
            part.y = Double(size.height) - part.y - part.height
        }
        return part
    }
}

extension Bitmap {
    /// The picture, rotated and mirrored to be upright.
    ///
    /// - Complexity: O(pixels).
    func turned(_ orientation: Orientation) -> Bitmap {
        guard orientation != .upright else { return self }
        let (fromWidth, fromHeight) = (width, height)
        let (width, height) = orientation.turnsSides ? (fromHeight, fromWidth) : (fromWidth, fromHeight)
        // Source position of the first output pixel, and source steps from pixel to pixel along a row and along a
        // column.
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
