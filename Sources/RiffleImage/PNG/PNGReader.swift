/// Decodes a PNG from a stream: to a bitmap, or directly to a smaller one without holding the whole picture.
///
/// A reader can be used once. The bytes may be hostile: lengths, checksums and values are checked before they determine
/// memory or pixels.
public final class PNGReader {
    /// The file's header, read by `init`.
    public let header: PNGHeader
    /// What is wrong with the file, if that is tolerated; known after decoding.
    private(set) var damage: PNGError?
    private(set) var orientation = Orientation.upright
    private lazy var conversion = pixelColors.conversion(in: header.colorType)

    /// Longest Exif block that is read.
    private static let exifLimit = 1 << 20

    private let chunks: ChunkReader
    private let isLenient: Bool
    private var pixelColors = PNGColors()

    /// Reads the chunks before the pixels.
    ///
    /// - Parameters:
    ///   - limit: the largest allowed picture.
    ///   - isLenient: whether a damaged file is decoded as far as possible. Missing pixels are transparent, or copied
    ///     from their neighbours if the picture is interlaced.
    ///   - read: fills the buffer (64 KiB) with the next bytes of the file and returns their number; 0 at the end or on
    ///     an error. The caller then reports the read error instead of `truncated`.
    /// - Throws: `notPNG`, `truncated`, `damaged` or `tooManyPixels`.
    init(
        limit: PixelLimit = .standard, isLenient: Bool,
        reading read: @escaping (UnsafeMutableRawBufferPointer) -> Int
    ) throws(PNGError) {
        self.isLenient = isLenient
        chunks = ChunkReader(read)
        header = try PNGHeader(parsing: chunks.bytes(PNGHeader.byteCount))
        guard limit.allows(width: header.width, height: header.height) else {
            throw .tooManyPixels(width: header.width, height: header.height, limit: limit.pixels)
        }
        repeat { try chunks.next() } while try takesColors()
    }

    /// Reads the chunks before the pixels; refuses a damaged file.
    ///
    /// - Parameters:
    ///   - limit: the largest allowed picture.
    ///   - read: fills the buffer (64 KiB) with the next bytes of the file and returns their number; 0 at the end or on
    ///     an error. The caller then reports the read error instead of `truncated`.
    /// - Throws: `notPNG`, `truncated`, `damaged` or `tooManyPixels`.
    public convenience init(
        limit: PixelLimit = .standard, reading read: @escaping (UnsafeMutableRawBufferPointer) -> Int
    ) throws(PNGError) {
        try self.init(limit: limit, isLenient: false, reading: read)
    }

    /// Reads from bytes in memory; refuses a damaged file.
    public convenience init(_ bytes: [UInt8], limit: PixelLimit = .standard) throws(PNGError) {
        try self.init(limit: limit, reading: ByteStream(bytes).read)
    }

    /// The colour space that the file declares, and what becomes of it.
    var colors: PictureColors { conversion.colors }

    // MARK: Pixels

    /// The whole upright picture.
    ///
    /// - Throws: `truncated` or `damaged`.
    /// - Complexity: O(pixels) time; about 300 KB and a few rows of memory besides the bitmap.
    public func bitmap() throws(PNGError) -> Bitmap { try upright() }

    /// A part of the upright picture at another size, identical to the result of
    /// `Bitmap.resized(from:width:height:filter:space:)`.
    ///
    /// - Throws: `truncated` or `damaged`.
    /// - Complexity: O(pixels) time; about 400 KB and a few rows of memory, but the whole picture if it is interlaced.
    public func resized(
        from part: PixelRect, width: Int, height: Int, filter: ResizeFilter = .automatic, space: BlendSpace = .linear
    ) throws(PNGError) -> Bitmap {
        try uprightResized(from: part, width: width, height: height, filter: filter, space: space)
    }

    /// Decodes the rows of a picture that is not interlaced.
    private func decodeLines(
        _ lines: Scanlines, at place: (Int) -> UnsafeMutablePointer<UInt8>,
        then: (Int, UnsafePointer<UInt8>) -> Void
    ) throws(PNGError) {
        let length = 1 + header.rowBytes(width: header.width)
        let decoder = RowDecoder(header, pixelColors, gamma: gamma, width: header.width)
        var fault: PNGError?
        for y in 0..<header.height {
            let output = place(y)
            if fault == nil {
                do throws(PNGError) {
                    guard decoder.decode(try lines.next(length), into: output) else {
                        throw .damaged(.imageData, .filter(row: y))
                    }
                } catch {
                    if y == 0 { throw error }
                    try tolerate(error)
                    fault = error
                }
            }
            if fault != nil { output.initialize(repeating: 0, count: header.width * 4) }
            then(y, UnsafePointer(output))
        }
        if fault == nil { try lines.finish() }
    }

    /// Decodes the seven passes of an interlaced picture.
    private func decodePasses(
        _ lines: Scanlines, into pixels: UnsafeMutablePointer<UInt8>
    ) throws(PNGError) {
        let rows = UnsafeMutablePointer<UInt8>.allocate(capacity: 2 * header.width * 4)
        defer { rows.deallocate() }
        if isLenient { pixels.initialize(repeating: 0, count: header.width * header.height * 4) }
        var number = 0
        for pass in header.passes {
            let decoder = RowDecoder(header, pixelColors, gamma: gamma, width: pass.width)
            for y in 0..<pass.height {
                let row = rows + y % 2 * header.width * 4
                do throws(PNGError) {
                    guard decoder.decode(try lines.next(1 + header.rowBytes(width: pass.width)), into: row) else {
                        throw .damaged(.imageData, .filter(row: number))
                    }
                } catch {
                    if number == 0 { throw error }
                    try tolerate(error)
                    pass.fill(pixels, width: header.width, height: header.height, knownRows: y)
                    return
                }
                number += 1
                let line = pixels + (pass.y + y * pass.dy) * header.width * 4
                for x in 0..<pass.width {
                    (line + 4 * (pass.x + x * pass.dx)).initialize(from: row + 4 * x, count: 4)
                }
            }
        }
        try lines.finish()
    }

    /// The gamma to convert samples from, if nothing else converts them.
    private var gamma: Int? {
        if case .gamma(let gamma) = colors.source { gamma } else { nil }
    }

    // MARK: Chunks

    /// Decodes the pixels, then reads the rest of the file. A damaged chunk is the likely cause of damaged pixels, so
    /// it is reported first.
    private func checked(_ decode: () throws(PNGError) -> Void) throws(PNGError) {
        do throws(PNGError) {
            try decode()
        } catch {
            if case .damaged(_, let fault) = error, fault.isOfPixels { try finishChunks() }
            throw error
        }
        // After damage the place in the file is uncertain.
        guard damage == nil else { return }
        do throws(PNGError) { try finishChunks() } catch { try tolerate(error) }
    }

    /// Notes a fault that leaves something to show, or throws it.
    private func tolerate(_ fault: PNGError) throws(PNGError) {
        guard isLenient else { throw fault }
        damage = damage ?? fault
    }

    /// Reads the current chunk if it comes before the pixels. Returns false at the first chunk of pixels.
    private func takesColors() throws(PNGError) -> Bool {
        switch chunks.type {
        case .imageData:
            guard pixelColors.palette != nil || header.colorType != .palette else {
                throw .damaged(.palette, .missing)
            }
            return false
        case .palette:
            let length = chunks.length
            guard let data = try chunks.wholeData(limit: 1 << 16) else { throw .damaged(.palette, .length(length)) }
            if !data.isIntact { try tolerate(.damaged(.palette, .checksum)) }
            if length > 768 { try tolerate(.damaged(.palette, .length(length))) }
            do throws(PNGError) { try pixelColors.take(palette: Array(data.bytes.prefix(768))) } catch {
                try tolerate(error)
            }
        case let type where type.isCritical:
            do throws(PNGError) { try refuse(type) } catch {
                try tolerate(error)
                return true
            }
            throw .damaged(.imageData, .missing)
        case let type:
            guard let limit = type == .exif ? Self.exifLimit : PNGColors.limit(of: type) else {
                _ = try chunks.finish()
                return true
            }
            guard let data = try chunks.wholeData(limit: limit), data.isIntact else { return true }
            if type == .exif { orientation = Orientation(Exif(block: data.bytes)) }
            pixelColors.take(type, data.bytes, in: header.colorType)
        }
        return true
    }

    /// Reads from the end of the pixels to the end of the file.
    private func finishChunks() throws(PNGError) {
        var isBehindPixels = false
        while true {
            switch chunks.type {
            case .imageData:
                guard try chunks.finish() else { throw .damaged(.imageData, .checksum) }
                if isBehindPixels { throw .damaged(.imageData, .misplaced) }
            case let type where type.isCritical:
                try refuse(type)
                return
            default: _ = try chunks.finish()
            }
            isBehindPixels = isBehindPixels || chunks.type != .imageData
            try chunks.next()
        }
    }

    /// Throws the fault of a critical chunk in this place; only the end chunk is allowed.
    private func refuse(_ type: PNGChunkType) throws(PNGError) {
        guard try chunks.finish() else { throw .damaged(type, .checksum) }
        switch type {
        case .end: return
        case .header: throw .damaged(.header, .duplicate)
        case .palette: throw .damaged(.palette, pixelColors.palette == nil ? .misplaced : .duplicate)
        default: throw .damaged(type, .unknown)
        }
    }
}

extension PNGReader: RowDecoding {
    var storedSize: (width: Int, height: Int) { (header.width, header.height) }
    var isStreamed: Bool { !header.isInterlaced }
    var transform: ColorTransform? { conversion.transform }

    func decodeRows(
        at place: (Int) -> UnsafeMutablePointer<UInt8>, then: (Int, UnsafePointer<UInt8>) -> Void
    ) throws(PNGError) {
        try checked { () throws(PNGError) in
            let lines = Scanlines(
                chunks, longest: 1 + header.rowBytes(width: header.width), expected: header.filteredByteCount
            ) { [unowned self] fault throws(PNGError) in try tolerate(fault) }
            if header.isInterlaced {
                try decodePasses(lines, into: place(0))
            } else {
                try decodeLines(lines, at: place, then: then)
            }
        }
    }
}

extension PNGFault {
    /// Whether the fault concerns the pixel data.
    fileprivate var isOfPixels: Bool {
        switch self {
        case .compression, .pixelCount, .filter: true
        default: false
        }
    }
}
