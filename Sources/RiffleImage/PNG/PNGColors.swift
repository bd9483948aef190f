/// What a file says about its colours in front of its pixels: `PLTE`, `tRNS`, `gAMA`, and which space they are in.
struct PNGColors {
    /// RGB triples.
    private(set) var palette: [UInt8]?
    /// The data of `tRNS`, its length right for the colour type.
    private(set) var transparency: [UInt8]?
    /// `gAMA` × 100 000; not 0.
    private(set) var statedGamma: Int?
    /// What else says how colours are meant, in the order of precedence.
    private(set) var spaces: Set<PNGColorSpace> = []

    /// The gamma that decides the colours: no other chunk does.
    ///
    /// sRGB is what a `Bitmap` is, and a profile or code points are taken as if they said sRGB: only a bare `gAMA`
    /// changes pixels. Source: PNG (third edition), section 4.3, order of precedence of the colour chunks.
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

    /// Takes what it can use. A chunk that is damaged, misplaced or there already is passed over, as if it were absent.
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

    /// White, red, green and blue of sRGB, x and y × 100 000. Source: PNG (third edition), section 11.3.2.5.
    private static let usualChromaticities = [31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000]

    /// The longest data of a chunk that is looked at; of longer profiles the name is enough.
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

/// What a file may say about the space of its colours beside its gamma.
public enum PNGColorSpace: Sendable, Hashable {
    /// `sRGB`
    case standardRGB
    /// `iCCP`, an ICC profile.
    case profile
    /// `cICP`, code points of video standards.
    case codePoints
    /// `cHRM`, primaries and a white point that are not sRGB's.
    case chromaticities
}
