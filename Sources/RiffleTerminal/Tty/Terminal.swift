internal import CNcurses
import Glibc
import RiffleUI

/// A tty: its descriptor, settings and size.
///
/// The tty is opened again, so that making the descriptor non-blocking does not affect the shell, which shares standard
/// input and output.
final class Terminal {
    /// Non-blocking; -1 when the terminal is gone.
    private(set) var descriptor: Int32
    /// The original settings, to be restored.
    private(set) var original: termios

    /// The window size by the kernel. Pixels are 0 if unknown.
    struct Window: Equatable {
        var size: Size
        var pixelWidth: Int
        var pixelHeight: Int
    }

    /// - Throws: `ScreenError.noTerminal` if neither standard output nor the process has one.
    init() throws(ScreenError) {
        var opened: Int32 = -1
        if isatty(STDOUT_FILENO) == 1, isatty(STDIN_FILENO) == 1, let name = ttyname(STDOUT_FILENO) {
            opened = open(name, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
        }
        // If permissions forbid opening it again (su), or output is redirected: the controlling terminal.
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

    /// Uses an open descriptor of a tty; for tests.
    init(adopting descriptor: Int32) {
        self.descriptor = descriptor
        original = termios()
        tcgetattr(descriptor, &original)
    }

    deinit {
        if descriptor >= 0 { Glibc.close(descriptor) }
    }

    /// Disables echo, line editing, signals from keys, and translation of input and output.
    func makeRaw() {
        var raw = original
        cfmakeraw(&raw)
        set(raw)
    }

    /// - Parameter droppingInput: whether to discard unread input.
    func restoreSettings(droppingInput: Bool = false) {
        if droppingInput { tcflush(descriptor, TCIFLUSH) }
        set(original)
    }

    private func set(_ settings: termios) {
        var settings = settings
        // In the background, tcsetattr stops us (SIGTTOU); after `fg` it is retried.
        while tcsetattr(descriptor, TCSANOW, &settings) != 0, errno == EINTR {}
    }

    var window: Window {
        var size = winsize()
        guard riffle_window_size(descriptor, &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
            return Window(size: Size(columns: 80, rows: 24), pixelWidth: 0, pixelHeight: 0)
        }
        let (columns, rows) = (Int(size.ws_col), Int(size.ws_row))
        // Limits absurd sizes: no screen is larger, and ncurses uses 16-bit coordinates.
        let shown = Size(columns: min(columns, 1000), rows: min(rows, 500))
        return Window(
            size: shown, pixelWidth: Int(size.ws_xpixel) * shown.columns / columns,
            pixelHeight: Int(size.ws_ypixel) * shown.rows / rows)
    }

    /// The available input; empty if there is none, `nil` if the terminal is gone.
    func read() -> [UInt8]? {
        var isGone = false
        let bytes = [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
            let got = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            count = max(0, got)
            isGone = got == 0 || got < 0 && errno != EAGAIN && errno != EINTR
        }
        return isGone ? nil : bytes
    }

    /// Writes as much as the terminal accepts now.
    ///
    /// - Returns: the number of bytes; `nil` if the terminal is gone.
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

    /// Written bytes that are still in the tty's output buffer (TIOCOUTQ).
    var unsent: Int {
        var count: Int32 = 0
        return riffle_unsent(descriptor, &count) == 0 ? Int(count) : 0
    }

    /// Writes everything, or as much as possible within the time limit.
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

    /// Whether input arrived within the time limit.
    func waitForInput(milliseconds: Int32) -> Bool {
        wait(for: Int16(POLLIN), milliseconds: milliseconds)
    }

    private func wait(for events: Int16, milliseconds: Int32) -> Bool {
        var entry = pollfd(fd: descriptor, events: events, revents: 0)
        return poll(&entry, 1, milliseconds) > 0
    }

    /// Closes the descriptor of a terminal that is gone.
    func abandon() {
        if descriptor >= 0 { Glibc.close(descriptor) }
        descriptor = -1
    }
}
