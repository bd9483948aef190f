/// In which numbers colours are averaged.
public enum BlendSpace: Sendable, Hashable {
    /// Light: half white and half black is the grey 188 that they look like from afar.
    case linear
    /// sRGB values as they are stored: half white and half black is the grey 128.
    case encoded
}

/// Between 8-bit sRGB codes and the numbers of a blend space as 16-bit steps, 0…65 535.
///
/// In linear light the darkest codes are 20 steps apart, so sixteen bits keep every code apart from its neighbours.
struct BlendTable: Sendable {
    /// The step of each of the 256 codes.
    let steps: [UInt16]
    /// The nearest code of each of the 65 536 steps.
    let codes: [UInt8]

    static let linear = BlendTable { $0 }
    static let encoded = BlendTable(
        steps: (0...255).map { UInt16($0) * 257 }, codes: (0...65535).map { UInt8(($0 + 128) / 257) })

    static func of(_ space: BlendSpace) -> BlendTable { space == .linear ? linear : encoded }

    private init(steps: [UInt16], codes: [UInt8]) {
        self.steps = steps
        self.codes = codes
    }

    private init(number: (Double) -> Double) {
        steps = (0...255).map { UInt16((number(StandardRGB.light(Double($0) / 255)) * 65535).rounded()) }
        codes = StandardRGB.codes(entries: 65536, number: number)
    }
}
