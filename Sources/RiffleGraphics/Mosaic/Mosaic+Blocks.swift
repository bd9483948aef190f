import RiffleImage

extension Mosaic {
    /// Several pixels a cell, in the two colours with the least error.
    mutating func drawBlocks(_ pixels: Bitmap, _ set: GlyphSet) {
        var split = CellSplit(set)
        eachCell(of: pixels, grid: set.grid, spread: 0) { colors in
            guard let choice = split.best(colors) else {
                let color = CellColor(nearest: colors.reduce(.zero, +) / Float(colors.count))
                return Cell(glyph: .empty, foreground: color, background: color)
            }
            let (ink, paper) = (CellColor(nearest: choice.ink), CellColor(nearest: choice.paper))
            return ink == paper
                ? Cell(glyph: .empty, foreground: ink, background: ink)
                : Cell(glyph: choice.glyph, foreground: ink, background: paper)
        }
    }

    /// The same with palette colours: tries all pairs of the palette colours nearest to a pixel of the cell, or to one
    /// of the two means of its best division.
    mutating func drawBlocks(_ pixels: Bitmap, _ set: GlyphSet, _ mapper: ColorMapper) {
        var split = CellSplit(set)
        var mapper = mapper
        var candidates: [(index: UInt8, color: SIMD4<Float>)] = []
        eachCell(of: pixels, grid: set.grid, spread: mapper.spread) { colors in
            candidates.removeAll(keepingCapacity: true)
            func consider(_ color: SIMD4<Float>) {
                let index = mapper.index(nearest: color)
                if !candidates.contains(where: { $0.index == index }) {
                    candidates.append((index, mapper.shown(index)))
                }
            }
            for color in colors { consider(color) }
            if let choice = split.best(colors) {
                consider(choice.ink)
                consider(choice.paper)
            }
            var best = (error: Float.infinity, ink: 0, paper: 0, mask: 0)
            for ink in candidates.indices {
                for paper in ink..<candidates.count {
                    var error: Float = 0
                    var mask = 0
                    for (bit, color) in colors.enumerated() {
                        let fromInk = color.distance(to: candidates[ink].color)
                        let fromPaper = color.distance(to: candidates[paper].color)
                        if fromInk < fromPaper { mask |= 1 << bit }
                        error += min(fromInk, fromPaper)
                    }
                    if error < best.error { best = (error, ink, paper, mask) }
                }
            }
            let (ink, paper) = (
                CellColor.indexed(candidates[best.ink].index), CellColor.indexed(candidates[best.paper].index)
            )
            // A cell of only ink or only paper has one colour.
            if best.mask == 0 { return Cell(glyph: .empty, foreground: paper, background: paper) }
            if best.mask == set.complete.count - 1 { return Cell(glyph: .empty, foreground: ink, background: ink) }
            return Cell(glyph: set.complete[best.mask], foreground: ink, background: paper)
        }
    }

    /// Without colours: thresholds each sub-pixel with ordered dithering.
    ///
    /// Assumes that the terminal's foreground is light if its background is dark, and the reverse.
    mutating func drawLitBlocks(_ pixels: Bitmap, _ set: GlyphSet, background: Pixel) {
        let isDark = background.luma < 128
        let (width, height) = (set.grid.width, set.grid.height)
        pixels.withPixels { bytes in
            fillContent { column, row in
                var mask = 0
                for bit in 0..<width * height {
                    let (x, y) = (column * width + bit % width, row * height + bit / width)
                    guard x < pixels.width, y < pixels.height else { continue }
                    let i = (y * pixels.width + x) * 4
                    let luma = Pixel(red: bytes[i], green: bytes[i + 1], blue: bytes[i + 2]).luma
                    let isBright = luma * 32 > 4080 + OrderedDither.threshold(x: x, y: y) * 255
                    if isBright == isDark { mask |= 1 << bit }
                }
                return Cell(glyph: set.complete[mask], foreground: .terminalDefault, background: .terminalDefault)
            }
        }
    }

    /// Computes each cell of the content from the colours of its sub-pixels, row by row. Where the picture ends inside
    /// a cell, its last pixels are repeated.
    ///
    /// - Parameter spread: distance between the terminal's colours, for ordered dithering; 0 for none.
    mutating func eachCell(
        of pixels: Bitmap, grid: CellSize, spread: Int, _ cell: (UnsafeBufferPointer<SIMD4<Float>>) -> Cell
    ) {
        var colors = [SIMD4<Float>](repeating: .zero, count: grid.width * grid.height)
        pixels.withPixels { bytes in
            colors.withUnsafeMutableBufferPointer { colors in
                fillContent { column, row in
                    for y in 0..<grid.height {
                        let line = min(row * grid.height + y, pixels.height - 1) * pixels.width
                        for x in 0..<grid.width {
                            let i = (line + min(column * grid.width + x, pixels.width - 1)) * 4
                            var pixel = Pixel(red: bytes[i], green: bytes[i + 1], blue: bytes[i + 2])
                            if spread != 0 {
                                pixel = OrderedDither.moved(
                                    pixel, x: column * grid.width + x, y: row * grid.height + y, spread: spread)
                            }
                            colors[y * grid.width + x] = [Float(pixel.red), Float(pixel.green), Float(pixel.blue), 0]
                        }
                    }
                    return cell(UnsafeBufferPointer(colors))
                }
            }
        }
    }
}

extension SIMD4<Float> {
    /// Squared distance.
    @inline(__always)
    func distance(to other: SIMD4<Float>) -> Float {
        let difference = self - other
        return (difference * difference).sum()
    }
}

extension CellColor {
    init(nearest color: SIMD4<Float>) {
        let rounded = SIMD4<Int32>(color + 0.5)
        self = .rgb(
            red: UInt8(clamping: rounded.x), green: UInt8(clamping: rounded.y), blue: UInt8(clamping: rounded.z))
    }
}
