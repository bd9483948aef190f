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
        "DA1 reports sixel by the number 4, not by a number that contains it",
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

    @Test("recorded replies of an xterm as vt340")
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
        "the initial number of colours comes from the environment",
        arguments: [
            (["TERM": "xterm-256color"], ColorDepth.palette256), (["TERM": "xterm"], .palette16),
            (["TERM": "linux"], .palette16),
            (["TERM": "dumb"], .mono), ([:], .mono), (["TERM": "vt100"], .mono), (["TERM": "xterm-kitty"], .palette256),
            (["TERM": "xterm-direct"], .truecolor), (["TERM": "tmux-256color"], .palette256),
            (["TERM": "xterm-256color", "COLORTERM": "truecolor"], .truecolor),
            (["TERM": "screen", "COLORTERM": "truecolor"], .palette16),
            (["TERM": "screen-256color", "COLORTERM": "truecolor", "TMUX": "socket,1,0"], .truecolor),
            // NO_COLOR concerns coloured text; a picture is content.
            (["TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"], .truecolor),
            (["TERM": "screen.xterm-256color", "COLORTERM": "truecolor", "STY": "1.a"], .palette256),
        ])
    func nominated(environment: [String: String], depth: ColorDepth) {
        #expect(capabilities(environment).colorDepth == depth)
    }

    @Test("a reply or terminfo enables true colour")
    func promoted() {
        let reply = "\u{1B}P1$r48;2;1;2;3m\u{1B}\\"
        #expect(capabilities(["TERM": "xterm"], replies: reply).colorDepth == .truecolor)
        // The terminal replaced the colour by the nearest one it has.
        #expect(capabilities(["TERM": "xterm"], replies: "\u{1B}P1$r48:5:16m\u{1B}\\").colorDepth == .palette16)
        #expect(capabilities(["TERM": "xterm"], replies: "\u{1B}P1+r524742=38\u{1B}\\").colorDepth == .truecolor)
        var described = capabilities(["TERM": "xterm"])
        described.described(colors: 256, hasDirectColor: false)
        #expect(described.colorDepth == .palette256)
        described.described(colors: 8, hasDirectColor: true)
        #expect(described.colorDepth == .truecolor)
    }

    @Test("without UTF-8 pictures are ASCII; monochrome is used only on request")
    func fallbacks() {
        #expect(capabilities(["TERM": "xterm"], isUTF8: false).method(preferring: .auto) == .ascii(.palette16))
        let plain = capabilities(["TERM": "xterm", "NO_COLOR": "1"], replies: "\u{1B}[?62;4c")
        #expect(plain.method(preferring: .auto) == .sixel(registers: 256))
        #expect(plain.method(preferring: .mono) == .half(.mono))
    }

    /// A terminal's name, its DA1 parameters, and the expected method.
    @Test(
        "the best confirmed method with real pixels is chosen",
        arguments: [
            ("kitty(0.42.1)", "", .kitty(.placeholders)), ("kitty(0.26.5)", "", .kitty(.direct)),
            ("ghostty 1.0.1", "", .kitty(.placeholders)), ("Konsole 23.08.5", "4", .kitty(.direct)),
            ("WezTerm 20240203-110809-5046fc22", "4", .iterm2), ("foot(1.16.2)", "4", .kitty(.direct)),
        ] as [(String, String, GraphicsMethod)])
    func kitty(name: String, attributes: String, method: GraphicsMethod) {
        let found = capabilities(
            ["TERM": "xterm-256color"],
            replies: "\u{1B}P>|\(name)\u{1B}\\\u{1B}_Gi=31;OK\u{1B}\\\u{1B}[?62;\(attributes)c")
        #expect(found.method(preferring: .auto) == method)
        #expect(found.previewOptions(preferring: .auto).passthrough == .none)
    }

    @Test("mosh, which draws its own screen, gets half blocks in the colours of the environment")
    func mosh() {
        // Source: mosh's terminalfunctions.cc, CSI_DA and CSI_SDA.
        let found = capabilities(["TERM": "xterm-256color"], replies: "\u{1B}[?62c\u{1B}[>1;10;0c")
        #expect(found.method(preferring: .auto) == .half(.palette256))
        #expect(!found.hasSixel && !found.hasSynchronizedOutput && found.passthrough == .none)
    }

    @Test("a kitty reply with any id is accepted")
    func farNumber() {
        for number in [Int.min, .max] {
            var found = Capabilities(environment: ["TERM": "xterm"])
            found.fold(.graphics(id: number, message: "OK"))
            #expect(found.kittyLevel == nil)
        }
    }

    @Test("a name alone does not enable kitty's protocol or sixel; neither does an error reply")
    func namesAlone() {
        for replies in [
            "\u{1B}P>|kitty(0.42.1)\u{1B}\\", "\u{1B}P>|foot(1.16.2)\u{1B}\\\u{1B}_Gi=31;EINVAL:no\u{1B}\\",
        ] {
            let found = capabilities(
                ["TERM": "xterm-kitty", "KITTY_WINDOW_ID": "1"], replies: replies + "\u{1B}[?62;c")
            #expect(found.kittyLevel == nil)
            if case .kitty = found.method(preferring: .auto) { Issue.record("kitty by its name") }
        }
        // Octants do not need a protocol: these terminals draw them themselves.
        let vte = capabilities(["TERM": "xterm-256color"], replies: "\u{1B}P>|VTE(7802)\u{1B}\\\u{1B}[?65;1;9c")
        #expect(vte.method(preferring: .auto) == .octant(.palette256))
        let older = capabilities(["TERM": "xterm-256color"], replies: "\u{1B}P>|VTE(7600)\u{1B}\\\u{1B}[?65;1;9c")
        #expect(older.method(preferring: .auto) == .half(.palette256))
    }

    /// Applies replies, one round at a time, and returns the queries sent in between.
    private func conversation(_ environment: [String: String], _ rounds: [String]) -> (Capabilities, [String]) {
        var found = Capabilities(environment: environment, isUTF8: true)
        var asked = [String(decoding: found.firstQuestions(), as: UTF8.self)]
        var parser = ReplyParser()
        for round in rounds {
            for case .reply(let reply) in parser.consume(round.utf8) { found.fold(reply) }
            asked.append(String(decoding: found.furtherQuestions(), as: UTF8.self))
        }
        return (found, asked)
    }

    private static let tmux = ["TERM": "screen-256color", "TMUX": "/tmp/tmux,1,0"]
    private static let tmuxAnswers = "\u{1B}P>|tmux 3.3a\u{1B}\\\u{1B}[?1;2c"

    @Test("with passthrough, tmux shows kitty pictures as placeholders; without, half blocks")
    func tmux() {
        let (open, asked) = conversation(
            Self.tmux, [Self.tmuxAnswers, "\u{1B}_Gi=32;OK\u{1B}\\\u{1B}P>|kitty(0.42.1)\u{1B}\\"])
        #expect(open.method(preferring: .auto) == .kitty(.placeholders))
        #expect(open.previewOptions(preferring: .auto).passthrough == .tmux(depth: 1))
        #expect(open.name == "tmux 3.3a" && open.outerName == "kitty(0.42.1)")
        // tmux reduces colours itself.
        #expect(open.colorDepth == .truecolor)
        #expect(asked[0].contains("\u{1B}Ptmux;\u{1B}\u{1B}_Gi=32"))
        // tmux would use the APC as the window's title.
        #expect(!asked[0].contains("\u{1B}_Gi=31"))
        #expect(asked[1...].allSatisfy { $0.isEmpty })

        let (closed, _) = conversation(Self.tmux, [Self.tmuxAnswers])
        #expect(closed.method(preferring: .auto) == .half(.truecolor))
        let (sixel, _) = conversation(Self.tmux, ["\u{1B}P>|tmux 3.5\u{1B}\\\u{1B}[?1;2;4c"])
        #expect(sixel.method(preferring: .auto) == .sixel(registers: 256))
        // Direct placements do not survive a redraw of tmux's panes.
        let (direct, _) = conversation(
            Self.tmux, [Self.tmuxAnswers, "\u{1B}_Gi=32;OK\u{1B}\\\u{1B}P>|Konsole 23.08.5\u{1B}\\"])
        #expect(direct.method(preferring: .auto) == .half(.truecolor))
    }

    @Test("tmux on a remote machine, unknown to the environment, is detected by its replies; nested tmux too")
    func nestedTmux() {
        let (found, asked) = conversation(
            ["TERM": "screen-256color"],
            [
                Self.tmuxAnswers, "\u{1B}[?1;2c", "\u{1B}P>|tmux 3.4\u{1B}\\",
                "\u{1B}_Gi=33;OK\u{1B}\\\u{1B}P>|kitty(0.42.1)\u{1B}\\",
            ])
        #expect(!asked[0].contains("tmux;"))
        #expect(asked[1].contains("\u{1B}Ptmux;\u{1B}\u{1B}_Gi=32"))
        #expect(asked[3].contains("\u{1B}Ptmux;\u{1B}\u{1B}Ptmux;"))
        #expect(asked[4].isEmpty)
        #expect(found.previewOptions(preferring: .auto).passthrough == .tmux(depth: 2))
        #expect(found.method(preferring: .auto) == .kitty(.placeholders))
    }

    @Test("a terminal opened from within tmux does not count as tmux, although the environment says so")
    func inheritedEnvironment() {
        let (found, asked) = conversation(
            Self.tmux, ["\u{1B}P>|kitty(0.42.1)\u{1B}\\\u{1B}[?62;c", "\u{1B}_Gi=31;OK\u{1B}\\\u{1B}[?62;c"])
        #expect(found.multiplexer == .none)
        #expect(asked[1].contains("\u{1B}_Gi=31"))
        #expect(found.method(preferring: .auto) == .kitty(.placeholders))
    }

    @Test("tmux attached to another terminal is queried again, and the first one's capabilities are dropped")
    func reattached() {
        var (found, _) = conversation(
            Self.tmux, [Self.tmuxAnswers, "\u{1B}_Gi=32;OK\u{1B}\\\u{1B}P>|kitty(0.42.1)\u{1B}\\"])
        #expect(String(decoding: found.resizeQuestions(), as: UTF8.self).contains("_Gi=32"))
        #expect(found.method(preferring: .auto) == .kitty(.placeholders))
        found.fold(.name("XTerm(379)"))
        #expect(found.method(preferring: .auto) == .half(.truecolor))
        _ = found.resizeQuestions()
        found.fold(.graphics(id: 32, message: "OK"))
        found.fold(.name("kitty(0.42.1)"))
        #expect(found.method(preferring: .auto) == .kitty(.placeholders))
    }

    @Test("no queries that would be printed are sent to GNU screen and to simple terminals")
    func harmless() {
        var screen = capabilities(["TERM": "screen", "STY": "1.pts"])
        let text = String(decoding: screen.firstQuestions(), as: UTF8.self)
        #expect(!text.contains("\u{1B}P") && !text.contains("\u{1B}_") && text.hasSuffix("\u{1B}[c"))
        for term in ["linux", "vt100", "dumb"] {
            var found = capabilities(["TERM": term])
            #expect(
                found.firstQuestions().isEmpty && found.resizeQuestions().isEmpty && found.furtherQuestions().isEmpty)
        }
    }

    @Test(
        "the window's pixel size is used only if plausible",
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

    @Test("a reported cell size takes precedence until the window's cell size changes")
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

    @Test("text area and text size give the cell size if nothing else does, but not in tmux")
    func textArea() {
        let replies = "\u{1B}[4;480;800t\u{1B}[8;24;80t"
        #expect(capabilities(replies: replies).cell == CellSize(width: 10, height: 20))
        #expect(!capabilities(["TMUX": "x"], replies: replies).isCellKnown)
    }

    @Test(
        "synchronized output counts as supported if the mode is set or reset", arguments: 0...4)
    func synchronizedOutput(setting: Int) {
        #expect(
            capabilities(replies: "\u{1B}[?2026;\(setting)$y").hasSynchronizedOutput == (setting == 1 || setting == 2))
    }

    @Test("DA1 is the last query of each round")
    func queries() {
        var found = capabilities(["TERM": "xterm-256color"])
        for bytes in [found.firstQuestions(), found.resizeQuestions()] {
            #expect(bytes.suffix(3) == Array("\u{1B}[c".utf8)[...])
        }
    }

    @Test("a reply answers only its own query")
    func questions() {
        for (bytes, reply) in ReplyParserTests.replies {
            let answered = TerminalQuestion.allCases.filter { $0.isAnswered(by: reply) }
            #expect(answered.count <= 1, "\(bytes)")
        }
        #expect(TerminalQuestion.kitty.isAnswered(by: .graphics(id: 31, message: "OK")))
        #expect(!TerminalQuestion.kitty.isAnswered(by: .graphics(id: 32, message: "OK")))
    }
}
