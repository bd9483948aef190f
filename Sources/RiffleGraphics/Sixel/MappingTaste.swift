/// How pixels become colours of a palette: where an error goes, and what it is worth.
struct MappingTaste: Sendable, Equatable {
    /// Whether a pixel between two colours takes one or the other by a fixed pattern.
    var isOrdered: Bool
    /// Share of a pixel's error that its neighbours make up for, 0…1.
    var diffusion: Float
    /// Squared distance (0…255 on each channel, summed) that one byte on the wire is worth.
    var bytePrice: Float
    /// Whether flat areas keep a colour that the palette has, whatever that costs and others leave over.
    var keepsFlats = true

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
}
