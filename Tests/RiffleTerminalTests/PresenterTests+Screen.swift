import Glibc
import RiffleGraphics
import RiffleImage
import RiffleUI
import Testing

@testable import RiffleTerminal

/// A screen on a pseudo-terminal, driven without its loop.
///
/// Its tests share a suite with others that use ncurses, which has one screen at a time.
@UIActor private final class DrivenScreen {
    /// Has every preview immediately.
    private final class Previews: PreviewProvider {
        private var numbers: [PictureID: UInt8] = [:]

        func preview(_ placement: Placement, options: PreviewOptions) -> Preview? {
            let number = numbers[placement.picture, default: UInt8(40 + numbers.count)]
            numbers[placement.picture] = number
            var bitmap = Bitmap(width: 90, height: 64)
            for y in 0..<64 {
                for x in 0..<90 {
                    let alpha: UInt8 = y < 32 ? 255 : 0
                    bitmap[x, y] = Pixel(red: UInt8(y * 3), green: UInt8(x * 2), blue: number * 3, alpha: alpha)
                }
            }
            let (columns, rows) = (placement.rect.columns, placement.rect.rows)
            let preview = Preview(of: bitmap, columns: columns, rows: rows, options: options)
            guard case .kitty(var picture) = preview else { return preview }
            picture.id = KittyID(color: number, process: 3)
            return .kitty(picture)
        }

        func made(_ placement: Placement, options: PreviewOptions) -> Preview? { preview(placement, options: options) }
        func prepare(_ placement: Placement, options: PreviewOptions) {}
    }

    let screen: Screen
    private let main: Int32

    /// The thread of the UI actor during the tests.
    nonisolated static let thread: Void = {
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            { _ in
                UIExecutor.shared.adoptCurrentThread()
                while true {
                    var entry = pollfd(fd: UIExecutor.shared.wakeup, events: Int16(POLLIN), revents: 0)
                    poll(&entry, 1, -1)
                    UIExecutor.shared.drain()
                }
            }, nil)
        pthread_detach(thread)
    }()

    init(_ graphics: GraphicsChoice) throws {
        var (main, side): (Int32, Int32) = (-1, -1)
        try #require(openpty(&main, &side, nil, nil, nil) == 0)
        for descriptor in [main, side] { _ = fcntl(descriptor, F_SETFL, O_NONBLOCK) }
        _ = fcntl(main, F_SETFD, FD_CLOEXEC)
        self.main = main
        let environment = ["TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"]
        screen = try Screen(
            options: ScreenOptions(graphics: graphics, environment: environment), terminal: Terminal(adopting: side))
        screen.previews = Previews()
    }

    func close() {
        screen.close()
        Glibc.close(main)
    }

    /// A frame with a name and a picture.
    func frame(_ name: String) -> Frame {
        var frame = Frame(size: screen.size)
        for (column, character) in name.enumerated() { frame[column, 0] = Cell(.glyph(character), .text) }
        frame.place(.kept(digest: name), in: Rect(column: 20, row: 2, columns: 50, rows: 18))
        return frame
    }

    /// All that is sent until nothing is left.
    ///
    /// - Parameter line: the state of the line at each step.
    func sent(on line: Line = Line()) -> String {
        var out: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = read(main, &buffer, buffer.count)
            if count <= 0 { return String(decoding: out, as: UTF8.self) }
            out += buffer[..<count]
            screen.outgoing.line = line
            screen.send()
            screen.draw()
        }
    }
}

extension PresenterTests {
    @Test(
        "while a key is held on a slow line no pictures are shown, even stored ones; then the last one is",
        arguments: [GraphicsChoice.kitty, .half])
    func heldKey(graphics: GraphicsChoice) async throws {
        _ = DrivenScreen.thread
        try await Self.holdKey(graphics)
    }

    @UIActor private static func holdKey(_ graphics: GraphicsChoice) throws {
        let driven = try DrivenScreen(graphics)
        let screen = driven.screen
        // A line known to be 1 Mbit/s.
        var terminal = SlowTerminal(kilobytesPerSecond: 125, roundTrip: 0.1)
        for count in [1000, 20_000] {
            terminal.write(count)
            terminal.fence(.attributes)
            terminal.wait(.attributes)
        }
        let slow = terminal.line
        func hasPicture(_ text: String) -> Bool {
            text.unicodeScalars.contains { "▀▄\u{10EEEE}".unicodeScalars.contains($0) }
        }
        screen.outgoing.line = slow
        // A terminal that shows pictures as cells.
        screen.pictures.capabilities.fold(.name("ghostty 1.2.0"))
        screen.previewOptionsMayHaveChanged()
        for name in ["a", "b", "c"] {
            screen.present(driven.frame(name))
            screen.sharpen()
            #expect(hasPicture(driven.sent(on: slow)), "\(name) in peace")
        }
        let now = ContinuousClock.now
        screen.keyPressed(at: now)
        screen.keyPressed(at: now + .milliseconds(33))
        for name in ["b", "a"] {
            screen.present(driven.frame(name))
            let text = driven.sent(on: slow)
            #expect(text.contains(name) && !hasPicture(text), "\(name), passed with \(text.utf8.count) bytes")
        }
        screen.timers.clear(.burst)
        screen.setNeedsDrawing()
        #expect(hasPicture(driven.sent(on: slow)), "a, where the key was let go")
        driven.close()
    }

    @Test("a key cycles through all drawing methods, each visible at once; another toggles the checkerboard")
    func renderers() async throws {
        _ = DrivenScreen.thread
        try await Self.cycle()
    }

    @UIActor private static func cycle() throws {
        let driven = try DrivenScreen(.auto)
        let screen = driven.screen
        screen.present(driven.frame("a"))
        let first = driven.sent()
        let start = screen.graphicsName
        var names: [String] = []
        repeat {
            screen.cycleGraphics()
            names.append(screen.graphicsName)
            let text = driven.sent()
            switch screen.previewOptions.method {
            case .sixel: #expect(text.contains("\u{1B}P"))
            case .kitty: #expect(text.contains("\u{1B}_Ga=t"))
            case .iterm2: #expect(text.contains("\u{1B}]1337;"))
            default: #expect(text.utf8.count > 500, "\(screen.graphicsName)")
            }
        } while names.last != start && names.count < 30
        let all = ["quadrants", "sextants", "octants", "braille", "letters", "half blocks mono"]
        #expect(names == all + ["sixel 256", "kitty direct", "iTerm2", start])

        // The theme's ground with a little of its text's colour, which is there from the start.
        #expect(first.contains("74;74;74"))
        screen.setCheckerboard(false)
        #expect(!driven.sent().contains("74;74;74"))
        screen.setCheckerboard(true)
        #expect(driven.sent().contains("74;74;74"))
        driven.close()
    }
}
