import Glibc
import RiffleGraphics
import RiffleImage
import RiffleUI
import Testing

@testable import RiffleTerminal

/// In one suite with others that use ncurses, which has one screen at a time.
extension PresenterTests {
    /// Has every preview at once, and knows who asked for which.
    @UIActor private final class Previews: PreviewProvider {
        private var numbers: [PictureID: UInt8] = [:]

        func preview(_ placement: Placement, options: PreviewOptions) -> Preview? {
            let number = numbers[placement.picture, default: UInt8(40 + numbers.count)]
            numbers[placement.picture] = number
            var bitmap = Bitmap(width: 90, height: 64, fill: Pixel(red: 0, green: 0, blue: 9))
            for y in 0..<64 {
                for x in 0..<90 { bitmap[x, y] = Pixel(red: UInt8(y * 3), green: UInt8(x * 2), blue: number * 3) }
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

    /// A thread for what is isolated to the UI's actor, for as long as the tests run.
    private static let uiThread: Void = {
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

    @Test(
        "a key that is held on a slow line shows no picture that it passes, though the terminal has it, and then the last",
        arguments: [GraphicsChoice.kitty, .half])
    func heldKey(graphics: GraphicsChoice) async throws {
        _ = Self.uiThread
        try await Self.holdKey(graphics)
    }

    @UIActor private static func holdKey(_ graphics: GraphicsChoice) throws {
        var (main, side): (Int32, Int32) = (-1, -1)
        try #require(openpty(&main, &side, nil, nil, nil) == 0)
        for descriptor in [main, side] { _ = fcntl(descriptor, F_SETFL, O_NONBLOCK) }
        _ = fcntl(main, F_SETFD, FD_CLOEXEC)
        defer { close(main) }
        let environment = [
            "TERM": "xterm-256color", "COLORTERM": "truecolor", "TERM_PROGRAM": "ghostty", "LANG": "C.UTF-8",
        ]
        let screen = try Screen(
            options: ScreenOptions(graphics: graphics, environment: environment), terminal: Terminal(adopting: side))
        screen.previews = Previews()
        let window = screen.size
        /// What is sent until there is nothing more to send, over a line that takes whatever comes.
        func sent() -> [UInt8] {
            var out: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 65536)
            while true {
                let count = read(main, &buffer, buffer.count)
                if count <= 0 { return out }
                out += buffer[..<count]
                screen.line = slow()
                screen.send()
                screen.draw()
            }
        }
        /// A line that is known to carry a megabit.
        func slow() -> Line {
            var terminal = SlowTerminal(kilobytesPerSecond: 125, roundTrip: 0.1)
            for count in [1000, 20_000] {
                terminal.write(count)
                terminal.fence(.attributes)
                terminal.wait(.attributes)
            }
            return terminal.line
        }
        func frame(_ name: String) -> Frame {
            var frame = Frame(size: window)
            for (column, character) in name.enumerated() { frame[column, 0] = Cell(.glyph(character), .text) }
            frame.place(.kept(digest: name), in: Rect(column: 20, row: 2, columns: 50, rows: 18))
            return frame
        }
        func isPicture(_ bytes: [UInt8]) -> Bool {
            String(decoding: bytes, as: UTF8.self).unicodeScalars.contains {
                "▀▄\u{10EEEE}".unicodeScalars.contains($0)
            }
        }

        screen.line = slow()
        screen.capabilities.fold(.name("ghostty 1.2.0"))
        screen.previewOptionsMayHaveChanged()
        for name in ["a", "b", "c"] {
            screen.present(frame(name))
            screen.sharpen()
            #expect(isPicture(sent()), "\(name) in peace")
        }
        let now = ContinuousClock.now
        screen.keyPressed(at: now)
        screen.keyPressed(at: now + .milliseconds(33))
        for name in ["b", "a"] {
            screen.present(frame(name))
            let bytes = sent()
            #expect(!bytes.isEmpty && !isPicture(bytes), "\(name), passed with \(bytes.count) bytes")
        }
        screen.burstDeadline.clear()
        screen.setNeedsDrawing()
        #expect(isPicture(sent()), "a, where the key was let go")
        screen.close()
    }
}
