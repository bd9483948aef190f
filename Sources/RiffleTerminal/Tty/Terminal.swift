internal import CNcurses
import Glibc
import RiffleUI

/// The tty: its descriptor, its line discipline, its size.
///
/// The descriptor is one of our own (opened anew), so that making it non-blocking does not change the
/// shell's, which shares standard input and output with us.
final class Terminal {
    /// Non-blocking; -1 after the terminal has gone.
    private(set) var descriptor: Int32
    /// How the line discipline was found, and is given back.
    private(set) var original: termios

    /// What the kernel knows about the window. Pixels are 0 where it does not know.
    struct Window: Equatable {
        var size: Size
        var pixelWidth: Int
        var pixelHeight: Int
    }

    /// - Throws: `ScreenError.noTerminal` where neither standard output nor the process has one.
    init() throws(ScreenError) {
        var opened: Int32 = -1
        if isatty(STDOUT_FILENO) == 1, isatty(STDIN_FILENO) == 1, let name = ttyname(STDOUT_FILENO) {
            opened = open(name, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
        }
        // Without the rights to open it anew (su), or with redirected output: the controlling terminal.
        if opened < 0 { opened = open("/dev/tty", O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC) }
        var settings = termios()
        guard opened >= 0, tcgetattr(opened, &settings) == 0 else {
            let code = errno
            if opened >= 0 { Glibc.close(opened) }
            throw .noTerminal(errno: code)
        }
        descriptor = opened
        original = settings
    }

    /// Takes over a descriptor of a tty; for tests.
    init(adopting descriptor: Int32) {
        self.descriptor = descriptor
        original = termios()
        tcgetattr(descriptor, &original)
    }

    deinit {
        if descriptor >= 0 { Glibc.close(descriptor) }
    }

    /// No echo, no line editing, no signals from keys, no translation in either direction.
    func makeRaw() {
        var raw = original
        cfmakeraw(&raw)
        set(raw)
    }

    /// - Parameter droppingInput: what has come in and was not read is thrown away.
    func restoreSettings(droppingInput: Bool = false) {
        if droppingInput { tcflush(descriptor, TCIFLUSH) }
        set(original)
    }

    private func set(_ settings: termios) {
        var settings = settings
        // In the background tcsetattr stops us (SIGTTOU); after `fg` it is tried again.
        while tcsetattr(descriptor, TCSANOW, &settings) != 0, errno == EINTR {}
    }

    var window: Window {
        var size = winsize()
        guard riffle_window_size(descriptor, &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
            return Window(size: Size(columns: 80, rows: 24), pixelWidth: 0, pixelHeight: 0)
        }
        let (columns, rows) = (Int(size.ws_col), Int(size.ws_row))
        // No screen shows more, and ncurses counts in 16 bits: what a broken program has set is not drawn.
        let shown = Size(columns: min(columns, 1000), rows: min(rows, 500))
        return Window(
            size: shown, pixelWidth: Int(size.ws_xpixel) * shown.columns / columns,
            pixelHeight: Int(size.ws_ypixel) * shown.rows / rows)
    }

    /// What has come in; empty where nothing waits, `nil` where the terminal has gone.
    func read() -> [UInt8]? {
        var isGone = false
        let bytes = [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
            let got = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            count = max(0, got)
            isGone = got == 0 || got < 0 && errno != EAGAIN && errno != EINTR
        }
        return isGone ? nil : bytes
    }

    /// Writes as much as the terminal takes now.
    ///
    /// - Returns: how many bytes; `nil` where the terminal has gone.
    func write(_ bytes: ArraySlice<UInt8>) -> Int? {
        bytes.withUnsafeBytes { buffer in
            while true {
                let done = Glibc.write(descriptor, buffer.baseAddress, buffer.count)
                if done >= 0 { return done }
                if errno == EAGAIN { return 0 }
                if errno != EINTR { return nil }
            }
        }
    }

    /// Bytes that were written and the system has not passed on (TIOCOUTQ).
    var unsent: Int {
        var count: Int32 = 0
        return riffle_unsent(descriptor, &count) == 0 ? Int(count) : 0
    }

    /// Writes everything, or as much as goes within the time.
    func write(_ bytes: [UInt8], within limit: Duration) {
        var rest = bytes[...]
        let end = ContinuousClock.now + limit
        while !rest.isEmpty, let done = write(rest) {
            rest = rest.dropFirst(done)
            if done == 0 {
                guard ContinuousClock.now < end else { return }
                _ = wait(for: Int16(POLLOUT), milliseconds: 20)
            }
        }
    }

    /// Whether there was something to read within the time.
    func waitForInput(milliseconds: Int32) -> Bool {
        wait(for: Int16(POLLIN), milliseconds: milliseconds)
    }

    private func wait(for events: Int16, milliseconds: Int32) -> Bool {
        var entry = pollfd(fd: descriptor, events: events, revents: 0)
        return poll(&entry, 1, milliseconds) > 0
    }

    /// Lets go of a terminal that has gone.
    func abandon() {
        if descriptor >= 0 { Glibc.close(descriptor) }
        descriptor = -1
    }
}
