import RiffleImage

extension Mosaic {
    /// Assumed coverage of a dot within its sub-pixel. Fonts have 0.2 to 0.5; a smaller value would need ink brighter
    /// than white.
    private static let dotCoverage: Float = 0.5

    /// Dots of one colour on another: a sub-pixel with a dot shows a mixture, one without shows the paper.
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
            // Either group may get the dots; choose the one whose ink is less out of range.
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

    /// The ink for which dots on `paper` look like `mixture`, and how far it had to be clamped to 0…255.
    private static func ink(
        mixing mixture: SIMD4<Float>, on paper: SIMD4<Float>
    ) -> (ink: SIMD4<Float>, excess: Float) {
        let wanted = paper + (mixture - paper) / dotCoverage
        let raised = wanted.replacing(with: 0, where: wanted .< 0)
        let ink = raised.replacing(with: 255, where: raised .> 255)
        return (ink, ink.distance(to: wanted))
    }
}
