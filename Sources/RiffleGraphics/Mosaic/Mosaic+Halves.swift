import RiffleImage

extension Mosaic {
    /// 1×2 pixels a cell: the upper half is the foreground, the lower the background.
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
                // With an odd number of pixel rows the last half cell is margin.
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
    /// Luma 0…255 of the sRGB values. Source: ITU-R BT.601.
    var luma: Int { (299 * Int(red) + 587 * Int(green) + 114 * Int(blue)) / 1000 }
}
