/// Parameters of mapping pixels to palette colours.
struct MappingTaste: Sendable, Equatable {
    /// Whether pixels between two colours are dithered with a fixed pattern.
    var isOrdered: Bool
    /// Share of a pixel's error that is diffused to its neighbours, 0…1.
    var diffusion: Float
    /// Squared distance (0…255 a channel, summed) that saving one byte justifies.
    var bytePrice: Float
    /// Whether flat areas keep an exact palette colour, regardless of bytes and diffused errors.
    var keepsFlats = true

    /// - Parameter colors: maximum number of palette colours.
    init(_ dither: Dither, colors: Int) {
        isOrdered = dither == .ordered
        switch dither {
        case .none: (diffusion, bytePrice) = (0, 12)
        case .ordered: (diffusion, bytePrice) = (0, 8)
        case .diffusion:
            // With so many colours, a remaining error is less visible than the grain of full diffusion.
            diffusion = colors >= 192 ? 0.7 : colors >= 48 ? 0.85 : 1
            bytePrice = 20
        }
    }
}
