/// How closely a picture is drawn, and how it gets by with fewer bytes.
struct SixelFidelity: Equatable {
    /// At most as many in the palette.
    private(set) var colors: Int
    private(set) var taste: MappingTaste
    /// Squares of so many pixels on each side share one colour.
    private(set) var block = 1

    /// - Parameters:
    ///   - colors: 2…256.
    ///   - pixels: of the picture as it is drawn.
    ///   - busyness: of the picture, where it is known.
    ///   - budget: bytes that it should not take more than, `nil` for as good as can be.
    init(_ dither: Dither, colors: Int, pixels: Int, busyness: Float = 0, budget: Int? = nil) {
        self.colors = colors
        taste = MappingTaste(dither, colors: colors)
        // Grain and foliage hide errors, and are what takes the most bytes. Measured on photos: up to 4.5, where this
        // saves an eighth of the bytes for 0.7 dB.
        if dither == .diffusion { taste.bytePrice *= max(1, busyness * busyness / 13.7 * (busyness * busyness / 13.7)) }
        // A pixel of a photo takes about a byte. Where that is far too much, blocks are better than fewer
        // changes of colour, and few colours have short numbers. Measured on photos of 560×560 at 30 KB.
        let excess = Double(pixels) / Double(max(1, budget ?? pixels))
        guard excess > 3 else { return }
        block = excess > 24 ? 6 : excess > 6 ? 4 : 2
        self.colors = min(colors, 64)
        taste = SixelFidelity.blockTaste(colors: self.colors)
    }

    /// The same with colours that may change more often, where only this factor (below 1) of a budget was
    /// used; `nil` if they would hardly.
    func raised(to use: Double) -> SixelFidelity? {
        guard block > 1, use < 0.6, taste.bytePrice >= 40 else { return nil }
        var better = self
        better.taste.bytePrice = max(10, taste.bytePrice * Float(use * use * 2))
        return better
    }

    /// Makes do with fewer bytes by about this factor. False if that would show less than nothing.
    ///
    /// - Parameter mayBlock: whether blocks may grow when colours cannot change less often.
    mutating func lower(by factor: Double, mayBlock: Bool) -> Bool {
        let highestPrice: Float = block == 1 ? 160 : 1280
        if taste.bytePrice < highestPrice {
            // Diffusing what the price causes would buy it back.
            taste.diffusion = min(taste.diffusion, 0.3)
            taste.isOrdered = false
            taste.keepsFlats = false
            // Measured: bytes fall about with the root of the price; a little more, so that one step mostly does.
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
        // Every block is flat.
        taste.keepsFlats = false
        return taste
    }
}
