import RiffleImage

extension Mosaic {
    /// How much of its rectangle a dot is taken to cover. Fonts have a fifth to a half; a smaller number
    /// would ask for ink brighter than there is.
    private static let dotCoverage: Float = 0.5

    /// Dots of one colour on another: a rectangle with a dot shows a mixture, one without the paper.
    mutating func drawDots(_ pixels: Bitmap, _ mapper: ColorMapper, depth: ColorDepth) {
        var split = CellSplit(.braille)
        var mapper = mapper
        eachCell(of: pixels, grid: GlyphSet.braille.grid, spread: 0) { colors in
            func color(_ wanted: SIMD4<Float>) -> CellColor {
                depth == .truecolor ? CellColor(nearest: wanted) : .indexed(mapper.index(nearest: wanted))
            }
            guard let choice = split.best(colors) else {
                let paper = color(colors.reduce(.zero, +) / Float(colors.count))
                return Cell(glyph: .space, foreground: paper, background: paper)
            }
            // Either group may have the dots; in one way the ink may have to be more than white or black.
            let (ink, excess) = Mosaic.ink(mixing: choice.ink, on: choice.paper)
            let (otherInk, otherExcess) = Mosaic.ink(mixing: choice.paper, on: choice.ink)
            let isOpposite = otherExcess < excess
            let dots = Unicode.Scalar(choice.glyph.scalar.value ^ (isOpposite ? 0xFF : 0))!
            let foreground = color(isOpposite ? otherInk : ink)
            let background = color(isOpposite ? choice.ink : choice.paper)
            let isSingle = foreground == background
            return Cell(glyph: isSingle ? .space : MosaicGlyph(dots), foreground: foreground, background: background)
        }
    }

    /// The ink that makes `mixture` where dots lie on `paper`, and by how much it had to be cut to 0…255.
    private static func ink(
        mixing mixture: SIMD4<Float>, on paper: SIMD4<Float>
    ) -> (ink: SIMD4<Float>, excess: Float) {
        let wanted = paper + (mixture - paper) / dotCoverage
        let raised = wanted.replacing(with: 0, where: wanted .< 0)
        let ink = raised.replacing(with: 255, where: raised .> 255)
        return (ink, ink.distance(to: wanted))
    }
}
