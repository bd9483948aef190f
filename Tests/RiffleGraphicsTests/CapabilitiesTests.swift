import RiffleImage
import Testing

@testable import RiffleGraphics

@Suite struct CapabilitiesTests {
    private func capabilities(_ environment: [String: String] = [:], replies: String = "", isUTF8: Bool = true)
        -> Capabilities
    {
        var capabilities = Capabilities(environment: environment, isUTF8: isUTF8)
        var parser = ReplyParser()
        for case .reply(let reply) in parser.consume(replies.utf8) { capabilities.fold(reply) }
        return capabilities
    }

    @Test(
        "sixel is what DA1 lists as a whole 4",
        arguments: [
            ("\u{1B}[?63;1;2;4;6;9;15;16;22;28c", true),  // xterm -ti vt340
            ("\u{1B}[?64;1;2;6;9;15;16;17;18;21;22;28c", false),  // xterm
            ("\u{1B}[?1;2c", false),  // tmux 3.3a
            ("\u{1B}[?1;2;4c", true),  // tmux with sixel, rxvt with sixel
            ("\u{1B}[?12;4c", true), ("\u{1B}[?4;6c", true),  // two sixel patches of st
            ("\u{1B}[?61;6;7;21;22;23;24;28;32;42c", false),  // Windows Terminal before sixel
            ("\u{1B}[?61;4;6;7;14;21;22;23;24;28;32;42;52c", true),  // and after
            ("\u{1B}[?62;c", false),
        ])
    func sixel(reply: String, hasSixel: Bool) {
        let found = capabilities(["TERM": "xterm-256color"], replies: reply)
        #expect(found.hasSixel == hasSixel)
        #expect(found.isSettled)
        #expect(found.method(preferring: .auto) == (hasSixel ? .sixel(registers: 256) : .half(.palette256)))
        #expect(found.method(preferring: .half) == .half(.palette256))
        #expect(found.method(preferring: .sixel) == .sixel(registers: 256))
    }

    @Test("a vt340 xterm's answers in one stream")
    func xterm() {
        let found = capabilities(
            ["TERM": "xterm-256color"],
            replies:
                "\u{1B}P>|XTerm(379)\u{1B}\\\u{1B}]10;rgb:0000/0000/0000\u{1B}\\\u{1B}]11;rgb:ffff/ffff/ffff\u{1B}\\"
                + "\u{1B}P1$r0;48:2::1:2:3m\u{1B}\\\u{1B}[?2026;0$y\u{1B}[?1;0;1024S\u{1B}[?2;0;1000;1000S\u{1B}[6;17;8t"
                + "\u{1B}[4;510;800t\u{1B}[8;30;100t\u{1B}[?63;1;2;4;6;9;15;16;22;28c")
        #expect(found.name == "XTerm(379)")
        #expect(found.background == Pixel(red: 255, green: 255, blue: 255))
        #expect(found.colorDepth == .truecolor)
        #expect(!found.hasSynchronizedOutput)
        #expect(found.sixelRegisters == 1024)
        #expect(found.maximumSixel == PixelSize(width: 1000, height: 1000))
        #expect(found.cell == CellSize(width: 8, height: 17))
        let options = found.previewOptions(preferring: .auto)
        #expect(options.method == .sixel(registers: 1024))
        #expect(options.background == Pixel(red: 255, green: 255, blue: 255))
    }

    @Test(
        "colours start from the environment",
        arguments: [
            (["TERM": "xterm-256color"], ColorDepth.palette256), (["TERM": "xterm"], .palette16),
            (["TERM": "linux"], .palette16),
            (["TERM": "dumb"], .mono), ([:], .mono), (["TERM": "vt100"], .mono), (["TERM": "xterm-kitty"], .palette256),
            (["TERM": "xterm-direct"], .truecolor), (["TERM": "tmux-256color"], .palette256),
            (["TERM": "xterm-256color", "COLORTERM": "truecolor"], .truecolor),
            (["TERM": "screen", "COLORTERM": "truecolor"], .palette16),
            (["TERM": "screen-256color", "COLORTERM": "truecolor", "TMUX": "socket,1,0"], .truecolor),
            (["TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"], .mono),
            (["TERM": "xterm-256color", "NO_COLOR": ""], .palette256),
        ])
    func nominated(environment: [String: String], depth: ColorDepth) {
        #expect(capabilities(environment).colorDepth == depth)
    }

    @Test("a reply brings true colour, but not to a person who wants none")
    func promoted() {
        let reply = "\u{1B}P1$r48;2;1;2;3m\u{1B}\\"
        #expect(capabilities(["TERM": "xterm"], replies: reply).colorDepth == .truecolor)
        #expect(capabilities(["TERM": "xterm", "NO_COLOR": "1"], replies: reply).colorDepth == .mono)
        // The terminal took the nearest colour it has.
        #expect(capabilities(["TERM": "xterm"], replies: "\u{1B}P1$r48:5:16m\u{1B}\\").colorDepth == .palette16)
        #expect(capabilities(["TERM": "xterm"], replies: "\u{1B}P1+r524742=38\u{1B}\\").colorDepth == .truecolor)
    }

    @Test("without UTF-8 pictures are ASCII, and without colours no sixel comes by itself")
    func fallbacks() {
        #expect(capabilities(["TERM": "xterm"], isUTF8: false).method(preferring: .auto) == .ascii(.palette16))
        let mono = capabilities(["TERM": "xterm", "NO_COLOR": "1"], replies: "\u{1B}[?62;4c")
        #expect(mono.method(preferring: .auto) == .half(.mono))
        #expect(mono.method(preferring: .sixel) == .sixel(registers: 256))
    }

    @Test(
        "the window's pixels count only where they can be true",
        arguments: [
            (80, 24, 804, 484, CellSize(width: 10, height: 20)),  // xterm with its border
            (80, 24, 0, 0, nil), (80, 24, 640, 0, nil), (80, 24, 32000, 0, nil),
            (400, 130, 640, 480, nil),  // the same for every window
            (80, 24, 80, 24, nil),  // cells again
            (100, 30, 800, 510, CellSize(width: 8, height: 17)),
            (80, 24, 64000, 48000, nil),
        ] as [(Int, Int, Int, Int, CellSize?)])
    func window(columns: Int, rows: Int, width: Int, height: Int, cell: CellSize?) {
        var found = Capabilities()
        found.windowChanged(columns: columns, rows: rows, pixelWidth: width, pixelHeight: height)
        #expect(found.isCellKnown == (cell != nil))
        #expect(found.cell == cell ?? .assumed)
    }

    @Test("a reported cell wins until the window says that the font has changed")
    func cellSources() {
        var found = Capabilities()
        found.windowChanged(columns: 80, rows: 24, pixelWidth: 804, pixelHeight: 484)
        found.fold(.cellSize(CellSize(width: 9, height: 18)))
        #expect(found.cell == CellSize(width: 9, height: 18))
        found.windowChanged(columns: 100, rows: 30, pixelWidth: 1004, pixelHeight: 604)
        #expect(found.cell == CellSize(width: 9, height: 18))
        found.windowChanged(columns: 100, rows: 30, pixelWidth: 1204, pixelHeight: 784)
        #expect(found.cell == CellSize(width: 12, height: 26))
    }

    @Test("text area and text size tell the cell where nothing else does, but not from tmux")
    func textArea() {
        let replies = "\u{1B}[4;480;800t\u{1B}[8;24;80t"
        #expect(capabilities(replies: replies).cell == CellSize(width: 10, height: 20))
        #expect(!capabilities(["TMUX": "x"], replies: replies).isCellKnown)
    }

    @Test(
        "synchronized output is there when the mode is set or reset, not when it is unknown or fixed", arguments: 0...4)
    func synchronizedOutput(setting: Int) {
        #expect(
            capabilities(replies: "\u{1B}[?2026;\(setting)$y").hasSynchronizedOutput == (setting == 1 || setting == 2))
    }

    @Test("DA1 is the last question of each round")
    func queries() {
        for bytes in [Capabilities.queries, Capabilities.resizeQueries] {
            #expect(bytes.suffix(3) == Array("\u{1B}[c".utf8)[...])
        }
    }
}
