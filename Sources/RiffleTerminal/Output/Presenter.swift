import RiffleGraphics
import RiffleUI

/// Converts frames to the bytes that update the terminal.
///
/// Does no I/O besides ncurses' memory.
final class Presenter {
    private let curses: Curses
    private var layer: PictureLayer
    /// A copy of the layer's upload state, for queries while the layer is being updated.
    private var kitty = KittyShelf()
    private var theme: Theme
    /// The cells of the last frame, to predict which cells ncurses writes.
    private var shown: CursesFrame?
    /// Whether the last frame was in the colours of another theme.
    private var isRecolored = false
    /// Output that is sent first: bytes of ncurses, and cells that lose their picture.
    private var cells: [UInt8] = []
    private var blanks: [Rect] = []
    private var removals: [UInt8] = []
    /// Whether mode 2026 is supported: then a frame appears at once.
    var isSynchronized = false

    init(curses: Curses, theme: Theme) {
        self.curses = curses
        self.theme = theme
        layer = PictureLayer(size: curses.size, hasPlaceholders: curses.colors >= 256)
    }

    var size: Size { curses.size }
    var hasColors: Bool { curses.colors >= 8 }
    /// Frees the terminal's picture memory and restores attributes, cursor and main screen.
    var ending: [UInt8] { layer.ending + curses.ending }
    /// The colour around pictures: the text background, reduced to the terminal's colours.
    var background: CellColor {
        hasColors ? ColorPairs.reduced(theme[.text].background, to: curses.colors) : .terminalDefault
    }
    /// Whether an old picture is shown because its replacement is not ready.
    var isKeepingOld: Bool { layer.isKeepingOld }
    /// Whether nothing is left to send.
    var isDone: Bool { layer.isDone }
    /// Whether some pictures will be replaced by better previews.
    var isShowingQuickLooks: Bool { layer.isShowingQuickLooks }

    func setTheme(_ theme: Theme) {
        self.theme = theme
        if !curses.hasRoomForTheme { forget() }
        curses.setTheme(theme, under: layer.drawn)
        isRecolored = true
    }

    /// Whether a preview can be shown without sending it.
    func holds(_ preview: Preview) -> Bool {
        if case .kitty(let picture) = preview { kitty.holds(picture) } else { false }
    }

    /// The next frame is sent completely.
    func forget() {
        curses.forget()
        layer.forgetDrawn()
        dropUnsent()
        shown = nil
    }

    /// Pictures are sent again, text is not.
    func forgetPictures() { layer.forgetDrawn() }

    /// Drops unsent output for a screen that no longer exists.
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

    /// Leaves the terminal until the next frame.
    func leave() {
        curses.leave()
        layer.forgetUploads()
        forget()
    }

    func forgetPreviews(of pictures: Set<PictureID>? = nil) {
        layer.forgetPreviews(of: pictures)
    }

    /// Sets what the screen should show; `next` returns the bytes for it.
    ///
    /// - Parameters:
    ///   - frame: ignored if its size is not the screen's; a frame of the right size will follow.
    ///   - keepsOld: whether pictures stay until their replacements are ready.
    ///   - look: provides the preview of a placement; called until it returns a final one.
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

    /// The next bytes to send: all changed cells, and as much of the pictures as the line allows. Empty if there is
    /// nothing to send, or no room.
    ///
    /// - Parameters:
    ///   - line: updated as if the result is written at once.
    ///   - unsent: bytes in the tty's buffer.
    ///   - isBusy: whether pictures must wait because keys are pressed in quick succession.
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
            // An upload is complete; its cells can show the picture now.
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
    /// ncurses expects cursor and attributes unchanged (DECSC, DECRC).
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
