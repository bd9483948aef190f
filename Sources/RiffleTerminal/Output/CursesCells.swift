internal import CNcurses
import Glibc
import RiffleGraphics
import RiffleUI

/// Converts a frame's cells to ncurses cells: styles become colour pairs and attributes, graphemes wide characters.
struct CursesCells {
    private var theme: Theme
    private let isUTF8: Bool
    private var pairs: ColorPairs
    private var paints: [Style: (attributes: UInt32, pair: Int32)] = [:]
    /// The colour pair of each cell's sentinel; -1 if it has none.
    private var sentinels: [Int32] = []
    var colors: Int { pairs.colors }

    init(theme: Theme, isUTF8: Bool, pairs: ColorPairs) {
        self.theme = theme
        self.isUTF8 = isUTF8
        self.pairs = pairs
        setTheme(theme, under: [])
    }

    /// Whether there are enough colour pairs for another theme besides the visible one.
    var hasRoomForTheme: Bool { pairs.hasRoom }

    /// - Parameter drawn: cells whose sentinel is covered by a picture. They keep their colours, because writing them
    ///   again would erase the picture.
    mutating func setTheme(_ theme: Theme, under drawn: [Bool]) {
        // Without colours, the attributes of a colour theme would leave most styles indistinguishable.
        self.theme = pairs.colors >= 8 ? theme : .monochrome
        // When a pair is redefined, ncurses redraws every cell that uses it.
        if !pairs.hasRoom { pairs = ColorPairs(colors: pairs.colors, limit: Int(riffle_color_pairs())) }
        for index in sentinels.indices where index >= drawn.count || !drawn[index] { sentinels[index] = -1 }
        paints = [:]
        var background = cchar_t()
        let paint = self.paint(.text)
        riffle_set_cell(&background, [0x20, 0], 0, paint.pair)
        // The background that ncurses uses for clearing.
        wbkgrndset(riffle_stdscr(), &background)
    }

    /// Call before the screen is cleared.
    mutating func forgetSentinels() { sentinels = [] }

    /// The cells of one row; wide characters appear once.
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
                // The left half was overwritten.
                sentinels[start + column] = -1
                append(" ", cell.style, isWide: false, to: &line)
                column += 1
            }
        }
        return line
    }

    /// The character under pictures. It looks blank, but ncurses does not clear it together with blanks. Its attribute
    /// occurs in no text, so that ncurses never rewrites it just to move the cursor.
    private func sentinel(_ pair: Int32) -> cchar_t {
        var cell = cchar_t()
        riffle_set_cell(&cell, [isUTF8 ? 0xA0 : 0x20, 0], RIFFLE_INVISIBLE, pair)
        return cell
    }

    /// A placeholder: the terminal identifies the picture by the colour, the piece by the marks.
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
            // The replacement is one column wide.
            if isWide, !isUTF8 { append(" ", style, isWide: false, to: &line) }
        } else {
            // The C library disagrees about the character's width; the frame's layout takes precedence.
            for _ in 0..<columns {
                riffle_set_cell(&cell, [0x3F, 0], paint.attributes, paint.pair)
                line.append(cell)
            }
        }
    }

    /// The grapheme's scalars, zero-terminated, if ncurses can put them in a cell of this width.
    private static func wideCharacters(of character: Character, columns: Int) -> [wchar_t]? {
        if let ascii = character.asciiValue { return ascii >= 0x20 && ascii < 0x7F ? [wchar_t(ascii), 0] : nil }
        var out: [wchar_t] = []
        for scalar in character.unicodeScalars {
            let width = wcwidth(wchar_t(bitPattern: scalar.value))
            if out.isEmpty {
                guard width == columns else { return nil }
            } else if width != 0 || out.count == Int(CCHARW_MAX) {
                // Of joined emoji, keep only the first one.
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
