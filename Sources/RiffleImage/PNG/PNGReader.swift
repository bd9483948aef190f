/// A PNG that is decoded while it is read: as a bitmap, or straight into a smaller one, which never has the whole in
/// memory.
///
/// One picture is read once. The bytes may be hostile: every length, checksum and value that decides memory or pixels is
/// checked first.
public final class PNGReader {
    public let header: PNGHeader
    /// Which chunks say what space the colours are in.
    public var colorSpaces: Set<PNGColorSpace> { colors.spaces }
    /// `gAMA` × 100 000, if the file has one.
    public var gamma: Int? { colors.statedGamma }
    /// Whether the pixels are converted to sRGB by their gamma.
    public var isGammaApplied: Bool { GammaCurve(colors.gamma, entries: 256) != nil }

    private let chunks: ChunkReader
    private var colors = PNGColors()

    /// Reads up to the pixels.
    ///
    /// - Parameters:
    ///   - limit: the largest picture to read.
    ///   - read: puts the next bytes of the file into the buffer and returns how many; 0 at the end, or when reading
    ///     fails: who reads knows the reason and tells it in place of `truncated`. Called with 64 KiB at a time.
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

    /// The same from bytes in memory.
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

    /// Pictures of fewer pixels are not worth a second thread.
    private static let smallest = 1 << 16

    // MARK: Pixels

    /// The whole picture.
    ///
    /// - Throws: `truncated` or `damaged`.
    /// - Complexity: O(pixels) time; besides the bitmap about 300 KB, and some rows.
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

    /// A part of the picture at another size, the same as `Bitmap.resized(from:width:height:filter:space:)` gives.
    ///
    /// - Throws: `truncated` or `damaged`.
    /// - Complexity: O(pixels) time; about 400 KB and some rows, unless the picture is interlaced, which takes all of it.
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
        // Whatever happens, the other thread has ended before the scaler goes.
        defer { pipe.finish() }
        try checked { () throws(PNGError) in
            try decodeRows(at: { pipe.place($0) }, then: { y, _ in pipe.put(y) })
        }
        pipe.finish()
        return scaler.bitmap()
    }

    /// All rows in order, RGBA; a row is valid until the next one.
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

    /// The seven passes of an interlaced picture.
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

    /// Does the pixels, then the rest of the file. A fault in the chunks is what makes pixels wrong, so it is told first.
    private func checked(_ decode: () throws(PNGError) -> Void) throws(PNGError) {
        do throws(PNGError) {
            try decode()
        } catch {
            if case .damaged(_, let fault) = error, fault.isOfPixels { try finishChunks() }
            throw error
        }
        try finishChunks()
    }

    /// Takes the chunk that has begun, unless it is the first of the pixels. Returns whether it did.
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

    /// Reads from where the pixels ended to the end of the file.
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

    /// Throws what is wrong with a critical chunk at this place; only the end is right anywhere.
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
    /// Whether it was found in the unpacked or unpacking pixels.
    fileprivate var isOfPixels: Bool {
        switch self {
        case .compression, .pixelCount, .filter: true
        default: false
        }
    }
}
