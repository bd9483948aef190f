import RiffleGraphics
import RiffleUI

/// Frames → the bytes that turn what the terminal shows into them.
///
/// It does no input or output of its own, apart from ncurses' memory.
final class Presenter {
    private let curses: Curses
    private var layer: PictureLayer
    /// What the layer's was before the last frame: asked about while that is taken in.
    private var kitty = KittyShelf()
    private var theme: Theme
    /// The cells of the last frame, to tell what ncurses has to write.
    private var shown: CursesFrame?
    /// Whether that was in the colours of another theme.
    private var isRecolored = false
    /// What ncurses has to say, and cells that lose their picture: to be sent before anything else.
    private var cells: [UInt8] = []
    private var blanks: [Rect] = []
    private var removals: [UInt8] = []
    /// Whether mode 2026 is understood: then a frame appears at once.
    var isSynchronized = false

    init(curses: Curses, theme: Theme) {
        self.curses = curses
        self.theme = theme
        layer = PictureLayer(size: curses.size, hasPlaceholders: curses.colors >= 256)
    }

    var size: Size { curses.size }
    var hasColors: Bool { curses.colors >= 8 }
    /// Frees the terminal's memory of pictures, ends attributes, hidden cursor and alternate screen.
    var ending: [UInt8] { layer.ending + curses.ending }
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
        if !curses.hasRoomForTheme { forget() }
        curses.setTheme(theme, under: layer.drawn)
        isRecolored = true
    }

    /// Whether a preview can be shown without being sent.
    func holds(_ preview: Preview) -> Bool {
        if case .kitty(let picture) = preview { kitty.holds(picture) } else { false }
    }

    /// The next frame is sent as a whole.
    func forget() {
        curses.forget()
        layer.forgetDrawn()
        dropUnsent()
        shown = nil
    }

    /// Pictures are sent again, the text is not.
    func forgetPictures() { layer.forgetDrawn() }

    /// What was to be sent is for a screen that is no more.
    private func dropUnsent() {
        cells = []
        blanks = []
        removals = []
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
        layer.forgetUploads()
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
        kitty = layer.kitty
        blanks += layer.update(to: frame, keepsOld: keepsOld, look: look)
        removals += layer.removals()
        let seen = CursesFrame(frame: frame, placeholders: layer.placeholders)
        if let shown { layer.overwrite(CursesFrame.overwritten(from: shown, to: seen, isRecolored: isRecolored)) }
        isRecolored = false
        cells += curses.update(to: seen)
        shown = seen
    }

    /// What is to be sent next, in one piece: all cells that have changed, and as much of the pictures as there is
    /// room for. Empty where nothing may or need be sent.
    ///
    /// - Parameters:
    ///   - line: told of what is written, as it will be as soon as this returns.
    ///   - unsent: bytes that the system has not passed on.
    ///   - isBusy: whether pictures have to wait, for keys come one after the other.
    func next(on line: inout Line, unsent: Int = 0, isBusy: Bool = false, at now: ContinuousClock.Instant) -> [UInt8] {
        var drawn = removals
        for rect in blanks { drawn += blank(rect) }
        var frames = cells
        cells = []
        blanks = []
        removals = []
        line.wrote(frames.count + drawn.count)
        var hasPieces = false
        while !isBusy, line.hasRoom(unsent: unsent + (hasPieces ? 1 : 0)),
            let piece = layer.next(aimingAt: line.pieceSize)
        {
            drawn += piece
            line.wrote(piece.count)
            hasPieces = true
            if !line.isSilent {
                drawn += Capabilities.fence
                line.asked(.status, at: now)
            }
            guard layer.needsUpdate, let frame = shown?.frame else { continue }
            // A picture is in the terminal now, and its cells can show it.
            if !drawn.isEmpty { frames += Self.save + drawn + Self.restore }
            show(frame) { _ in nil }
            drawn = removals
            for rect in blanks { drawn += blank(rect) }
            frames += cells
            line.wrote(cells.count + drawn.count)
            cells = []
            blanks = []
            removals = []
        }
        guard !frames.isEmpty || !drawn.isEmpty else { return [] }
        var out: [UInt8] = isSynchronized ? Self.begin : []
        out += frames
        if !drawn.isEmpty { out += Self.save + drawn + Self.restore }
        if isSynchronized { out += Self.end }
        if line.wantsFence {
            out += Capabilities.fence
            line.asked(.status, at: now)
        }
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
}
