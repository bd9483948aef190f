/// The colour space in which colours are averaged.
public enum BlendSpace: Sendable, Hashable {
    /// Linear light: the mean of white and black is the grey 188, as it looks from a distance.
    case linear
    /// sRGB values as stored, as in most programs: the mean of white and black is the grey 128.
    case encoded
}

/// Tables between 8-bit sRGB values and 0…`top` in a blend space.
struct BlendTable: Sendable {
    /// The value of white in the blend space.
    let top: Int
    /// The blend-space value of each of the 256 sRGB values.
    let steps: [UInt16]
    /// The nearest sRGB value of each blend-space value.
    let codes: [UInt8]

    /// The 16-bit table: in linear light the darkest sRGB values are 20 steps apart.
    static func of(_ space: BlendSpace) -> BlendTable { space == .linear ? linear : encoded }

    /// The 14-bit table for filters that overshoot: intermediate sums may be twice too large or negative. The darkest
    /// sRGB values are 5 steps apart.
    static func wide(_ space: BlendSpace) -> BlendTable { space == .linear ? wideLinear : wideEncoded }

    private static let linear = BlendTable(.linear, top: 65535)
    private static let encoded = BlendTable(.encoded, top: 65535)
    private static let wideLinear = BlendTable(.linear, top: 16383)
    private static let wideEncoded = BlendTable(.encoded, top: 16383)

    /// Each alpha in the 14-bit scale.
    static let wideAlphas = wideEncoded.steps

    private init(_ space: BlendSpace, top: Int) {
        self.top = top
        switch space {
        case .linear:
            steps = (0...255).map { UInt16((StandardRGB.light(Double($0) / 255) * Double(top)).rounded()) }
            codes = StandardRGB.codes(entries: top + 1) { $0 }
        case .encoded:
            steps = (0...255).map { UInt16(($0 * top + 127) / 255) }
            codes = (0...top).map { UInt8(($0 * 255 + top / 2) / top) }
        }
    }
}
