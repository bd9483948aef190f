internal import CNcurses
import Glibc
import RiffleUI

/// ncurses with output into memory: takes cells, returns the bytes of a minimal update.
///
/// Writes into a memfd, so that a frame and its pictures can be sent in one write, and so that no tty is needed. Input
/// is `/dev/null`. ncurses has one current screen per process, so only one instance may be in use.
final class Curses {
    private let screen: OpaquePointer
    private let memory: Int32
    private let files: [UnsafeMutablePointer<FILE>]
    private var cells: CursesCells
    /// The content of the screen as far as known; `nil` makes the next update draw everything.
    private var shown: CursesFrame?
    /// Whether the visible rows still have the colours of a previous theme.
    private var isRecolored = false
    private(set) var size: Size
    /// Terminfo sequences that restore attributes, cursor and main screen.
    let ending: [UInt8]
    /// The terminal's number of colours by terminfo; 0 for none.
    var colors: Int { cells.colors }

    /// - Parameters:
    ///   - term: the terminal type; common terminfo entries are tried if it has none.
    ///   - size: the window size, which ncurses cannot query from a memfd.
    /// - Throws: `noTerminfo`, `cannotMoveCursor`, `exhausted`.
    init(
        term: String, size: Size, theme: Theme, isUTF8: Bool, hasColors: Bool
    ) throws(ScreenError) {
        memory = memfd_create("riffle-screen", UInt32(RIFFLE_MFD_CLOEXEC))
        guard memory >= 0, let output = fdopen(memory, "w"), let input = fopen("/dev/null", "re") else {
            throw .exhausted(errno: errno)
        }
        files = [output, input]
        screen = try Self.newScreen(term: term, size: size, output: output, input: input)
        self.size = size
        guard riffle_terminfo_string("cup") != nil else {
            delscreen(screen)
            throw .cannotMoveCursor(term: term)
        }
        let stdscr = riffle_stdscr()
        // Otherwise doupdate stops early when it assumes that input is waiting.
        typeahead(-1)
        scrollok(stdscr, false)
        idlok(stdscr, false)
        idcok(stdscr, false)
        leaveok(stdscr, false)
        var colors = 0
        if hasColors, has_colors(), start_color() != ERR {
            use_default_colors()
            colors = Int(riffle_colors())
        }
        cells = CursesCells(
            theme: theme, isUTF8: isUTF8, pairs: ColorPairs(colors: colors, limit: Int(riffle_color_pairs())))
        ending = ["sgr0", "cnorm", "rmcup"].flatMap(Self.terminfoBytes)
    }

    deinit {
        set_term(screen)
        endwin()
        delscreen(screen)
        for file in files { fclose(file) }
    }

    private static func newScreen(
        term: String, size: Size, output: UnsafeMutablePointer<FILE>, input: UnsafeMutablePointer<FILE>
    ) throws(ScreenError) -> OpaquePointer {
        // newterm prefers these variables. Without them it would assume 24 lines, and its scroll region would move
        // pictures below. They are restored for child processes.
        let names = [("LINES", size.rows), ("COLUMNS", size.columns)]
        let before = names.map { getenv($0.0).map { String(cString: $0) } }
        for (name, value) in names { setenv(name, String(value), 1) }
        // newterm installs handlers for these signals, but the loop needs them blocked with their default action.
        let handlers = Signals.handled.map { signal in
            var action = sigaction()
            sigaction(signal, nil, &action)
            return (signal, action)
        }
        defer {
            for ((name, _), value) in zip(names, before) {
                if let value { setenv(name, value, 1) } else { unsetenv(name) }
            }
            for (signal, action) in handlers {
                var action = action
                sigaction(signal, &action, nil)
            }
        }
        if term == "dumb" { throw .cannotMoveCursor(term: term) }
        for name in [term, "xterm-256color", "xterm", "vt100"] where !name.isEmpty {
            if let screen = newterm(name, output, input) { return screen }
        }
        throw .noTerminfo(term: term)
    }

    /// Draws with another theme from now on; all text is sent again.
    ///
    /// - Parameter drawn: cells whose sentinel is covered by a picture; they are not sent again.
    func setTheme(_ theme: Theme, under drawn: [Bool]) {
        cells.setTheme(theme, under: drawn)
        isRecolored = true
    }

    /// Whether the theme can change without clearing the screen.
    var hasRoomForTheme: Bool { cells.hasRoomForTheme }

    /// The next update clears the screen and sends everything.
    func forget() {
        shown = nil
        cells.forgetSentinels()
        clearok(riffle_curscr(), true)
    }

    func resize(to size: Size) {
        self.size = size
        resizeterm(Int32(size.rows), Int32(size.columns))
        forget()
    }

    /// Leaves the screen until the next update. The output of ncurses for this is dropped: callers write `ending`,
    /// which is the same on every exit path.
    func leave() {
        endwin()
        _ = takeBytes()
        forget()
    }

    /// The bytes that update the screen to the frame's cells and cursor. Picture cells hold a sentinel, so ncurses
    /// writes there only when a cell becomes or stops being a picture.
    ///
    /// ncurses 6.4 scrolls in `doupdate` regardless of `idlok` if lines of the new screen equal moved lines of the old
    /// one, and pictures would move too. So rows are updated one at a time: then a moved line exists in both places or
    /// in neither, and `update_hashmap` only considers lines that occur once in each.
    ///
    /// - Precondition: the frame has the size of the screen.
    /// - Complexity: O(cells) to compare, plus the update of changed rows.
    func update(to seen: CursesFrame) -> [UInt8] {
        let window = riffle_stdscr()
        let frame = seen.frame
        let isCleared = shown == nil
        var isBegun = false
        leaveok(window, true)
        for row in 0..<frame.size.rows where isRecolored || !isShown(row, of: seen) {
            if isBegun, !isCleared {
                wnoutrefresh(window)
                doupdate()
            }
            isBegun = true
            let line = cells.line(row, of: seen)
            mvwadd_wchnstr(window, Int32(row), 0, line, Int32(line.count))
        }
        leaveok(window, false)
        shown = seen
        isRecolored = false
        if let cursor = frame.cursor, cursor.row < frame.size.rows, cursor.column < frame.size.columns {
            curs_set(1)
            wmove(window, Int32(cursor.row), Int32(cursor.column))
        } else {
            curs_set(0)
        }
        wnoutrefresh(window)
        doupdate()
        return takeBytes()
    }

    private func isShown(_ row: Int, of frame: CursesFrame) -> Bool {
        guard let shown, shown.frame.size == frame.frame.size else { return false }
        return shown.hasRow(row, like: frame)
    }

    /// The output of ncurses since the last call.
    private func takeBytes() -> [UInt8] {
        fflush(files[0])
        let length = lseek(memory, 0, SEEK_CUR)
        guard length > 0 else { return [] }
        let bytes = [UInt8](unsafeUninitializedCapacity: Int(length)) { buffer, count in
            count = max(0, pread(memory, buffer.baseAddress, buffer.count, 0))
        }
        lseek(memory, 0, SEEK_SET)
        ftruncate(memory, 0)
        return bytes
    }

    /// A capability without padding marks such as `$<5/>`, which current terminals do not need.
    private static func terminfoBytes(_ name: String) -> [UInt8] {
        guard let text = riffle_terminfo_string(name) else { return [] }
        var bytes = Array(String(cString: text).utf8)
        while let start = bytes.firstIndex(of: UInt8(ascii: "$")), start + 1 < bytes.count,
            bytes[start + 1] == UInt8(ascii: "<"), let end = bytes[start...].firstIndex(of: UInt8(ascii: ">"))
        {
            bytes.removeSubrange(start...end)
        }
        return bytes
    }
}
