internal import CJPEG

/// Decodes JPEG files with libjpeg-turbo, at an eighth to the whole of their size.
final class JPEGReader: RowDecoding {
    private(set) var storedSize = (width: 0, height: 0)
    private(set) var kind = "JPEG"
    private(set) var orientation = Orientation.upright
    let isStreamed = true
    /// What is wrong with the decoded pixels.
    private(set) var damage: PictureError?
    private(set) lazy var conversion = colorConversion()

    private let stream: ByteStream
    private let decoder: OpaquePointer
    private var eighths = 8

    /// Reads up to the pixels.
    init(_ stream: ByteStream) throws(PictureError) {
        self.stream = stream
        let decoder = cjpeg_open(
            { context, buffer, capacity in
                guard let context, let buffer else { return 0 }
                let stream = Unmanaged<ByteStream>.fromOpaque(context).takeUnretainedValue()
                return stream.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: capacity))
            }, Unmanaged.passUnretained(stream).toOpaque())
        guard let decoder else { fatalError("out of memory") }
        self.decoder = decoder
        guard cjpeg_read_header(decoder) != 0 else { throw refusal }
        guard state.space != cjpeg_other else { throw .unsupported("JPEG with \(state.channels) channels") }
        storedSize = (Int(state.width), Int(state.height))
        if isInk { kind = "JPEG CMYK" }
        var length = 0
        if let block = cjpeg_exif(decoder, &length) {
            orientation = Orientation(Exif(block: UnsafeBufferPointer(start: block, count: length)))
        }
    }

    deinit { cjpeg_close(decoder) }

    var transform: ColorTransform? { conversion.transform }

    func reduce(by factor: Double) -> (width: Int, height: Int) {
        // Other numbers of eighths are slower than the next larger one of these.
        eighths = factor >= 8 ? 1 : factor >= 4 ? 2 : factor >= 2 ? 4 : 8
        return ((storedSize.width * eighths + 7) / 8, (storedSize.height * eighths + 7) / 8)
    }

    func decodeRows(
        at place: (Int) -> UnsafeMutablePointer<UInt8>, then: (Int, UnsafePointer<UInt8>) -> Void
    ) throws(PictureError) {
        // The library frees the profile at the end of the picture.
        _ = conversion
        guard cjpeg_start(decoder, UInt32(eighths)) != 0 else { throw refusal }
        let (width, height) = (Int(state.output_width), Int(state.output_height))
        var hasEnded = false
        for y in 0..<height {
            let row = place(y)
            hasEnded = hasEnded || y >= state.end_row || cjpeg_read_row(decoder, row) == 0
            if hasEnded {
                if y == 0 { throw refusal }
                row.update(repeating: 0, count: width * 4)
            }
            then(y, row)
        }
        if !hasEnded { _ = cjpeg_finish(decoder) }
        damage = state.is_truncated != 0 ? .truncated(.jpeg) : state.is_corrupt != 0 ? .damaged(.jpeg) : nil
    }

    private var state: cjpeg_state { cjpeg_get_state(decoder).pointee }
    private var isInk: Bool { state.space == cjpeg_ink }

    /// Why nothing can be decoded. Source: ITU T.81, table B.1, for the processes.
    private var refusal: PictureError {
        switch state.unknown_process {
        case 0: break
        case 0xC3, 0xC7, 0xCB, 0xCF: return .unsupported("lossless JPEG")
        default: return .unsupported("hierarchical JPEG")
        }
        if state.unknown_precision != 0 { return .unsupported("\(state.unknown_precision)-bit JPEG") }
        return state.is_truncated != 0 ? .truncated(.jpeg) : .damaged(.jpeg)
    }

    private func colorConversion() -> ColorConversion {
        var length = 0
        let channels: ColorChannels = isInk ? .ink : state.space == cjpeg_gray ? .gray : .rgb
        guard let profile = cjpeg_profile(decoder, &length) else {
            return ColorConversion(.none, .unchanged, isInk ? .ink : nil)
        }
        return ColorConversion(
            .profile, ColorProfile(UnsafeRawBufferPointer(start: profile, count: length)), of: channels)
    }
}
