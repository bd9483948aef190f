import RiffleImage

extension Mosaic {
    /// From no ink to most ink, about evenly spaced in the usual fonts.
    private static let ramp = " .,:;i1tfLCG08@".unicodeScalars.map { MosaicGlyph($0) }

    /// One pixel a cell, as a space on its colour.
    mutating func drawSolid(_ pixels: Bitmap, _ mapper: ColorMapper) {
        var mapper = mapper
        pixels.withPixels { bytes in
            fillContent { column, row in
                let i = (row * pixels.width + column) * 4
                let color = mapper.color(
                    of: Pixel(red: bytes[i], green: bytes[i + 1], blue: bytes[i + 2]), x: column, y: row)
                return Cell(glyph: .space, foreground: color, background: color)
            }
        }
    }

    /// One pixel a cell, as a character with as much ink as the pixel is bright (dark, where the
    /// background is light); with 16 colours the ink has the hue of the pixel.
    mutating func drawRamp(_ pixels: Bitmap, depth: ColorDepth, background: Pixel) {
        let isDark = background.luma < 128
        pixels.withPixels { bytes in
            fillContent { column, row in
                let i = (row * pixels.width + column) * 4
                let pixel = Pixel(red: bytes[i], green: bytes[i + 1], blue: bytes[i + 2])
                let brightness = isDark ? pixel.luma : 255 - pixel.luma
                let glyph = Mosaic.ramp[brightness * (Mosaic.ramp.count - 1) / 255]
                var ink = CellColor.terminalDefault
                if depth == .palette16, !glyph.isBlank {
                    // The glyph carries the brightness, so the ink is the hue at full strength.
                    let peak = max(1, Int(max(pixel.red, pixel.green, pixel.blue)))
                    func full(_ channel: UInt8) -> UInt8 { UInt8(Int(channel) * 255 / peak) }
                    ink =
                        isDark
                        ? .indexed(
                            TerminalPalette.ansi16.nearest(
                                red: full(pixel.red), green: full(pixel.green), blue: full(pixel.blue)))
                        : .indexed(
                            TerminalPalette.ansi16.nearest(red: pixel.red, green: pixel.green, blue: pixel.blue))
                }
                return Cell(glyph: glyph, foreground: ink, background: .terminalDefault)
            }
        }
    }
}
