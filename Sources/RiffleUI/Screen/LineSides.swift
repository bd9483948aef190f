/// The sides of a cell that a box-drawing glyph runs to. Joining two glyphs joins their sides.
struct LineSides: OptionSet {
    let rawValue: Int

    static let up = LineSides(rawValue: 1)
    static let down = LineSides(rawValue: 2)
    static let left = LineSides(rawValue: 4)
    static let right = LineSides(rawValue: 8)

    /// Light box-drawing glyphs by raw value: bit 0 up, 1 down, 2 left, 3 right. Source: Unicode block U+2500.
    private static let glyphs: [Character] = Array(" ╵╷│╴┘┐┤╶└┌├─┴┬┼")

    var glyph: Character { LineSides.glyphs[rawValue] }
}

extension LineSides {
    /// The sides of a glyph; none for anything that is no line.
    init(_ glyph: Character) {
        self.init(rawValue: LineSides.glyphs.firstIndex(of: glyph) ?? 0)
    }
}
