import RiffleImage

extension Mosaic {
    /// 1×1 pixel a cell: a space on a background colour.
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

    /// 2×3 pixels a cell: the character whose ink matches the bright pixels (the dark ones on a light background). With
    /// 16 colours the ink has the cell's hue.
    mutating func drawLetters(_ pixels: Bitmap, depth: ColorDepth, background: Pixel) {
        let isDark = background.luma < 128
        eachCell(of: pixels, grid: LetterShapes.grid, spread: 0) { colors in
            var wanted = SIMD8<Float>(repeating: 0)
            for index in colors.indices {
                let luma = (colors[index] * SIMD4(0.299, 0.587, 0.114, 0)).sum() / 255
                wanted[index] = isDark ? luma : 1 - luma
            }
            let glyph = MosaicGlyph(LetterShapes.nearest(to: wanted))
            var ink = CellColor.terminalDefault
            if depth == .palette16, !glyph.isBlank {
                let mean = colors.reduce(.zero, +) / Float(colors.count)
                // The glyph expresses the brightness, so the ink uses the hue at full intensity.
                let shown = isDark ? mean * (255 / max(1, mean.max())) : mean
                let channels = SIMD4<Int32>(shown + 0.5)
                ink = .indexed(
                    TerminalPalette.ansi16.nearest(
                        red: UInt8(clamping: channels.x), green: UInt8(clamping: channels.y),
                        blue: UInt8(clamping: channels.z)))
            }
            return Cell(glyph: glyph, foreground: ink, background: .terminalDefault)
        }
    }
}
