import RiffleImage

extension Mosaic {
    /// Two pixels a cell: the upper half is the foreground, the lower the background.
    mutating func drawHalves(_ pixels: Bitmap, _ mapper: ColorMapper) {
        var mapper = mapper
        pixels.withPixels { bytes in
            func color(x: Int, y: Int) -> CellColor {
                let i = (y * pixels.width + x) * 4
                return mapper.color(
                    of: Pixel(red: bytes[i], green: bytes[i + 1], blue: bytes[i + 2]), x: x, y: y)
            }
            let margin = cells.first?.background ?? .terminalDefault
            fillContent { column, row in
                let upper = color(x: column, y: 2 * row)
                // An odd number of pixels leaves half a cell, which belongs to the margin.
                guard 2 * row + 1 < pixels.height else {
                    return Cell(glyph: .upperHalf, foreground: upper, background: margin)
                }
                let lower = color(x: column, y: 2 * row + 1)
                return upper == lower
                    ? Cell(glyph: .empty, foreground: upper, background: upper)
                    : Cell(glyph: .upperHalf, foreground: upper, background: lower)
            }
        }
    }
}

extension Pixel {
    /// Brightness 0…255 as the eye weighs it, of the sRGB values. Source: ITU-R BT.601.
    var luma: Int { (299 * Int(red) + 587 * Int(green) + 114 * Int(blue)) / 1000 }
}
