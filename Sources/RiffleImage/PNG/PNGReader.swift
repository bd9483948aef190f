/// Decodes a PNG from a stream: to a bitmap, or directly to a smaller one without holding the whole picture.
///
/// A reader can be used once. The bytes may be hostile: lengths, checksums and values are checked before they determine
/// memory or pixels.
public final class PNGReader {
    /// The file's header, read by `init`.
    public let header: PNGHeader
    /// The colour spaces that chunks declare.
    public var colorSpaces: Set<PNGColorSpace> { colors.spaces }
    /// `gAMA` × 100 000, if present.
    public var gamma: Int? { colors.statedGamma }
    /// Whether pixels are converted to sRGB according to `gAMA`.
    public var isGammaApplied: Bool { GammaCurve(colors.gamma, entries: 256) != nil }

    private let chunks: ChunkReader
    private var colors = PNGColors()

    /// Reads the chunks before the pixels.
    ///
    /// - Parameters:
    ///   - limit: the largest allowed picture.
    ///   - read: fills the buffer (64 KiB) with the next bytes of the file and returns their number; 0 at the end or on
    ///     an error. The caller then reports the read error instead of `truncated`.
    /// - Throws: `notPNG`, `truncated`, `damaged` or `tooManyPixels`.
    public init(
        limit: PixelLimit = .standard, reading read: @escaping (UnsafeMutableRawBufferPointer) -> Int
    ) throws(PNGError) {
        chunks = ChunkReader(read)
        header = try PNGHeader(parsing: chunks.bytes(PNGHeader.byteCount))
        guard limit.allows(width: header.width, height: header.height) else {
            throw .tooManyPixels(width: header.width, height: header.height, limit: limit.pixels)
        }
        repeat { try chunks.next() } while try takesColors()
    }

    /// Reads from bytes in memory.
    public convenience init(_ bytes: [UInt8], limit: PixelLimit = .standard) throws(PNGError) {
        var place = 0
        try self.init(limit: limit) { buffer in
            let count = min(buffer.count, bytes.count - place)
            guard count > 0 else { return 0 }
            bytes.withUnsafeBytes {
                buffer.baseAddress!.copyMemory(from: $0.baseAddress! + place, byteCount: count)
            }
            place += count
            return count
        }
    }

    /// Smaller pictures (in pixels) are decoded on one thread.
    private static let smallest = 1 << 16

    // MARK: Pixels

    /// The whole picture.
    ///
    /// - Throws: `truncated` or `damaged`.
    /// - Complexity: O(pixels) time; about 300 KB and a few rows of memory besides the bitmap.
    public func bitmap() throws(PNGError) -> Bitmap {
        var failure: PNGError?
        let bytes = [UInt8](unsafeUninitializedCapacity: header.width * header.height * 4) { output, count in
            let pixels = output.baseAddress!
            do throws(PNGError) {
                try checked { () throws(PNGError) in
                    header.isInterlaced
                        ? try decodePasses(into: pixels) : try decodeRows { y in pixels + y * header.width * 4 }
                }
                count = output.count
            } catch {
                // The rest is not initialised; the array is thrown away.
                failure = error
                count = 0
            }
        }
        if let failure { throw failure }
        return Bitmap(width: header.width, height: header.height, bytes: bytes)
    }

    /// A part of the picture at another size, identical to the result of
    /// `Bitmap.resized(from:width:height:filter:space:)`.
    ///
    /// - Throws: `truncated` or `damaged`.
    /// - Complexity: O(pixels) time; about 400 KB and a few rows of memory, but the whole picture if it is interlaced.
    public func resized(
        from part: PixelRect, width: Int, height: Int, filter: ResizeFilter = .automatic, space: BlendSpace = .linear
    ) throws(PNGError) -> Bitmap {
        let resizing = Resizing(
            source: (header.width, header.height), part: part, width: width, height: height, filter: filter,
            space: space)
        if header.isInterlaced || resizing.changesNothing {
            return try bitmap().resized(from: part, width: width, height: height, filter: filter, space: space)
        }
        let scaler = resizing.scaler()
        if header.width * header.height < PNGReader.smallest {
            try rows { y, row in
                if scaler.rows.contains(y) { scaler.take(row) }
            }
            return scaler.bitmap()
        }
        let pipe = RowPipe(width: header.width, into: scaler)
        // On every exit the other thread must end before the scaler is released.
        defer { pipe.finish() }
        try checked { () throws(PNGError) in
            try decodeRows(at: { pipe.place($0) }, then: { y, _ in pipe.put(y) })
        }
        pipe.finish()
        return scaler.bitmap()
    }

    /// Calls `body` with all rows in order, as RGBA; a row is valid only during the call.
    func rows(_ body: (Int, UnsafePointer<UInt8>) -> Void) throws(PNGError) {
        if header.isInterlaced {
            let bitmap = try bitmap()
            bitmap.withPixels { pixels in
                for y in 0..<header.height { body(y, pixels.baseAddress! + y * header.width * 4) }
            }
            return
        }
        let rowBytes = header.width * 4
        let rows = UnsafeMutablePointer<UInt8>.allocate(capacity: 2 * rowBytes)
        defer { rows.deallocate() }
        try checked { () throws(PNGError) in
            try decodeRows { y in
                rows + y % 2 * rowBytes
            } then: { y, row in
                body(y, row)
            }
        }
    }

    private func decodeRows(
        at place: (Int) -> UnsafeMutablePointer<UInt8>, then: (Int, UnsafePointer<UInt8>) -> Void = { _, _ in }
    ) throws(PNGError) {
        let length = 1 + header.rowBytes(width: header.width)
        let lines = Scanlines(chunks, longest: length, expected: header.filteredByteCount)
        let decoder = RowDecoder(header, colors, width: header.width)
        for y in 0..<header.height {
            let output = place(y)
            guard decoder.decode(try lines.next(length), into: output) else {
                throw .damaged(.imageData, .filter(row: y))
            }
            then(y, UnsafePointer(output))
        }
        try lines.finish()
    }

    /// Decodes the seven passes of an interlaced picture.
    private func decodePasses(into pixels: UnsafeMutablePointer<UInt8>) throws(PNGError) {
        let lines = Scanlines(
            chunks, longest: 1 + header.rowBytes(width: header.width), expected: header.filteredByteCount)
        let rows = UnsafeMutablePointer<UInt8>.allocate(capacity: 2 * header.width * 4)
        defer { rows.deallocate() }
        var number = 0
        for pass in header.passes {
            let decoder = RowDecoder(header, colors, width: pass.width)
            for y in 0..<pass.height {
                let row = rows + y % 2 * header.width * 4
                guard decoder.decode(try lines.next(1 + header.rowBytes(width: pass.width)), into: row) else {
                    throw .damaged(.imageData, .filter(row: number))
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
        try finishChunks()
    }

    /// Reads the current chunk if it comes before the pixels. Returns false at the first chunk of pixels.
    private func takesColors() throws(PNGError) -> Bool {
        switch chunks.type {
        case .imageData:
            guard colors.palette != nil || header.colorType != .palette else { throw .damaged(.palette, .missing) }
            return false
        case .palette:
            let length = chunks.length
            guard let data = try chunks.wholeData(limit: 768) else {
                throw .damaged(.palette, length > 768 ? .length(length) : .checksum)
            }
            try colors.take(palette: data)
        case let type where type.isCritical:
            try refuse(type)
            throw .damaged(.imageData, .missing)
        case let type:
            if let limit = PNGColors.limit(of: type) {
                if let data = try chunks.wholeData(limit: limit) { colors.take(type, data, in: header.colorType) }
            } else {
                _ = try chunks.finish()
            }
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
        case .palette: throw .damaged(.palette, colors.palette == nil ? .misplaced : .duplicate)
        default: throw .damaged(type, .unknown)
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
