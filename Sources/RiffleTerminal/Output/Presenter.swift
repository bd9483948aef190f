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
    /// What ncurses has to say, and cells that lose their picture: to be sent before anything else.
    private var cells: [UInt8] = []
    private var blanks: [Rect] = []
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
    /// Whether everything has been handed out.
    var isDone: Bool { layer.isDone }
    /// Whether better looks at some pictures are to come.
    var isShowingQuickLooks: Bool { layer.isShowingQuickLooks }

    func setTheme(_ theme: Theme) {
        self.theme = theme
        curses.setTheme(theme)
        forget()
    }

    /// The next frame is sent as a whole.
    func forget() {
        curses.forget()
        layer.forgetDrawn()
        dropUnsent()
        shown = nil
    }

    /// What was to be sent is for a screen that is no more.
    private func dropUnsent() {
        cells = []
        blanks = []
    }

    func resize(to size: Size) {
        curses.resize(to: size)
        layer.resize(to: size)
        dropUnsent()
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

    /// Takes over what has to be on the screen; `next` hands out what brings it there.
    ///
    /// - Parameters:
    ///   - frame: one of another size is not drawn: the right one is on its way.
    ///   - keepsOld: whether pictures stay until those that take their place are ready.
    ///   - look: asked once for each placement until it has a final answer.
    func show(_ frame: Frame, keepsOld: Bool = true, look: (Placement) -> PictureLook?) {
        guard frame.size == size else { return }
        let overwritten = shown.map { Self.overwritten(from: $0, to: frame) } ?? []
        cells += curses.update(to: frame)
        shown = frame
        blanks += layer.update(to: frame, overwritten: overwritten, keepsOld: keepsOld, look: look)
    }

    /// What is to be sent next, in one piece: all cells that have changed, and as much of the pictures as there is
    /// room for. Empty where nothing may or need be sent.
    ///
    /// - Parameter line: told of what is written, as it will be as soon as this returns.
    func next(on line: inout Line, unsent: Int = 0, at now: ContinuousClock.Instant) -> [UInt8] {
        var drawn: [UInt8] = []
        for rect in blanks { drawn += blank(rect) }
        var hasPieces = false
        line.wrote(cells.count + drawn.count)
        while line.hasRoom(unsent: unsent + (hasPieces ? 1 : 0)), let piece = layer.next(aimingAt: line.pieceSize) {
            drawn += piece
            line.wrote(piece.count)
            hasPieces = true
            guard !line.isSilent else { continue }
            drawn += Capabilities.fence
            line.asked(.status, at: now)
        }
        guard !cells.isEmpty || !drawn.isEmpty else { return [] }
        var out: [UInt8] = isSynchronized ? Self.begin : []
        out += cells
        if !drawn.isEmpty { out += Self.save + drawn + Self.restore }
        if isSynchronized { out += Self.end }
        cells = []
        blanks = []
        return out
    }

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
