/// A table from samples with a power-law gamma to sRGB values.
struct GammaCurve {
    /// The sRGB value of each sample value.
    let codes: [UInt8]

    /// - Parameters:
    ///   - gamma: the encoding exponent × 100 000, as in `gAMA`.
    ///   - entries: 256 or 65 536.
    /// - Returns: nil if there is no gamma, or one so close to sRGB's that no conversion is needed.
    init?(_ gamma: Int?, entries: Int) {
        guard let gamma else { return nil }
        let exponent = Double(gamma) / 100_000
        // Within 5 % of sRGB's nominal 1/2.2 the difference is invisible; libpng uses the same tolerance.
        // Source: libpng 1.6, PNG_GAMMA_THRESHOLD_FIXED.
        guard abs(exponent * 2.2 - 1) > 0.05 else { return nil }
        codes = StandardRGB.codes(entries: entries) { light in StandardRGB.power(light, exponent) }
    }
}
