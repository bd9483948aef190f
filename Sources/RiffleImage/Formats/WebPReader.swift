internal import CWebP

/// Decodes WebP files with libwebp; of an animation only the first frame.
final class WebPReader: RowDecoding {
    let storedSize: (width: Int, height: Int)
    let kind: String
    let orientation: Orientation
    let conversion: ColorConversion
    let isStreamed = false
    /// What is wrong with the decoded pixels.
    private(set) var damage: PictureError?

    private let bytes: [UInt8]
    private let isAnimation: Bool
    /// Whether the file says that all pixels are opaque, whatever its alpha values are.
    private let isOpaque: Bool
    private var size: (width: Int, height: Int)

    /// Reads the whole file.
    init(_ stream: ByteStream) throws(PictureError) {
        let head = stream.bytes(12)
        guard head.count == 12 else { throw .truncated(.webp) }
        // Source: RFC 9649, section 2.4: the size, little-endian, of all that follows it.
        let length = head[4..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
        bytes = head + stream.bytes(max(0, length - 4))
        var features = WebPBitstreamFeatures()
        switch WebPGetFeatures(bytes, bytes.count, &features) {
        case VP8_STATUS_OK where features.width > 0 && features.height > 0: break
        case VP8_STATUS_NOT_ENOUGH_DATA: throw .truncated(.webp)
        default: throw .damaged(.webp)
        }
        storedSize = (Int(features.width), Int(features.height))
        size = storedSize
        isAnimation = features.has_animation != 0
        // Source: RFC 9649, section 2.7.1: the flags of the extended format.
        let flags = bytes.count > 20 && bytes[12..<16].elementsEqual("VP8X".utf8) ? bytes[20] : nil
        isOpaque = flags.map { $0 & 0x10 == 0 } ?? (features.has_alpha == 0)
        kind = isAnimation ? "WebP animation" : isOpaque ? "WebP" : "WebP alpha"
        orientation = Orientation(Exif(of: bytes, .webp))
        conversion =
            Self.chunk("ICCP", in: bytes).map { profile in
                profile.withUnsafeBytes { ColorConversion(.profile, ColorProfile($0), of: .rgb) }
            } ?? ColorConversion(.none, .unchanged)
    }

    var transform: ColorTransform? { conversion.transform }

    func reduce(by factor: Double) -> (width: Int, height: Int) {
        if !isAnimation {
            size.width = max(1, Int((Double(storedSize.width) / factor).rounded(.up)))
            size.height = max(1, Int((Double(storedSize.height) / factor).rounded(.up)))
        }
        return size
    }

    func decodeRows(
        at place: (Int) -> UnsafeMutablePointer<UInt8>, then: (Int, UnsafePointer<UInt8>) -> Void
    ) throws(PictureError) {
        let pixels = place(0)
        pixels.initialize(repeating: 0, count: size.width * size.height * 4)
        let known = bytes.withUnsafeBufferPointer { bytes in
            isAnimation ? decodeFrame(of: bytes, into: pixels) : decode(bytes, size, into: pixels)
        }
        if known == 0 { throw .damaged(.webp) }
        if known < size.height {
            damage = .damaged(.webp)
            (pixels + known * size.width * 4).update(repeating: 0, count: (size.height - known) * size.width * 4)
        }
        guard isOpaque else { return }
        for i in stride(from: 3, to: known * size.width * 4, by: 4) { pixels[i] = 255 }
    }

    /// Decodes a still picture, scaled to `size`.
    ///
    /// - Returns: the number of rows that are known.
    private func decode(
        _ bytes: UnsafeBufferPointer<UInt8>, _ size: (width: Int, height: Int),
        into pixels: UnsafeMutablePointer<UInt8>
    ) -> Int {
        var config = WebPDecoderConfig()
        guard WebPInitDecoderConfig(&config) != 0 else { return 0 }
        config.options.use_scaling = isAnimation || size == storedSize ? 0 : 1
        config.options.scaled_width = Int32(size.width)
        config.options.scaled_height = Int32(size.height)
        config.output.colorspace = MODE_RGBA
        config.output.is_external_memory = 1
        config.output.u.RGBA = WebPRGBABuffer(
            rgba: pixels, stride: Int32(size.width * 4), size: size.width * size.height * 4)
        if WebPDecode(bytes.baseAddress, bytes.count, &config) == VP8_STATUS_OK { return size.height }
        // Only the incremental decoder accepts a part of a file.
        guard let decoder = WebPIDecode(nil, 0, &config) else { return 0 }
        defer { WebPIDelete(decoder) }
        _ = WebPIUpdate(decoder, bytes.baseAddress, bytes.count)
        var known: Int32 = 0
        guard WebPIDecGetRGB(decoder, &known, nil, nil, nil) != nil else { return 0 }
        return Int(known)
    }

    /// Decodes the first frame of an animation and draws it on a transparent canvas.
    private func decodeFrame(
        of bytes: UnsafeBufferPointer<UInt8>, into pixels: UnsafeMutablePointer<UInt8>
    ) -> Int {
        var data = WebPData(bytes: bytes.baseAddress, size: bytes.count)
        guard let demuxer = WebPDemuxPartial(&data, nil) else { return 0 }
        defer { WebPDemuxDelete(demuxer) }
        var frame = WebPIterator()
        guard WebPDemuxGetFrame(demuxer, 1, &frame) != 0 else { return 0 }
        defer { WebPDemuxReleaseIterator(&frame) }
        let (left, top) = (Int(frame.x_offset), Int(frame.y_offset))
        let part = (width: Int(frame.width), height: Int(frame.height))
        guard left >= 0, top >= 0, left + part.width <= size.width, top + part.height <= size.height else { return 0 }
        var known = 0
        let picture = [UInt8](unsafeUninitializedCapacity: part.width * part.height * 4) { output, count in
            output.initialize(repeating: 0)
            count = output.count
            let fragment = UnsafeBufferPointer(start: frame.fragment.bytes, count: frame.fragment.size)
            known = decode(fragment, part, into: output.baseAddress!)
        }
        picture.withUnsafeBufferPointer { picture in
            for y in 0..<known {
                (pixels + ((top + y) * size.width + left) * 4).update(
                    from: picture.baseAddress! + y * part.width * 4, count: part.width * 4)
            }
        }
        return known == part.height ? size.height : known
    }

    /// The data of the first chunk of this name. Source: RFC 9649, section 2.3.
    static func chunk(_ name: String, in bytes: [UInt8]) -> ArraySlice<UInt8>? {
        var place = 12
        while place + 8 <= bytes.count {
            let length = bytes[place + 4..<place + 8].reversed().reduce(0) { $0 << 8 | Int($1) }
            let end = place + 8 + length
            guard end <= bytes.count else { return nil }
            if bytes[place..<place + 4].elementsEqual(name.utf8) { return bytes[place + 8..<end] }
            place = end + length % 2
        }
        return nil
    }
}
