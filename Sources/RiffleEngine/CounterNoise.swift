/// Random numbers that depend on what they are for and on nothing that ran before.
///
/// A stream is named by its keys (seed, picture, level, round, row); streams of different keys are unrelated, so work can be
/// cut and ordered in any way and draws the same numbers.
/// Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014 (the mixer of SplitMix64).
struct CounterNoise {
    private var state: UInt64

    init(seed: UInt64, _ keys: Int...) {
        state = CounterNoise.mix(seed &+ 0x9E37_79B9_7F4A_7C15)
        for key in keys { turn(to: key) }
    }

    /// The stream of a purpose, and of what follows it.
    init(seed: UInt64, _ stream: NoiseStream, _ keys: Int...) {
        self.init(seed: seed, stream.rawValue)
        for key in keys { turn(to: key) }
    }

    private mutating func turn(to key: Int) {
        state = CounterNoise.mix(state ^ CounterNoise.mix(UInt64(bitPattern: Int64(key)) &+ 1))
    }

    static func mix(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// The value that `mix` makes of what this makes of it.
    static func unmix(_ value: UInt64) -> UInt64 {
        var z = value ^ (value >> 31) ^ (value >> 62)
        z = z &* 0x3196_42B2_D24D_8EC3
        z = (z ^ (z >> 27) ^ (z >> 54)) &* 0x96DE_1B17_3F11_9089
        return z ^ (z >> 30) ^ (z >> 60)
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return CounterNoise.mix(state)
    }

    /// A number in `0..<bound`; `bound` is at least 1 and small against 2³².
    mutating func below(_ bound: Int) -> Int {
        Int((UInt64(UInt32(truncatingIfNeeded: next() >> 32)) &* UInt64(bound)) >> 32)
    }

    /// A number in 0..<1, in steps of 2⁻²⁰.
    mutating func unit() -> Double { Double(below(1 << 20)) / Double(1 << 20) }

    /// A number in -1..<1, in steps of 2⁻¹⁹.
    mutating func signedUnit() -> Double { 2 * unit() - 1 }

    /// A normally distributed number, mean 0, variance 1, to within ±3.46.
    ///
    /// The sum of four uniform 16-bit numbers: exact arithmetic, so no library's logarithm decides a picture.
    mutating func normal() -> Float {
        let bits = next()
        let sum = (bits & 0xFFFF) + (bits >> 16 & 0xFFFF) + (bits >> 32 & 0xFFFF) + (bits >> 48)
        return (Float(sum) - 131_070) * Float(1.732_050_8 / 65536)
    }
}
