import RiffleGraphics
import RiffleUI

/// Frames → the bytes that turn what the terminal shows into them.
///
/// It does no input or output of its own, apart from ncurses' memory.
final class Presenter {
    private let curses: Curses
    private var layer: PictureLayer
    private var theme: Theme
    /// The cells of the last frame, to tell what ncurses has to write.
    private var shown: Frame?
    /// Whether mode 2026 is understood: then a frame appears at once.
    var isSynchronized = false

    init(curses: Curses, theme: Theme) {
        self.curses = curses
        self.theme = theme
        layer = PictureLayer(size: curses.size)
    }

    var size: Size { curses.size }
    var hasColors: Bool { curses.colors >= 8 }
    /// Ends attributes, hidden cursor and alternate screen.
    var ending: [UInt8] { curses.ending }
    /// What lies around pictures: the background of text, in the colours that the terminal has.
    var background: CellColor {
        hasColors ? ColorPairs.reduced(theme[.text].background, to: curses.colors) : .terminalDefault
    }
    /// Whether an old picture is on the screen in the place of one that is not ready.
    var isKeepingOld: Bool { layer.isKeepingOld }

    func setTheme(_ theme: Theme) {
        self.theme = theme
        curses.setTheme(theme)
        forget()
    }

    /// The next frame is sent as a whole.
    func forget() {
        curses.forget()
        layer.forgetDrawn()
        shown = nil
    }

    func resize(to size: Size) {
        curses.resize(to: size)
        layer.resize(to: size)
        shown = nil
    }

    /// Leaves the terminal; the next frame takes it again.
    func leave() {
        curses.leave()
        forget()
    }

    func forgetPreviews(of pictures: Set<PictureID>? = nil) {
        layer.forgetPreviews(of: pictures)
    }

    /// One frame's bytes; empty where nothing has changed.
    ///
    /// - Parameters:
    ///   - frame: one of another size is not drawn: the right one is on its way.
    ///   - keepsOld: whether pictures stay until those that take their place are ready.
    func bytes(for frame: Frame, keepsOld: Bool = true, preview: (Placement) -> Preview?) -> FrameBytes {
        guard frame.size == size else { return FrameBytes() }
        let overwritten = shown.map { Self.overwritten(from: $0, to: frame) } ?? []
        let cells = curses.update(to: frame)
        shown = frame
        let drawings = layer.update(to: frame, overwritten: overwritten, keepsOld: keepsOld, preview: preview)
        guard !cells.isEmpty || !drawings.isEmpty else { return FrameBytes() }

        var out = FrameBytes()
        if isSynchronized { out.append(Self.begin) }
        out.append(cells)
        if !drawings.isEmpty {
            out.append(Self.save)
            for drawing in drawings {
                switch drawing {
                case .part(let preview, let column, let row, let part):
                    Self.append(preview, column: column, row: row, part: part, to: &out)
                case .blank(let rect): out.append(blank(rect), drawing: rect)
                }
            }
            out.append(Self.restore)
        }
        if isSynchronized { out.append(Self.end) }
        return out
    }

    /// Cells of pictures have not been sent after all: they are drawn with the next frame.
    func leftOut(_ rects: [Rect]) {
        layer.forgetDrawn(in: rects)
    }

    /// Draws in slices of a few rows, so that a slow terminal can be spared what is stale by then.
    private static func append(
        _ preview: Preview, column: Int, row: Int, part: CellRange, to out: inout FrameBytes
    ) {
        for first in stride(from: part.rows.lowerBound, to: part.rows.upperBound, by: rowsPerSlice) {
            let rows = first..<min(first + rowsPerSlice, part.rows.upperBound)
            out.append(
                preview.bytes(column: column, row: row, part: CellRange(columns: part.columns, rows: rows)),
                drawing: Rect(
                    column: column + part.columns.lowerBound, row: row + rows.lowerBound, columns: part.columns.count,
                    rows: rows.count))
        }
    }

    /// About 25 KB of sixel at 60 columns, so a quarter of a second at 1 Mbit/s; fewer rows would spend
    /// more on repeating the palette.
    private static let rowsPerSlice = 4

    /// Begins and ends a synchronized update (mode 2026). Source: contour-terminal.org/vt-extensions/synchronized-output.
    private static let begin = Array("\u{1B}[?2026h".utf8)
    private static let end = Array("\u{1B}[?2026l".utf8)
    /// ncurses must find cursor and attributes as it left them (DECSC, DECRC).
    private static let save = Array("\u{1B}7\u{1B}[m".utf8)
    private static let restore = Array("\u{1B}8".utf8)

    private func blank(_ rect: Rect) -> [UInt8] {
        var out = ""
        out += background.backgroundSequence
        for row in rect.row..<rect.endRow {
            out += "\u{1B}[\(row + 1);\(rect.column + 1)H" + String(repeating: " ", count: rect.columns)
        }
        return Array((out + "\u{1B}[m").utf8)
    }

    /// Ranges of cells that have not changed, but lie so narrowly between some that have that ncurses
    /// may write them again instead of moving its cursor past them.
    ///
    /// Source: ncurses 6.4, PutRange in tty_update.c; the price of a cursor movement is below ten bytes.
    static func overwritten(from old: Frame, to new: Frame) -> [Range<Int>] {
        guard old.size == new.size else { return [] }
        var ranges: [Range<Int>] = []
        for row in 0..<new.size.rows {
            var lastChanged: Int?
            for index in row * new.size.columns..<(row + 1) * new.size.columns
            where !old.cells[index].looksLike(new.cells[index]) {
                if let last = lastChanged, index - last > 1, index - last <= 12 { ranges.append(last + 1..<index) }
                lastChanged = index
            }
        }
        return ranges
    }
}

extension Cell {
    /// Whether ncurses sees the same in both: to it all pictures are alike.
    fileprivate func looksLike(_ other: Cell) -> Bool {
        if case .picture = content, case .picture = other.content { return true }
        return self == other
    }
}
