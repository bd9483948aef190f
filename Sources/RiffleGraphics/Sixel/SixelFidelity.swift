/// Quality settings of a sixel picture, which can be lowered to save bytes.
struct SixelFidelity: Equatable {
    /// Maximum number of palette colours.
    private(set) var colors: Int
    private(set) var taste: MappingTaste
    /// Side of the squares that share one colour, in pixels.
    private(set) var block = 1

    /// - Parameters:
    ///   - colors: 2…256.
    ///   - pixels: number of drawn pixels.
    ///   - busyness: of the picture, 0 if unknown.
    ///   - budget: target size in bytes; `nil` for the best quality.
    init(_ dither: Dither, colors: Int, pixels: Int, busyness: Float = 0, budget: Int? = nil) {
        self.colors = colors
        taste = MappingTaste(dither, colors: colors)
        // Grain and foliage hide errors and take the most bytes. Measured on photos: up to 4.5, which saves an eighth
        // of the bytes for 0.7 dB.
        if dither == .diffusion { taste.bytePrice *= max(1, busyness * busyness / 13.7 * (busyness * busyness / 13.7)) }
        // A photo takes about a byte a pixel. If that is far over budget, blocks look better than fewer colour changes,
        // and a small palette has shorter indices. Measured on photos of 560×560 at 30 KB.
        let excess = Double(pixels) / Double(max(1, budget ?? pixels))
        guard excess > 3 else { return }
        block = excess > 24 ? 6 : excess > 6 ? 4 : 2
        self.colors = min(colors, 64)
        taste = SixelFidelity.blockTaste(colors: self.colors)
    }

    /// Better settings with more colour changes, if only the share `use` (below 1) of the budget was used; `nil` if
    /// there is little to gain.
    func raised(to use: Double) -> SixelFidelity? {
        guard block > 1, use < 0.6, taste.bytePrice >= 40 else { return nil }
        var better = self
        better.taste.bytePrice = max(10, taste.bytePrice * Float(use * use * 2))
        return better
    }

    /// Reduces the bytes by about `factor`. Returns false if the quality cannot go lower.
    ///
    /// - Parameter mayBlock: whether blocks may grow once the price is at its maximum.
    mutating func lower(by factor: Double, mayBlock: Bool) -> Bool {
        let highestPrice: Float = block == 1 ? 160 : 1280
        if taste.bytePrice < highestPrice {
            // Diffusing the errors that the price causes would cost the saved bytes again.
            taste.diffusion = min(taste.diffusion, 0.3)
            taste.isOrdered = false
            taste.keepsFlats = false
            // Measured: bytes fall with the square root of the price; slightly more, so that one step usually suffices.
            taste.bytePrice = min(highestPrice, taste.bytePrice * Float(factor * factor * 1.2))
            return true
        }
        guard mayBlock, block < 32 else { return false }
        block = block == 1 ? 2 : block == 2 ? 4 : block + block / 2
        colors = min(colors, 64)
        taste = SixelFidelity.blockTaste(colors: colors)
        return true
    }

    private static func blockTaste(colors: Int) -> MappingTaste {
        var taste = MappingTaste(.none, colors: colors)
        taste.bytePrice = 320
        taste.keepsFlats = false
        return taste
    }
}
