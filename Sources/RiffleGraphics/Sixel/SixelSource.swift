import RiffleImage

/// Pixels for repeated encoding attempts at different quality, with caches between attempts.
struct SixelSource {
    private var pixels: Bitmap
    private var blocks: (side: Int, pixels: Bitmap)
    private var table: (colors: Int, table: ColorTable)?

    init(_ pixels: Bitmap) {
        self.pixels = pixels
        blocks = (1, pixels)
    }

    mutating func image(_ fidelity: SixelFidelity) -> IndexedImage {
        if blocks.side != fidelity.block {
            blocks = (fidelity.block, SixelSource.blocks(of: pixels, side: fidelity.block))
            table = nil
        }
        if let table, table.colors == fidelity.colors {
            return IndexedImage(blocks.pixels, table: table.table, taste: fidelity.taste)
        }
        let made = ColorTable(census: ColorCensus(of: blocks.pixels), colors: fidelity.colors)
        table = (fidelity.colors, made)
        return IndexedImage(blocks.pixels, table: made, taste: fidelity.taste)
    }

    mutating func shrink(by factor: Double) {
        pixels = pixels.resized(
            width: max(1, Int(Double(pixels.width) * factor)), height: max(1, Int(Double(pixels.height) * factor)),
            filter: .area)
        blocks = (0, pixels)
    }

    /// The picture with every square of `side` pixels replaced by its mean; incomplete ones at the edges are cropped.
    private static func blocks(of pixels: Bitmap, side: Int) -> Bitmap {
        guard side > 1 else { return pixels }
        let (width, height) = (pixels.width, pixels.height)
        let small = pixels.resized(
            width: (width + side - 1) / side, height: (height + side - 1) / side, filter: .area)
        var blocks = Bitmap(width: width, height: height)
        small.withPixels { from in
            blocks.withMutablePixels { to in
                for y in 0..<height {
                    for x in 0..<width {
                        let i = (y / side * small.width + x / side) * 4
                        let j = (y * width + x) * 4
                        for channel in 0..<4 { to[j + channel] = from[i + channel] }
                    }
                }
            }
        }
        return blocks
    }
}
