internal import CGIF

/// Decodes GIF files with giflib; of an animation only the first frame.
///
/// Reads record by record, because giflib's `DGifSlurp` decodes every frame.
enum GIF {
    static func header(of bytes: [UInt8]) throws(PictureError) -> PictureHeader {
        guard let size = withFile(bytes, { canvas(of: $0) }) else { throw .damaged(.gif) }
        return PictureHeader(format: .gif, width: size.width, height: size.height, kind: "GIF")
    }

    /// - Parameter bytes: the caller has checked the size limit.
    static func decode(_ bytes: [UInt8]) throws(PictureError) -> Bitmap {
        guard let bitmap = withFile(bytes, { firstPicture(of: $0) }) else { throw .damaged(.gif) }
        return bitmap
    }

    private typealias File = UnsafeMutablePointer<GifFileType>

    /// The input that giflib reads.
    private struct Source {
        var bytes: UnsafeBufferPointer<UInt8>
        var place = 0
    }

    private static func withFile<Result>(_ bytes: [UInt8], _ body: (File) -> Result?) -> Result? {
        bytes.withUnsafeBufferPointer { bytes in
            var source = Source(bytes: bytes)
            return withUnsafeMutablePointer(to: &source) { source in
                let file = DGifOpen(
                    source,
                    { file, buffer, wanted in
                        guard let file, let buffer, wanted > 0 else { return 0 }
                        let source = file.pointee.UserData.assumingMemoryBound(to: Source.self)
                        let count = min(Int(wanted), source.pointee.bytes.count - source.pointee.place)
                        guard count > 0, let base = source.pointee.bytes.baseAddress else { return 0 }
                        buffer.update(from: base + source.pointee.place, count: count)
                        source.pointee.place += count
                        return Int32(count)
                    }, nil)
                guard let file else { return nil }
                defer { DGifCloseFile(file, nil) }
                return body(file)
            }
        }
    }

    private static func canvas(of file: File) -> (width: Int, height: Int)? {
        let (width, height) = (Int(file.pointee.SWidth), Int(file.pointee.SHeight))
        return width > 0 && height > 0 ? (width, height) : nil
    }

    private static func firstPicture(of file: File) -> Bitmap? {
        guard let size = canvas(of: file) else { return nil }
        var transparent: Int?
        var record = UNDEFINED_RECORD_TYPE
        while DGifGetRecordType(file, &record) == GIF_OK {
            switch record {
            case EXTENSION_RECORD_TYPE:
                guard let found = takeExtension(of: file) else { return nil }
                transparent = found.transparent ?? transparent
            case IMAGE_DESC_RECORD_TYPE:
                guard DGifGetImageDesc(file) == GIF_OK else { return nil }
                var bitmap = Bitmap(width: size.width, height: size.height)
                return draw(file, transparent: transparent, on: &bitmap) ? bitmap : nil
            default: return nil
            }
        }
        return nil
    }

    /// - Returns: nil if the file is damaged; otherwise the index of the transparent colour, if this extension has one.
    private static func takeExtension(of file: File) -> (transparent: Int?, Void)? {
        var code: Int32 = 0
        var block: UnsafeMutablePointer<GifByteType>?
        guard DGifGetExtension(file, &code, &block) == GIF_OK else { return nil }
        var transparent: Int?
        if code == GRAPHICS_EXT_FUNC_CODE, let block {
            var control = GraphicsControlBlock()
            // The first byte of a block is its length.
            if DGifExtensionToGCB(Int(block[0]), block + 1, &control) == GIF_OK, control.TransparentColor >= 0 {
                transparent = Int(control.TransparentColor)
            }
        }
        while block != nil {
            guard DGifGetExtensionNext(file, &block) == GIF_OK else { return nil }
        }
        return (transparent, ())
    }

    /// Decodes the frame whose descriptor was read last, row by row.
    private static func draw(_ file: File, transparent: Int?, on bitmap: inout Bitmap) -> Bool {
        let frame = file.pointee.Image
        let (left, top, width, height) = (Int(frame.Left), Int(frame.Top), Int(frame.Width), Int(frame.Height))
        // A frame may be larger than the canvas, so its size is checked too.
        guard width > 0, height > 0, PixelLimit.standard.allows(width: width, height: height),
            let map = (frame.ColorMap ?? file.pointee.SColorMap)?.pointee,
            let colors = map.Colors
        else { return false }
        var row = [UInt8](repeating: 0, count: width)
        let (canvasWidth, canvasHeight) = (bitmap.width, bitmap.height)
        return bitmap.withMutablePixels { pixels in
            for y in order(height, isInterlaced: frame.Interlace) {
                guard DGifGetLine(file, &row, Int32(width)) == GIF_OK else { return false }
                guard top + y < canvasHeight else { continue }
                for x in 0..<max(0, min(width, canvasWidth - left)) {
                    let index = Int(row[x])
                    guard index != transparent, index < Int(map.ColorCount) else { continue }
                    let place = ((top + y) * canvasWidth + left + x) * 4
                    pixels[place] = colors[index].Red
                    pixels[place + 1] = colors[index].Green
                    pixels[place + 2] = colors[index].Blue
                    pixels[place + 3] = 255
                }
            }
            return true
        }
    }

    /// Row numbers in storage order. Source: GIF89a, appendix E.
    private static func order(_ height: Int, isInterlaced: Bool) -> [Int] {
        guard isInterlaced else { return Array(0..<height) }
        return [(0, 8), (4, 8), (2, 4), (1, 2)].flatMap { stride(from: $0.0, to: height, by: $0.1) }
    }
}
