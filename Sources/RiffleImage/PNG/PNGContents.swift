/// The parts of a PNG that make its pixels: found, checked and in order, but not yet unpacked.
struct PNGContents {
    let header: PNGHeader
    /// RGB triples.
    private(set) var palette: PNGChunk?
    /// The data of `tRNS`, its length right for the colour type.
    private(set) var transparency: PNGChunk?
    /// `gAMA` × 100 000 where it decides the colours: no other chunk does, and it is not 0.
    var gamma: Int? { hasColorSpace ? nil : statedGamma }
    /// The compressed pixels in order.
    private(set) var imageData: [PNGChunk] = []
    /// Bytes of all of `imageData`.
    private(set) var compressedByteCount = 0

    private var statedGamma: Int?
    /// sRGB is what a `Bitmap` is, and a profile or code points are taken as if they said sRGB: only a bare `gAMA`
    /// changes pixels. Source: PNG (third edition), section 4.3, order of precedence of the colour chunks.
    private var hasColorSpace = false

    /// Walks over the whole file.
    ///
    /// - Throws: `notPNG`, `truncated`, `tooManyPixels`, or `damaged` when a chunk that matters for the pixels has a
    ///   wrong checksum, length or place, or when there are too few compressed bytes for so many pixels. Chunks that
    ///   do not matter are passed over whatever they hold.
    /// - Complexity: O(bytes of the critical chunks).
    init(parsing bytes: [UInt8], limit: PixelLimit) throws(PNGError) {
        header = try PNGHeader(parsing: bytes)
        guard limit.allows(width: header.width, height: header.height) else {
            throw .tooManyPixels(width: header.width, height: header.height, limit: limit.pixels)
        }
        var chunks = PNGChunks(of: bytes)
        var last = try chunks.next()!.type
        while let chunk = try chunks.next() {
            if chunk.type.isCritical {
                guard chunk.checksumFits(in: bytes) else { throw .damaged(chunk.type, .checksum) }
                try take(critical: chunk, after: last)
            } else {
                take(ancillary: chunk, from: bytes)
            }
            last = chunk.type
        }
        guard !imageData.isEmpty else { throw .damaged(.imageData, .missing) }
        guard palette != nil || header.colorType != .palette else { throw .damaged(.palette, .missing) }
        // Deflate makes at most 1032 bytes of one, so a small file that claims a huge picture ends here.
        // Source: zlib.net/zlib_tech.html, "Maximum Compression Factor".
        guard header.filteredByteCount / 1032 <= compressedByteCount else {
            throw .damaged(.imageData, .pixelCount(expected: header.filteredByteCount))
        }
    }

    private mutating func take(critical chunk: PNGChunk, after last: PNGChunkType) throws(PNGError) {
        switch chunk.type {
        case .imageData:
            guard imageData.isEmpty || last == .imageData else { throw .damaged(.imageData, .misplaced) }
            compressedByteCount += chunk.length
            imageData.append(chunk)
        case .palette:
            guard palette == nil else { throw .damaged(.palette, .duplicate) }
            guard imageData.isEmpty else { throw .damaged(.palette, .misplaced) }
            guard chunk.length.isMultiple(of: 3), 3...768 ~= chunk.length else {
                throw .damaged(.palette, .length(chunk.length))
            }
            palette = chunk
        case .header: throw .damaged(.header, .duplicate)
        case .end: break
        default: throw .damaged(chunk.type, .unknown)
        }
    }

    /// Takes what it can use. A chunk that is damaged, misplaced or there already is passed over, as if it were absent.
    private mutating func take(ancillary chunk: PNGChunk, from bytes: [UInt8]) {
        guard imageData.isEmpty else { return }
        switch chunk.type {
        case .transparency:
            let fits =
                switch header.colorType {
                case .gray: chunk.length == 2
                case .rgb: chunk.length == 6
                case .palette: palette.map { 1...$0.length / 3 ~= chunk.length } ?? false
                case .grayAlpha, .rgba: false
                }
            guard fits, transparency == nil, chunk.checksumFits(in: bytes) else { return }
            transparency = chunk
        case .gamma:
            guard statedGamma == nil, chunk.length == 4, chunk.checksumFits(in: bytes) else { return }
            let value = Int(bytes.bigEndian(at: chunk.data.lowerBound))
            if value > 0 { statedGamma = value }
        case .standardRGB, .colorProfile, .codePoints:
            if chunk.checksumFits(in: bytes) { hasColorSpace = true }
        default: break
        }
    }
}

/// How large a picture may be before decoding it is refused.
public struct PixelLimit: Sendable, Hashable {
    /// Width × height at most; a decoded pixel takes four bytes.
    public let pixels: Int

    /// - Precondition: `pixels` is in 1…2³².
    public init(pixels: Int) {
        precondition(1...1 << 32 ~= pixels, "a pixel limit lies in 1...2^32")
        self.pixels = pixels
    }

    /// 8192 × 8192 pixels, 256 MiB decoded.
    public static let standard = PixelLimit(pixels: 8192 * 8192)

    public func allows(width: Int, height: Int) -> Bool {
        let (product, overflow) = width.multipliedReportingOverflow(by: height)
        return !overflow && product <= pixels
    }
}
