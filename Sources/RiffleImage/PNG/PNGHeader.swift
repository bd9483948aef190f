/// The header of a PNG: its first 33 bytes.
public struct PNGHeader: Sendable, Hashable {
    /// The first bytes of every PNG. They reveal conversions to 7 bits and of line ends. Source: PNG (third edition),
    /// section 5.2.
    static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    /// Length of the signature and the complete `IHDR` chunk.
    public static let byteCount = 33

    /// Width in pixels, 1…2³¹−1.
    public let width: Int
    /// Height in pixels, 1…2³¹−1.
    public let height: Int
    /// Bits per sample, or per palette index: 1, 2, 4, 8 or 16.
    public let bitDepth: Int
    /// Which samples a pixel has.
    public let colorType: PNGColorType
    /// Whether the pixels are stored in seven passes (Adam7).
    public let isInterlaced: Bool

    /// Reads a header.
    ///
    /// - Parameter bytes: a file or its beginning; only 33 bytes are read.
    /// - Throws: `notPNG`; `truncated` if there are fewer than 33 bytes, all consistent with a PNG; `damaged` for
    ///   invalid values.
    public init(parsing bytes: some Collection<UInt8>) throws(PNGError) {
        let head = Array(bytes.prefix(Self.byteCount))
        guard Self.signature.starts(with: head.prefix(8)) else { throw .notPNG }
        guard head.count == Self.byteCount else { throw .truncated(byteCount: bytes.count) }
        let chunk = PNGChunk(at: Self.signature.count, in: head)
        guard chunk.type == .header else { throw .damaged(chunk: chunk.type.name, fault: .misplaced) }
        guard chunk.length == 13 else { throw .damaged(.header, .length(chunk.length)) }
        guard chunk.checksumFits(in: head) else { throw .damaged(.header, .checksum) }

        func number(_ offset: Int) -> Int { Int(head[chunk.data.lowerBound + offset]) }
        width = Int(head.bigEndian(at: chunk.data.lowerBound))
        height = Int(head.bigEndian(at: chunk.data.lowerBound + 4))
        bitDepth = number(8)
        guard 1...Int(Int32.max) ~= width else { throw .damaged(.header, .value(.width, width)) }
        guard 1...Int(Int32.max) ~= height else { throw .damaged(.header, .value(.height, height)) }
        guard let colorType = PNGColorType(rawValue: head[chunk.data.lowerBound + 9]) else {
            throw .damaged(.header, .value(.colorType, number(9)))
        }
        guard colorType.bitDepths.contains(bitDepth) else { throw .damaged(.header, .value(.bitDepth, bitDepth)) }
        guard number(10) == 0 else { throw .damaged(.header, .value(.compressionMethod, number(10))) }
        guard number(11) == 0 else { throw .damaged(.header, .value(.filterMethod, number(11))) }
        guard number(12) <= 1 else { throw .damaged(.header, .value(.interlaceMethod, number(12))) }
        self.colorType = colorType
        isInterlaced = number(12) == 1
    }

    /// Whether these bytes begin with the PNG signature. False for fewer than eight bytes.
    public static func isPNG(_ bytes: some Collection<UInt8>) -> Bool {
        bytes.prefix(8).elementsEqual(signature)
    }

    /// Colour type and bit depth for users: `RGBA`, `RGB 16-bit`, `grey 4-bit`, `palette`. 8 bits are the default and
    /// not named.
    public var kind: String {
        bitDepth == 8 ? colorType.words : "\(colorType.words) \(bitDepth)-bit"
    }

    /// Bytes of one uncompressed row of `width` pixels, without the filter type.
    func rowBytes(width: Int) -> Int {
        (width * colorType.channels * bitDepth + 7) / 8
    }

    /// Bytes of the uncompressed pixels: rows with filter types, in all passes.
    ///
    /// - Precondition: the number of pixels is within a limit; otherwise this may overflow.
    var filteredByteCount: Int { passes.reduce(0) { $0 + $1.height * (1 + rowBytes(width: $1.width)) } }

    /// The non-empty passes: one, or up to seven if interlaced. Source: PNG (third edition), section 8.2.
    var passes: [PNGPass] {
        guard isInterlaced else { return [PNGPass(x: 0, y: 0, dx: 1, dy: 1, width: width, height: height)] }
        return [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
            .map { x, y, dx, dy in
                PNGPass(
                    x: x, y: y, dx: dx, dy: dy, width: (width - x + dx - 1) / dx, height: (height - y + dy - 1) / dy)
            }
            .filter { $0.width > 0 && $0.height > 0 }
    }
}

/// One interlace pass: every `dx`th pixel of every `dy`th row, starting at (x, y); `width` × `height` pixels.
struct PNGPass {
    let x: Int
    let y: Int
    let dx: Int
    let dy: Int
    let width: Int
    let height: Int

    /// Fills what this pass and later ones lack with the nearest known pixel to the left and above.
    ///
    /// - Parameter knownRows: rows of this pass that are known; earlier passes are complete.
    func fill(_ pixels: UnsafeMutablePointer<UInt8>, width: Int, height: Int, knownRows: Int) {
        for row in 0..<height {
            // Known pixels lie on a grid, which each pass makes finer in one direction.
            let isKnown = row / dy < knownRows
            let isFirstPass = x == 0 && y == 0
            if isFirstPass, !isKnown { continue }
            let grid = isKnown ? (x: x > 0 ? x : dx, y: y > 0 ? y : dy) : (x: dx, y: dy)
            let (line, source) = (pixels + row * width * 4, pixels + (row - row % grid.y) * width * 4)
            for column in 0..<width {
                (line + 4 * column).update(from: source + 4 * (column - column % grid.x), count: 4)
            }
        }
    }
}

/// The colour type of a PNG. Raw values as in the file.
public enum PNGColorType: UInt8, Sendable, Hashable {
    case gray = 0
    case rgb = 2
    case palette = 3
    case grayAlpha = 4
    case rgba = 6

    /// Whether pixels have an alpha sample. Without one, a `tRNS` chunk may still make some transparent.
    public var hasAlphaChannel: Bool { self == .grayAlpha || self == .rgba }

    /// Samples per pixel.
    var channels: Int {
        switch self {
        case .gray, .palette: 1
        case .grayAlpha: 2
        case .rgb: 3
        case .rgba: 4
        }
    }

    /// Source: PNG (third edition), table 11.1.
    var bitDepths: [Int] {
        switch self {
        case .gray: [1, 2, 4, 8, 16]
        case .palette: [1, 2, 4, 8]
        case .rgb, .grayAlpha, .rgba: [8, 16]
        }
    }

    var words: String {
        switch self {
        case .gray: "grey"
        case .rgb: "RGB"
        case .palette: "palette"
        case .grayAlpha: "grey+alpha"
        case .rgba: "RGBA"
        }
    }
}
