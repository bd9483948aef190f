/// The colour chunks of a PNG: `PLTE`, `tRNS`, `gAMA` and the colour space.
struct PNGColors {
    /// RGB triples.
    private(set) var palette: [UInt8]?
    /// The data of `tRNS`; its length matches the colour type.
    private(set) var transparency: [UInt8]?
    /// `gAMA` × 100 000; not 0.
    private(set) var statedGamma: Int?
    /// The colour spaces that other chunks declare.
    private(set) var spaces: Set<PNGColorSpace> = []

    /// The gamma to convert from; nil if another chunk takes precedence.
    ///
    /// A `Bitmap` is sRGB. Profiles and code points are treated as sRGB too, so only a `gAMA` chunk alone changes
    /// pixels. Source: PNG (third edition), section 4.3, order of precedence of the colour chunks.
    var gamma: Int? {
        spaces.isDisjoint(with: [.codePoints, .profile, .standardRGB]) ? statedGamma : nil
    }

    mutating func take(palette data: [UInt8]) throws(PNGError) {
        guard palette == nil else { throw .damaged(.palette, .duplicate) }
        guard data.count.isMultiple(of: 3), 3...768 ~= data.count else {
            throw .damaged(.palette, .length(data.count))
        }
        palette = data
    }

    /// Stores a chunk's data. Ignores chunks that are damaged, misplaced or repeated.
    mutating func take(_ type: PNGChunkType, _ data: [UInt8], in colorType: PNGColorType) {
        switch type {
        case .transparency:
            let fits =
                switch colorType {
                case .gray: data.count == 2
                case .rgb: data.count == 6
                case .palette: palette.map { 1...$0.count / 3 ~= data.count } ?? false
                case .grayAlpha, .rgba: false
                }
            if fits, transparency == nil { transparency = data }
        case .gamma:
            guard statedGamma == nil, data.count == 4 else { return }
            let value = Int(data.bigEndian(at: 0))
            if value > 0 { statedGamma = value }
        case .standardRGB: spaces.insert(.standardRGB)
        case .colorProfile: spaces.insert(.profile)
        case .codePoints: spaces.insert(.codePoints)
        case .chromaticities:
            guard data.count == 32 else { return }
            let values = stride(from: 0, to: 32, by: 4).map { Int(data.bigEndian(at: $0)) }
            let areUsual = zip(values, Self.usualChromaticities).allSatisfy { abs($0 - $1) <= 500 }
            if !areUsual { spaces.insert(.chromaticities) }
        default: break
        }
    }

    /// The primaries of sRGB: white, red, green, blue, x and y × 100 000. Source: PNG (third edition), section
    /// 11.3.2.5.
    private static let usualChromaticities = [31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000]

    /// Longest data that is read; nil if the chunk is not a colour chunk. A longer profile only counts as present.
    static func limit(of type: PNGChunkType) -> Int? {
        switch type {
        case .transparency: 256
        case .gamma, .standardRGB, .codePoints: 16
        case .chromaticities: 32
        case .colorProfile: 1 << 20
        default: nil
        }
    }
}

/// A colour space that a PNG declares besides its gamma.
public enum PNGColorSpace: Sendable, Hashable {
    /// `sRGB`
    case standardRGB
    /// `iCCP`, an ICC profile.
    case profile
    /// `cICP`, code points for video standards.
    case codePoints
    /// `cHRM`, primaries and white point other than sRGB's.
    case chromaticities
}
