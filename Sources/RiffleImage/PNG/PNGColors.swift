/// The colour chunks of a PNG: `PLTE`, `tRNS`, `gAMA` and the colour space.
struct PNGColors {
    /// RGB triples.
    private(set) var palette: [UInt8]?
    /// The data of `tRNS`; its length matches the colour type.
    private(set) var transparency: [UInt8]?
    /// `gAMA` × 100 000; not 0.
    private var statedGamma: Int?
    private var isStandard = false
    /// The data of `iCCP` and of `cICP`.
    private var profile: [UInt8]?
    private var codePoints: [UInt8]?
    /// x and y of white, red, green and blue, × 100 000, if they are not sRGB's.
    private var chromaticities: [Int]?

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
        case .standardRGB: isStandard = true
        case .colorProfile: profile = profile ?? data
        case .codePoints: codePoints = codePoints ?? data
        case .chromaticities:
            guard data.count == 32 else { return }
            let values = stride(from: 0, to: 32, by: 4).map { Int(data.bigEndian(at: $0)) }
            let areUsual = zip(values, Self.usualChromaticities).allSatisfy { abs($0 - $1) <= 500 }
            chromaticities = areUsual ? nil : values
        default: break
        }
    }

    /// How the picture becomes sRGB, except for a conversion by `gamma`.
    ///
    /// Source: PNG (third edition), section 4.3, order of precedence of the colour chunks.
    func conversion(in colorType: PNGColorType) -> ColorConversion {
        let isGray = colorType == .gray || colorType == .grayAlpha
        if let codePoints {
            return ColorConversion(.codePoints, ColorProfile(codePoints: codePoints), of: .rgb)
        }
        if let profile {
            return ColorConversion(.profile, Self.profile(of: profile), of: isGray ? .gray : .rgb)
        }
        if isStandard { return ColorConversion(.standardRGB, .unchanged) }
        if let chromaticities, !isGray {
            let points = chromaticities.map { Double($0) / 100_000 }
            let light = statedGamma.map { gamma in { StandardRGB.power($0, 100_000 / Double(gamma)) } }
            let profile = ColorProfile(points: points, light: light ?? StandardRGB.light)
            return ColorConversion(.chromaticities, profile, of: .rgb)
        }
        guard let statedGamma else { return ColorConversion(.none, .unchanged) }
        let isUsual = GammaCurve(statedGamma, entries: 256) == nil
        return ColorConversion(.gamma(statedGamma), isUsual ? .unchanged : .converted)
    }

    /// The profile in the data of `iCCP`: a name, 0, compression method 0, and a zlib stream.
    private static func profile(of data: [UInt8]) -> ColorProfile? {
        guard let end = data.firstIndex(of: 0), end + 2 < data.count, data[end + 1] == 0 else { return nil }
        var outcome = Inflater.Outcome.corrupt
        let bytes = [UInt8](unsafeUninitializedCapacity: profileLimit) { output, count in
            outcome = data[(end + 2)...].withUnsafeBufferPointer { Inflater().inflate($0, into: output) }
            if case .inflated(let length) = outcome { count = length }
        }
        return bytes.withUnsafeBytes { ColorProfile($0) }
    }

    /// Longest profile in bytes.
    private static let profileLimit = 4 << 20

    /// The primaries of sRGB: white, red, green, blue, x and y × 100 000. Source: PNG (third edition), section
    /// 11.3.2.5.
    private static let usualChromaticities = [31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000]

    /// Longest data that is read; nil if the chunk is not a colour chunk.
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
