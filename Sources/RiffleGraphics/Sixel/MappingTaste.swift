/// How pixels become colours of a palette: where an error goes, and what it is worth.
struct MappingTaste: Sendable, Equatable {
    /// Whether a pixel between two colours takes one or the other by a fixed pattern.
    var isOrdered: Bool
    /// Share of a pixel's error that its neighbours make up for, 0…1.
    var diffusion: Float
    /// Squared distance (0…255 on each channel, summed) that one byte on the wire is worth.
    var bytePrice: Float

    /// - Parameter colors: at most as many are in the palette.
    init(_ dither: Dither, colors: Int) {
        isOrdered = dither == .ordered
        switch dither {
        case .none: (diffusion, bytePrice) = (0, 12)
        case .ordered: (diffusion, bytePrice) = (0, 8)
        case .diffusion:
            // With colours this close, a rest of the error is seen less than the grain of evening it out.
            diffusion = colors >= 192 ? 0.7 : colors >= 48 ? 0.85 : 1
            bytePrice = 20
        }
    }

    /// The taste for fewer bytes by this factor, or nil where errors would be worse than missing pixels.
    func cheaper(by factor: Double) -> MappingTaste? {
        guard bytePrice < MappingTaste.highestPrice else { return nil }
        var taste = self
        // Diffusing what the price causes would buy it back.
        taste.diffusion = min(diffusion, 0.3)
        // Measured: about the square of the price; a little more, so that one step mostly does.
        taste.bytePrice = min(MappingTaste.highestPrice, bytePrice * Float(factor * factor * 1.2))
        return taste
    }

    private static let highestPrice: Float = 160
}
