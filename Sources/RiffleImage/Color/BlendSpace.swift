/// In which numbers colours are averaged.
public enum BlendSpace: Sendable, Hashable {
    /// Light: half white and half black is the grey 188 that they look like from afar.
    case linear
    /// sRGB values as they are stored, as most programs do: half white and half black is the grey 128.
    case encoded
}

/// Between 8-bit sRGB codes and the numbers of a blend space as steps, 0…`top`.
struct BlendTable: Sendable {
    /// The step of full light.
    let top: Int
    /// The step of each of the 256 codes.
    let steps: [UInt16]
    /// The nearest code of each step.
    let codes: [UInt8]

    /// The table with sixteen bits: the darkest codes are 20 steps apart in linear light.
    static func of(_ space: BlendSpace) -> BlendTable { space == .linear ? linear : encoded }

    /// The table with fourteen bits, as the filters that overshoot need it: the darkest codes are 5 steps apart, and a
    /// sum may be twice too large or below 0 on its way.
    static func wide(_ space: BlendSpace) -> BlendTable { space == .linear ? wideLinear : wideEncoded }

    private static let linear = BlendTable(.linear, top: 65535)
    private static let encoded = BlendTable(.encoded, top: 65535)
    private static let wideLinear = BlendTable(.linear, top: 16383)
    private static let wideEncoded = BlendTable(.encoded, top: 16383)

    /// The wide step of each alpha.
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
