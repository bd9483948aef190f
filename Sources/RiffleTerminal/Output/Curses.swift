internal import CNcurses
import Glibc
import RiffleUI

/// ncurses, writing into memory: cells in, the bytes of the smallest update out.
///
/// Its output goes to a memfd, so that a frame's bytes can be sent in one write together with its
/// pictures, and so that it needs no tty. It reads nothing: the input side is `/dev/null`.
/// ncurses has one current screen for the whole process; only one of these may be in use at a time.
final class Curses {
    private let screen: OpaquePointer
    private let memory: Int32
    private let files: [UnsafeMutablePointer<FILE>]
    private var cells: CursesCells
    /// What the screen shows, as far as this knows; `nil` draws everything.
    private var shown: CursesFrame?
    /// Whether the rows that are shown are in the colours of another theme.
    private var isRecolored = false
    private(set) var size: Size
    /// Ends what the program has switched on, as terminfo has it: attributes, hidden cursor, alternate screen.
    let ending: [UInt8]
    /// How many colours the terminal description has; 0 for none.
    var colors: Int { cells.colors }

    /// - Parameters:
    ///   - term: the kind of terminal; descriptions that nearly every terminal obeys are tried after it.
    ///   - size: of the window; ncurses cannot ask a memfd.
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
        // Otherwise doupdate stops half-way when it believes that keys are waiting.
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
        // newterm believes these before all else; without them it would set up a screen of 24 lines,
        // and its scroll region would move pictures below. They are put back for child processes.
        let names = [("LINES", size.rows), ("COLUMNS", size.columns)]
        let before = names.map { getenv($0.0).map { String(cString: $0) } }
        for (name, value) in names { setenv(name, String(value), 1) }
        // It also installs handlers for these, where the loop wants them blocked and at their default.
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
    /// - Parameter drawn: cells where a picture lies over the sentinel: they are left alone.
    func setTheme(_ theme: Theme, under drawn: [Bool]) {
        cells.setTheme(theme, under: drawn)
        isRecolored = true
    }

    /// Whether another theme can be had without clearing the screen.
    var hasRoomForTheme: Bool { cells.hasRoomForTheme }

    /// The next update sends everything, beginning with a cleared screen.
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

    /// Leaves the screen, until the next update takes it again. The bytes that ncurses has for this are
    /// dropped: whoever gives the terminal back writes `ending`, on every way out the same.
    func leave() {
        endwin()
        _ = takeBytes()
        forget()
    }

    /// The bytes that turn what the screen shows into the frame's cells and cursor. Pictures' cells hold
    /// a sentinel, and nothing but their becoming or ceasing to be pictures makes ncurses write there.
    ///
    /// ncurses 6.4 scrolls in `doupdate` whatever `idlok` says, where lines of the new screen are lines of the old one in
    /// other places, and pictures would be moved along. So it is given one changed row at a time: a line that has moved
    /// is then either in both places or in none (`update_hashmap` takes only what is once in each).
    ///
    /// - Precondition: the frame has this size.
    /// - Complexity: O(cells) to compare, and what ncurses does with the rows that differ.
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

    /// What ncurses has written since the last time.
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

    /// A capability's bytes without its padding marks, `$<5/>`, which no terminal of today needs.
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
