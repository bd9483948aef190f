internal import CNcurses
import Glibc
import RiffleGraphics
import RiffleUI

/// Cells of a frame → cells of ncurses: paints become pairs and attributes, graphemes wide characters.
struct CursesCells {
    private var theme: Theme
    private let isUTF8: Bool
    private var pairs: ColorPairs
    private var paints: [Style: (attributes: UInt32, pair: Int32)] = [:]
    /// The pair of the sentinel in each cell of the screen; -1 where there is none.
    private var sentinels: [Int32] = []
    var colors: Int { pairs.colors }

    init(theme: Theme, isUTF8: Bool, pairs: ColorPairs) {
        self.theme = theme
        self.isUTF8 = isUTF8
        self.pairs = pairs
        setTheme(theme, under: [])
    }

    /// Whether there are pairs enough for another theme beside those that the screen shows.
    var hasRoomForTheme: Bool { pairs.hasRoom }

    /// - Parameter drawn: cells where a picture lies over the sentinel. That keeps its colours, which nobody sees: written
    ///   again, it would wipe out the picture.
    mutating func setTheme(_ theme: Theme, under drawn: [Bool]) {
        // Where there are no colours, a theme's attributes alone would leave much of it unseen.
        self.theme = pairs.colors >= 8 ? theme : .monochrome
        // ncurses changes every cell of a pair that is defined anew.
        if !pairs.hasRoom { pairs = ColorPairs(colors: pairs.colors, limit: Int(riffle_color_pairs())) }
        for index in sentinels.indices where index >= drawn.count || !drawn[index] { sentinels[index] = -1 }
        paints = [:]
        var background = cchar_t()
        let paint = self.paint(.text)
        riffle_set_cell(&background, [0x20, 0], 0, paint.pair)
        // What ncurses may clear with, instead of writing blanks.
        wbkgrndset(riffle_stdscr(), &background)
    }

    /// The screen will be cleared.
    mutating func forgetSentinels() { sentinels = [] }

    /// The cells of one row, without the right halves of wide ones.
    mutating func line(_ row: Int, of seen: CursesFrame) -> [cchar_t] {
        let frame = seen.frame
        var line: [cchar_t] = []
        line.reserveCapacity(frame.size.columns + 1)
        let start = row * frame.size.columns
        if sentinels.count != frame.cells.count { sentinels = Array(repeating: -1, count: frame.cells.count) }
        var column = 0
        while column < frame.size.columns {
            let cell = frame.cells[start + column]
            let isWide = column + 1 < frame.size.columns && frame.cells[start + column + 1].content == .continuation
            switch cell.content {
            case .picture:
                if let piece = seen.placeholders[start + column] {
                    line.append(self.cell(showing: piece))
                    sentinels[start + column] = -1
                } else {
                    if sentinels[start + column] < 0 { sentinels[start + column] = paint(.text).pair }
                    line.append(sentinel(sentinels[start + column]))
                }
                column += 1
            case .glyph(let character):
                for index in start + column..<start + column + (isWide ? 2 : 1) { sentinels[index] = -1 }
                append(character, cell.style, isWide: isWide, to: &line)
                column += isWide ? 2 : 1
            case .continuation:
                // Its left half is not there: something was drawn over it.
                sentinels[start + column] = -1
                append(" ", cell.style, isWide: false, to: &line)
                column += 1
            }
        }
        return line
    }

    /// What lies under pictures: it looks blank, but is neither a blank, which ncurses would clear
    /// together with others, nor of an attribute that text has, so that ncurses never moves its cursor
    /// by writing it again.
    private func sentinel(_ pair: Int32) -> cchar_t {
        var cell = cchar_t()
        riffle_set_cell(&cell, [isUTF8 ? 0xA0 : 0x20, 0], RIFFLE_INVISIBLE, pair)
        return cell
    }

    /// A piece of a picture: the terminal finds it by the character's marks and by its colour.
    private mutating func cell(showing piece: KittyCell) -> cchar_t {
        let pair = pairs.number(foreground: .indexed(piece.id.color), background: theme[.text].background)
        var cell = cchar_t()
        riffle_set_cell(&cell, piece.scalars.map { wchar_t(bitPattern: $0.value) } + [0], 0, pair)
        return cell
    }

    private mutating func append(_ character: Character, _ style: Style, isWide: Bool, to line: inout [cchar_t]) {
        let paint = paint(style)
        let character = isUTF8 ? character : ASCII.standIn(for: character)
        let columns = isWide ? 2 : 1
        var cell = cchar_t()
        if let text = Self.wideCharacters(of: character, columns: columns),
            riffle_set_cell(&cell, text, paint.attributes, paint.pair) != ERR
        {
            line.append(cell)
            // A stand-in is narrower than what it stands for.
            if isWide, !isUTF8 { append(" ", style, isWide: false, to: &line) }
        } else {
            // The C library has another opinion of its width than the frame: the frame's layout holds.
            for _ in 0..<columns {
                riffle_set_cell(&cell, [0x3F, 0], paint.attributes, paint.pair)
                line.append(cell)
            }
        }
    }

    /// The grapheme's scalars, ended by zero, if ncurses can have them in a cell of this width.
    private static func wideCharacters(of character: Character, columns: Int) -> [wchar_t]? {
        if let ascii = character.asciiValue { return ascii >= 0x20 && ascii < 0x7F ? [wchar_t(ascii), 0] : nil }
        var out: [wchar_t] = []
        for scalar in character.unicodeScalars {
            let width = wcwidth(wchar_t(bitPattern: scalar.value))
            if out.isEmpty {
                guard width == columns else { return nil }
            } else if width != 0 || out.count == Int(CCHARW_MAX) {
                // Joined emoji and the like: their first part alone.
                break
            }
            out.append(wchar_t(bitPattern: scalar.value))
        }
        return out + [0]
    }

    private mutating func paint(_ style: Style) -> (attributes: UInt32, pair: Int32) {
        if let known = paints[style] { return known }
        let paint = theme[style]
        var attributes: UInt32 = 0
        if paint.attributes.contains(.bold) { attributes |= RIFFLE_BOLD }
        if paint.attributes.contains(.underline) { attributes |= RIFFLE_UNDERLINE }
        if paint.attributes.contains(.dim) { attributes |= RIFFLE_DIM }
        if paint.attributes.contains(.reverse) { attributes |= RIFFLE_REVERSE }
        let result = (attributes, pairs.number(foreground: paint.foreground, background: paint.background))
        paints[style] = result
        return result
    }
}
