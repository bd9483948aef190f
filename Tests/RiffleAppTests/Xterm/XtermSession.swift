import CPseudoTerminal
import Foundation
import Glibc
import Testing

/// The program in a real xterm that draws sixels.
///
/// The test sits between the two: it hands the program's bytes to xterm, which runs on a pseudo-terminal of its
/// own, and xterm's answers to the program. So it sees every byte, and types without X.
final class XtermSession {
    private let screen: VirtualScreen
    private let xterm: pid_t
    /// The side of xterm's pseudo-terminal that programs usually have.
    private let side: Int32
    /// The terminal side of the program's pseudo-terminal.
    private let master: Int32
    private var program: pid_t = 0
    /// Everything that the program wrote.
    private(set) var output = Data()
    /// What xterm says, until it is handed on.
    private var answers: [UInt8] = []
    /// A private mode that no terminal has: asking for it shows that all before it has been taken in.
    private var syncNumber = 7000

    private static let patience = 60.0

    /// - Parameter font: one of pixels that has the box characters: smoothed letters, and the lines that xterm draws where a
    ///   font has none, reach into the cells beside them and stay there.
    init(
        _ command: [String], environment: [String: String], folder: String, columns: Int, rows: Int,
        font: String = "fixed"
    ) throws {
        screen = try VirtualScreen(width: 1400, height: 900)
        var (main, side): (Int32, Int32) = (-1, -1)
        var path = [CChar](repeating: 0, count: 64)
        guard openpty(&main, &side, &path, nil, nil) == 0 else { throw Child.Fault(what: "openpty", code: errno) }
        for descriptor in [main, side] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        var settings = termios()
        tcgetattr(side, &settings)
        cfmakeraw(&settings)
        tcsetattr(side, TCSANOW, &settings)
        self.side = side
        let name = String(decoding: path.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self).split(separator: "/").last!
        xterm = try Child.start(
            [
                "/usr/bin/xterm", "-S\(name)/3", "-ti", "vt340", "-u8", "-geometry", "\(columns)x\(rows)+0+0",
                "-fn", font, "-bg", "black", "-fg", "gray90", "-xrm", "XTerm*decTerminalID: vt340",
                "-xrm", "XTerm*numColorRegisters: 1024", "-xrm", "XTerm*maxGraphicSize: 2000x1600", "-xrm",
                "XTerm*scrollBar: false", "-xrm", "XTerm*allowWindowOps: true", "-xrm", "XTerm*directColor: true",
                "-xrm", "XTerm*cursorBlink: false",
            ],
            environment: ["DISPLAY": screen.display, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"], inheriting: main,
            as: 3)
        close(main)
        // Its window's number comes first.
        var byte: UInt8 = 0
        while read(side, &byte, 1) == 1, byte != 0x0a {}
        let words = command.map { strdup($0) } + [nil]
        let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (words + variables).forEach { free($0) } }
        master = pseudo_terminal_spawn(words, variables, folder, UInt16(columns), UInt16(rows), &program)
        guard master >= 0 else { throw Child.Fault(what: command[0], code: errno) }
    }

    deinit {
        kill(program, SIGKILL)
        var status: Int32 = 0
        waitpid(program, &status, 0)
        close(master)
        close(side)
        Child.end(xterm)
    }

    func press(_ keys: String) { put(Array(keys.utf8), to: master) }

    /// Makes xterm's window larger or smaller, and then the program's.
    func resize(columns: Int, rows: Int) throws {
        put(Array("\u{1b}[8;\(rows);\(columns)t".utf8), to: side)
        try relay {
            var (width, height): (UInt16, UInt16) = (0, 0)
            pseudo_terminal_size(self.side, &width, &height)
            return width == columns && height == rows
        }
        pseudo_terminal_resize(master, UInt16(columns), UInt16(rows))
    }

    /// Waits until the program has written a text since the output had `start` bytes.
    func see(_ text: String, after start: Int = 0) throws {
        let wanted = Array(text.utf8)
        var searched = start
        try relay {
            let found = Array(self.output[searched...]).firstRange(of: wanted)
            // The text may be cut.
            searched = max(start, self.output.count - wanted.count + 1)
            return found != nil
        }
    }

    /// The screen, once the program has written nothing for a while and xterm has drawn all of it.
    func settledPixels() throws -> Data {
        var last = try screen.pixels()
        while true {
            try relayUntilQuiet()
            let now = try screen.pixels()
            if now == last { return now }
            last = now
        }
    }

    /// Waits until the screen shows exactly these pixels.
    func expect(_ wanted: Data, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let count = try differingPixels(from: wanted)
        guard count > 0 else { return }
        // For looking at: `convert -size 1400x900 -depth 8 bgra:FILE out.png`.
        for (name, pixels) in [("wanted", wanted), ("found", try screen.pixels())] {
            try pixels.write(to: FileManager.default.temporaryDirectory.appending(path: "riffle-xterm-\(name).bgra"))
        }
        Issue.record("\(count) pixels differ", sourceLocation: sourceLocation)
    }

    /// Waits until the screen shows exactly these pixels. Returns how many differ if it never does.
    private func differingPixels(from wanted: Data) throws -> Int {
        let end = Date().addingTimeInterval(20)
        var differing = 0
        repeat {
            try relayUntilQuiet()
            let now = try screen.pixels()
            if now == wanted { return 0 }
            differing = now.withUnsafeBytes { now in
                wanted.withUnsafeBytes { wanted in
                    zip(now.bindMemory(to: UInt32.self), wanted.bindMemory(to: UInt32.self)).count { $0 != $1 }
                }
            }
        } while Date() < end
        return differing
    }

    // MARK: Handing on

    /// Hands bytes on until nothing came from the program for a while, and xterm has taken in everything.
    private func relayUntilQuiet() throws {
        while try exchange(milliseconds: 400) {}
        syncNumber += 1
        let question = Array("\u{1b}[?\(syncNumber)$p".utf8)
        let answer = Array("\u{1b}[?\(syncNumber);0$y".utf8)
        put(question, to: side)
        let end = Date().addingTimeInterval(XtermSession.patience)
        while true {
            if let range = answers.firstRange(of: answer) {
                answers.removeSubrange(range)
                break
            }
            guard Date() < end else { throw Child.Fault(what: "xterm does not answer", code: 0) }
            try exchange(milliseconds: 1000, keepingAnswers: true)
        }
        put(answers, to: master)
        answers = []
    }

    private func relay(until isEnough: () -> Bool) throws {
        let end = Date().addingTimeInterval(XtermSession.patience)
        while !isEnough() {
            guard Date() < end else {
                throw Child.Fault(what: "not seen in: \(String(decoding: output.suffix(300), as: UTF8.self))", code: 0)
            }
            try exchange(milliseconds: 1000)
        }
    }

    /// Waits for bytes of either side and hands them to the other. Returns whether there were any.
    @discardableResult
    private func exchange(milliseconds: Int32, keepingAnswers: Bool = false) throws -> Bool {
        var entries = [
            pollfd(fd: master, events: Int16(POLLIN), revents: 0), pollfd(fd: side, events: Int16(POLLIN), revents: 0),
        ]
        guard poll(&entries, 2, milliseconds) > 0 else { return false }
        if entries[0].revents != 0 {
            let bytes = taken(from: master)
            guard !bytes.isEmpty else { throw Child.Fault(what: "the program has ended", code: 0) }
            output += bytes
            put(bytes, to: side)
        }
        if entries[1].revents != 0 { answers += taken(from: side) }
        if !keepingAnswers {
            put(answers, to: master)
            answers = []
        }
        return true
    }

    private func taken(from descriptor: Int32) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
            count = max(0, read(descriptor, buffer.baseAddress, buffer.count))
        }
    }

    private func put(_ bytes: [UInt8], to descriptor: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
