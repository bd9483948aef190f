import Glibc
package import RiffleGraphics
package import RiffleUI

/// A short look at the terminal for programs that draw one picture and end.
package struct TerminalProbe {
    /// The window in cells; 80×24 where there is none.
    package private(set) var size = Size(columns: 80, rows: 24)
    package private(set) var capabilities: Capabilities

    /// How long a terminal has to answer. One over a slow line does not make it, and half blocks are drawn.
    private static let patience = Duration.milliseconds(150)

    /// - Parameter asks: whether to ask the terminal; else the environment and the window's size have to do.
    package init(environment: [String: String], asks: Bool) {
        let isUTF8 = CharacterSet.settle(environment: environment) == .utf8
        capabilities = Capabilities(environment: environment, isUTF8: isUTF8)
        guard isatty(STDOUT_FILENO) == 1, let terminal = try? Terminal() else { return }
        let window = terminal.window
        size = window.size
        capabilities.windowChanged(
            columns: size.columns, rows: size.rows, pixelWidth: window.pixelWidth, pixelHeight: window.pixelHeight)
        if asks { ask(terminal) }
    }

    private mutating func ask(_ terminal: Terminal) {
        terminal.makeRaw()
        defer { terminal.restoreSettings() }
        var output = OutputQueue()
        output.append(Capabilities.queries)
        guard output.write(to: terminal) else { return }
        var parser = ReplyParser()
        let deadline = ContinuousClock.now + TerminalProbe.patience
        while !capabilities.isSettled {
            let left = ContinuousClock.now.duration(to: deadline)
            guard left > .zero else { return }
            var waiting = pollfd(fd: terminal.descriptor, events: Int16(POLLIN), revents: 0)
            let milliseconds = Int32(left / .milliseconds(1)) + 1
            guard poll(&waiting, 1, milliseconds) > 0 else { return }
            var bytes = [UInt8](repeating: 0, count: 4096)
            let count = read(terminal.descriptor, &bytes, bytes.count)
            guard count > 0 else { return }
            for case .reply(let reply) in parser.consume(bytes[..<count]) { capabilities.fold(reply) }
        }
    }
}
