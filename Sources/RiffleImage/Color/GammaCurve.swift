/// A table from the samples of a picture with a power-law gamma to sRGB codes.
struct GammaCurve {
    /// The code of every sample value, as many as samples have values.
    let codes: [UInt8]

    /// - Parameters:
    ///   - gamma: the exponent that made samples from light, × 100 000, as `gAMA` has it.
    ///   - entries: 256 or 65 536.
    /// - Returns: nil when there is no gamma or the samples are as good as sRGB already.
    init?(_ gamma: Int?, entries: Int) {
        guard let gamma else { return nil }
        let exponent = Double(gamma) / 100_000
        // A twentieth off sRGB's nominal 1/2.2 is not seen; libpng leaves the same margin.
        // Source: libpng 1.6, PNG_GAMMA_THRESHOLD_FIXED.
        guard abs(exponent * 2.2 - 1) > 0.05 else { return nil }
        codes = StandardRGB.codes(entries: entries) { light in StandardRGB.power(light, exponent) }
    }
}
