import RiffleImage
import RiffleUI
import TerminalModel
import Testing

@testable import RiffleGraphics
@testable import RiffleTerminal

/// ncurses has one screen at a time, so these tests run one after another.
@Suite(.serialized) struct PresenterTests {
    static let size = Size(columns: 60, rows: 16)

    static let picture: Bitmap = {
        var bitmap = Bitmap(width: 64, height: 64, fill: Pixel(red: 10, green: 20, blue: 30))
        for y in 0..<64 {
            for x in 0..<64 {
                bitmap[x, y] = Pixel(red: UInt8(x * 4), green: UInt8(y * 4), blue: UInt8((x * 7 + y * 13) % 256))
            }
        }
        return bitmap
    }()

    static func preview(_ placement: Placement) -> Preview? {
        Preview(
            of: picture, columns: placement.rect.columns, rows: placement.rect.rows,
            options: PreviewOptions(method: .half(.truecolor), margin: .indexed(234)))
    }

    static func presenter(
        _ size: Size = size, term: String = "xterm-256color", theme: Theme = .builtin, isUTF8: Bool = true,
        hasColors: Bool = true
    ) throws -> Presenter {
        _ = CharacterSet.settle(environment: [:])
        let curses = try Curses(term: term, size: size, theme: theme, isUTF8: isUTF8, hasColors: hasColors)
        return Presenter(curses: curses, theme: theme)
    }

    static func frame(_ lines: [String], style: Style = .text) -> Frame {
        var frame = Frame(size: size)
        for (row, line) in lines.enumerated() {
            for (column, character) in line.enumerated() { frame[column, row] = Cell(.glyph(character), style) }
        }
        return frame
    }

    static func cover(_ rect: Rect, with character: Character, in frame: inout Frame) {
        for row in rect.row..<rect.endRow {
            for column in rect.column..<rect.endColumn { frame[column, row] = Cell(.glyph(character), .popup) }
        }
    }

    /// The expected screen: the frame drawn on an empty screen by another presenter.
    static func fresh(_ frame: Frame) throws -> ScreenModel {
        var model = ScreenModel(columns: frame.size.columns, rows: frame.size.rows)
        model.feed(try presenter(frame.size).bytes(for: frame, preview: preview))
        return model
    }

    @Test("a frame's cells appear on the screen, including the last corner")
    func text() throws {
        var lines = (0..<16).map { "row \($0) " + String(repeating: "─", count: 53 - String($0).count) + "│é" }
        lines[3] = "漢.字 wide, e\u{301} combined, 👩‍👩‍👧 joined"
        var frame = Self.frame(lines)
        frame[0, 3] = Cell(.glyph("漢"), .title)
        frame[1, 3] = Cell(.continuation, .title)
        frame.cursor = Point(column: 5, row: 7)
        var model = ScreenModel(columns: 60, rows: 16)
        let presenter = try Self.presenter()
        model.feed(presenter.bytes(for: frame, preview: { _ in nil }))
        #expect(model.strange == [])
        #expect(model.isAlternate && model.isCursorVisible && model.column == 5 && model.row == 7)
        for row in 0..<16 where row != 3 { #expect(model.text(row: row) == lines[row]) }
        // A grapheme whose width differs in the C library becomes a question mark.
        #expect(model.text(row: 3).hasPrefix("漢? wide, e\u{301} combined, ?"))
        #expect(model[0, 3].rendition == "3:5,255;4:5,234;a1")
    }

    @Test("a changed cell sends that cell, and an unchanged frame sends nothing")
    func smallest() throws {
        let presenter = try Self.presenter()
        var frame = Self.frame(["one", "two"])
        frame.place(.kept(digest: "a"), in: Rect(column: 20, row: 2, columns: 30, rows: 12))
        _ = presenter.bytes(for: frame, preview: Self.preview)
        #expect(presenter.bytes(for: frame, preview: Self.preview).isEmpty)
        frame[2, 1] = Cell(.glyph("x"), .text)
        let bytes = presenter.bytes(for: frame, preview: Self.preview)
        #expect(bytes.count < 60)
        var model = ScreenModel(columns: 60, rows: 16)
        model.feed(bytes)
        #expect(model.written == [62])
    }

    @Test("a list that grows beside a picture is rewritten, not scrolled, because the picture would move")
    func growingList() throws {
        let presenter = try Self.presenter()
        func frame(_ rows: [String]) -> Frame {
            var frame = Self.frame(rows.map { String(repeating: " ", count: 40) + $0 })
            frame.place(.kept(digest: "a"), in: Rect(column: 2, row: 1, columns: 30, rows: 13))
            return frame
        }
        let names = (0..<14).map { "picture number \($0)" }
        var model = ScreenModel(columns: 60, rows: 16)
        model.feed(presenter.bytes(for: frame(names), preview: Self.preview))
        let bytes = presenter.bytes(for: frame(Array(names[..<4]) + ["a new one"] + names[4...]), preview: Self.preview)
        model.feed(bytes)
        #expect(!String(decoding: bytes, as: UTF8.self).contains("\u{1B}M"))
        #expect(model.strange == [])
        let afresh = try Self.fresh(frame(Array(names[..<4]) + ["a new one"] + names[4...]))
        #expect(model.cells.map(\.look) == afresh.cells.map(\.look))
    }

    @Test("a popup covers a picture, and closing it sends exactly the covered part")
    func popup() throws {
        let presenter = try Self.presenter()
        var plain = Self.frame(["files"])
        plain.place(.kept(digest: "a"), in: Rect(column: 10, row: 1, columns: 40, rows: 13))
        var covered = plain
        let popup = Rect(column: 20, row: 4, columns: 15, rows: 5)
        Self.cover(popup, with: " ", in: &covered)

        var model = ScreenModel(columns: 60, rows: 16)
        model.feed(presenter.bytes(for: plain, preview: Self.preview))
        let before = model.cells
        model.feed(presenter.bytes(for: covered, preview: Self.preview))
        #expect(
            model[27, 6] == ScreenModel.Cell(text: " ", rendition: "4:5,235")
                || model[27, 6].rendition.contains("4:5,235"))
        #expect(model[19, 6] == before[6 * 60 + 19])

        model.forgetWritten()
        model.feed(presenter.bytes(for: plain, preview: Self.preview))
        #expect(model.cells.map(\.look) == before.map(\.look))
        #expect(model.strange == [])
        let inside = model.written.allSatisfy { popup.contains(Point(column: $0 % 60, row: $0 / 60)) }
        #expect(inside)
    }

    @Test("after any sequence of frames, the screen equals a full redraw", arguments: [1, 2, 3, 4] as [UInt64])
    func randomWalk(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        func roll(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
        var frames: [Frame] = []
        for step in 0..<40 {
            var frame = step % 3 == 0 || frames.isEmpty ? Frame(size: Self.size) : frames[step - 1]
            if step % 3 == 0 {
                for number in 0..<roll(0...3) {
                    let rect = Rect(column: roll(0...40), row: roll(0...9), columns: roll(1...20), rows: roll(1...6))
                    frame.place(.kept(digest: "\(roll(0...2)) \(number)"), in: rect)
                }
            }
            for _ in 0..<roll(0...6) {
                let rect = Rect(column: roll(0...55), row: roll(0...14), columns: roll(1...12), rows: roll(1...4))
                Self.cover(rect, with: [" ", "x", "─"][roll(0...2)], in: &frame)
            }
            frames.append(frame)
        }
        // All on one screen, then each on its own screen.
        let screens = try {
            let presenter = try Self.presenter()
            var model = ScreenModel(columns: 60, rows: 16)
            return frames.map { frame in
                model.feed(presenter.bytes(for: frame, preview: Self.preview))
                return model
            }
        }()
        for (step, (frame, screen)) in zip(frames, screens).enumerated() {
            #expect(screen.strange == [])
            let afresh = try Self.fresh(frame)
            let wrong = screen.cells.indices.filter { screen.cells[$0].look != afresh.cells[$0].look }
            let first = wrong.first.map { "\($0 % 60),\($0 / 60): \(screen.cells[$0]), not \(afresh.cells[$0])" }
            #expect(wrong.isEmpty, "step \(step): \(wrong.count) cells, \(first ?? "")")
        }
    }

    @Test("a picture stays until its replacement is ready, unless disabled")
    func keepsOld() throws {
        let presenter = try Self.presenter()
        let rect = Rect(column: 10, row: 1, columns: 20, rows: 10)
        var first = Self.frame(["a"])
        first.place(.kept(digest: "a"), in: rect)
        var second = Self.frame(["b"])
        second.place(.kept(digest: "b"), in: rect)
        var model = ScreenModel(columns: 60, rows: 16)
        model.feed(presenter.bytes(for: first, preview: Self.preview))
        let shown = model[20, 5]
        #expect(shown.text == "▀" || shown.text == "▄")
        model.feed(presenter.bytes(for: second, preview: { _ in nil }))
        #expect(presenter.isKeepingOld)
        #expect(model[20, 5] == shown)
        model.feed(presenter.bytes(for: second, keepsOld: false, preview: { _ in nil }))
        #expect(!presenter.isKeepingOld)
        #expect(model[20, 5] == ScreenModel.Cell(text: " ", rendition: "4:5,234"))
        model.feed(presenter.bytes(for: second, preview: Self.preview))
        #expect(model[20, 5] == shown)
    }

    @Test("on a 1 Mbit/s line a new frame comes before the rest of a picture, which continues or is dropped")
    func slowLine() throws {
        let presenter = try Self.presenter()
        var terminal = SlowTerminal(kilobytesPerSecond: 125, roundTrip: 0.1)
        terminal.write(1000)
        terminal.fence(.attributes)
        terminal.wait(.attributes)
        var model = ScreenModel(columns: 60, rows: 16)
        func send() -> Int {
            let bytes = presenter.next(on: &terminal.line, at: terminal.moment)
            model.feed(bytes)
            return bytes.count
        }
        var frame = Self.frame(["one"])
        frame.place(.kept(digest: "a"), in: Rect(column: 5, row: 1, columns: 50, rows: 14))
        presenter.show(frame) { Self.preview($0).map { PictureLook(preview: $0) } }
        let first = send()
        #expect((4000...18_000).contains(first) && !presenter.isDone)
        #expect(send() == 0)
        // After a key, the echo is sent although the window is full, and no more of the picture.
        frame[0, 0] = Cell(.glyph("O"), .text)
        presenter.show(frame) { Self.preview($0).map { PictureLook(preview: $0) } }
        #expect((1...60).contains(send()))
        #expect(model[0, 0].text == "O")
        // After another picture, nothing more of the first one is sent.
        var other = Self.frame(["one"])
        other.place(.kept(digest: "b"), in: Rect(column: 5, row: 1, columns: 10, rows: 4))
        presenter.show(other) { Self.preview($0).map { PictureLook(preview: $0) } }
        terminal.line.answered(.status, at: terminal.moment + .milliseconds(150))
        terminal.line.forgetFences(at: terminal.moment + .milliseconds(150))
        #expect(send() < 3000)
        #expect(presenter.isDone)
        #expect(try model.cells.map(\.look) == Self.fresh(other).cells.map(\.look))
        #expect(model.strange == [])
    }

    @Test("after a resize, a repaint or leaving, everything is sent again")
    func everythingAgain() throws {
        let presenter = try Self.presenter()
        var frame = Self.frame(["one", "two"])
        frame.place(.kept(digest: "a"), in: Rect(column: 10, row: 1, columns: 20, rows: 10))
        var model = ScreenModel(columns: 60, rows: 16)
        model.feed(presenter.bytes(for: frame, preview: Self.preview))
        let cells = model.cells
        for forget in [presenter.forget, presenter.leave] {
            forget()
            var other = ScreenModel(columns: 60, rows: 16)
            other.feed(presenter.bytes(for: frame, preview: Self.preview))
            #expect(other.cells == cells)
        }
        presenter.resize(to: Size(columns: 90, rows: 30))
        #expect(presenter.bytes(for: frame, preview: Self.preview).isEmpty)
        var large = Frame(size: Size(columns: 90, rows: 30))
        large[89, 29] = Cell(.glyph("!"), .text)
        var wide = ScreenModel(columns: 90, rows: 30)
        wide.feed(presenter.bytes(for: large, preview: Self.preview))
        #expect(wide[89, 29].text == "!")
    }

    @Test("all modes that ncurses set are reset: attributes, hidden cursor, alternate screen")
    func ending() throws {
        let presenter = try Self.presenter()
        var model = ScreenModel(columns: 60, rows: 16)
        model.feed(presenter.bytes(for: Frame(size: Self.size), preview: { _ in nil }))
        #expect(model.isAlternate && !model.isCursorVisible)
        model.feed(presenter.ending)
        #expect(!model.isAlternate && model.isCursorVisible)
    }

    @Test("a synchronized frame is wrapped in mode 2026")
    func synchronized() throws {
        let presenter = try Self.presenter()
        presenter.isSynchronized = true
        let bytes = presenter.bytes(for: Self.frame(["a"]), preview: { _ in nil })
        #expect(bytes.starts(with: Array("\u{1B}[?2026h".utf8)))
        #expect(bytes.suffix(8) == Array("\u{1B}[?2026l".utf8)[...])
    }

    @Test("a sixel never touches the last row; the rows above are drawn")
    func sixelLastRow() throws {
        let presenter = try Self.presenter(Size(columns: 20, rows: 6))
        var frame = Frame(size: Size(columns: 20, rows: 6))
        frame.place(.kept(digest: "a"), in: Rect(column: 0, row: 3, columns: 10, rows: 3))
        let options = PreviewOptions(method: .sixel(registers: 16), cell: CellSize(width: 8, height: 16))
        let preview = Preview(of: Self.picture, columns: 10, rows: 3, options: options)
        let bytes = String(decoding: presenter.bytes(for: frame, preview: { _ in preview }), as: UTF8.self)
        let images = bytes.matches(of: /\u{1B}\[(\d+);\d+H(\u{1B}P[^\u{1B}]*\u{1B}\\)/)
        #expect(!images.isEmpty)
        for image in images {
            let row = try #require(Int(image.output.1)) - 1
            let bands = image.output.2.count { $0 == "-" } + 1
            // Two cell rows of 16 pixels from the fourth on, with a partial last band.
            #expect(row * 16 + bands * 6 < 6 * 16)
        }
    }

    @Test("without UTF-8 only ASCII is sent, and without colours no colours")
    func plain() throws {
        var frame = Self.frame(["┌─ é ★ …", "│ 漢字"], style: .selection)
        frame.place(.kept(digest: "a"), in: Rect(column: 20, row: 2, columns: 10, rows: 5))
        let bytes = try Self.presenter(isUTF8: false, hasColors: false).bytes(for: frame, preview: { _ in nil })
        #expect(bytes.allSatisfy { $0 < 128 })
        var model = ScreenModel(columns: 60, rows: 16)
        model.feed(bytes)
        #expect(model.text(row: 0).hasPrefix("+- ? * ."))
        #expect(model[0, 0].rendition == "a1;a7")
        #expect(!model.cells.contains { $0.rendition.contains(":") })
    }

    @Test("an unknown terminal counts as xterm, and one without cursor movement is rejected")
    func terms() throws {
        var model = ScreenModel(columns: 60, rows: 16)
        model.feed(
            try Self.presenter(term: "no-such-terminal").bytes(for: Self.frame(["hello"]), preview: { _ in nil }))
        #expect(model.text(row: 0).hasPrefix("hello"))
        #expect(throws: ScreenError.cannotMoveCursor(term: "dumb")) { try Self.presenter(term: "dumb") }
    }
}

extension Presenter {
    /// All output that leads from the last frame to this one, on an unlimited line.
    func bytes(for frame: Frame, keepsOld: Bool = true, preview: (Placement) -> Preview?) -> [UInt8] {
        show(frame, keepsOld: keepsOld) { preview($0).map { PictureLook(preview: $0) } }
        var line = Line()
        var out: [UInt8] = []
        while case let piece = next(on: &line, at: .now), !piece.isEmpty { out += piece }
        return out
    }
}
