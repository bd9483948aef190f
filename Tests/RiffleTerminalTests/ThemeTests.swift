import FoundationEssentials
import Glibc
import RiffleGraphics
import RiffleUI
import Testing

@testable import RiffleTerminal

@Suite struct ThemeTests {
    private func read(_ text: String) throws -> (theme: Theme, warnings: [ThemeWarning]) {
        try Theme.read(text, name: "test", folders: [])
    }

    @Test("a style inherits missing parts from its parent, and that one from text")
    func fallback() throws {
        let (theme, warnings) = try read(
            """
            name = "mine"
            appearance = "light"
            [palette]
            sea = "#0040ff"
            [styles]
            text = "white on black"
            popup = { fg = "sea", bg = 17, attributes = ["bold"] }
            "popup.border" = "on default"
            "popup.title" = "bright-red underline"
            error = "#ff0000 on sea plain"
            """)
        #expect(warnings == [])
        #expect(theme.name == "mine")
        #expect(theme.appearance == .light)
        let sea = CellColor.rgb(red: 0, green: 0x40, blue: 0xFF)
        #expect(theme[.text] == Paint(foreground: .indexed(7), background: .indexed(0)))
        #expect(theme[.dim] == theme[.text])
        #expect(theme[.popup] == Paint(foreground: sea, background: .indexed(17), attributes: .bold))
        #expect(theme[.popupBorder] == Paint(foreground: sea, background: .terminalDefault, attributes: .bold))
        #expect(theme[.popupTitle] == Paint(foreground: .indexed(9), background: .indexed(17), attributes: .underline))
        #expect(theme[.error] == Paint(foreground: .rgb(red: 255, green: 0, blue: 0), background: sea))
    }

    @Test("invalid parts are ignored, and reported with their line")
    func warnings() throws {
        let (theme, warnings) = try read(
            """
            appearance = "dusk"
            speed = 3
            inherits = "nowhere"
            [palette]
            odd = "#12345"
            [styles]
            txet = "red"
            title = "red on purplish bold"
            dim = "sparkling blue"
            border = 4
            field = { fg = "red", glow = true }
            """)
        #expect(
            warnings.map(\.line) == [1, 2, 3, 5, 7, 8, 9, 10, 11]
                && warnings.map(\.reason) == [
                    .unknownAppearance("dusk"), .unknownKey("speed"), .unknownTheme("nowhere"),
                    .unknownColor("#12345"), .unknownStyle("txet"), .unknownColor("purplish"),
                    .unknownWord("sparkling"), .wrongType(key: "border"), .unknownKey("field.glow"),
                ], "\(warnings)")
        #expect(theme[.title] == Paint(foreground: .indexed(1), attributes: .bold))
        #expect(theme[.dim].foreground == .indexed(4))
    }

    @Test("text that is not TOML is rejected with the line")
    func malformed() {
        #expect(throws: ThemeError.malformed(path: "test", line: 2, column: 8)) {
            try read("name = \"a\"\ntext = = 3\n")
        }
    }

    @Test("a theme may change the palette of the one it inherits from; cycles are detected")
    func inheritance() throws {
        try withFolder([
            "base.toml": "[palette]\nink = \"red\"\n[styles]\ntext = \"ink\"\ntitle = \"ink bold\"\n",
            "child.toml": "inherits = \"base\"\n[palette]\nink = \"blue\"\n[styles]\ntitle = \"ink underline\"\n",
            "a.toml": "inherits = \"b\"\n", "b.toml": "inherits = \"a\"\n",
        ]) { folder in
            let child = try Theme.load(path: "\(folder)/child.toml")
            #expect(child.warnings == [])
            #expect(child.theme[.text].foreground == .indexed(4))
            #expect(child.theme[.title] == Paint(foreground: .indexed(4), attributes: .underline))
            #expect(try Theme.named("a", in: [folder]).warnings.map(\.reason) == [.inheritsItself("a")])
            #expect(Theme.names(in: [folder]) == (["a", "b", "base", "child"] + Self.bundledNames).sorted())
            #expect(throws: ThemeError.unknown(name: "none")) { try Theme.named("none", in: [folder]) }
            #expect(throws: ThemeError.unreadable(path: "\(folder)/none.toml")) {
                try Theme.load(path: "\(folder)/none.toml")
            }
        }
    }

    @Test("a theme may include files: they override its parent, and it overrides them")
    func includes() throws {
        try withFolder([
            "base.toml": "[styles]\ntext = \"red\"\ntitle = \"red\"\ndim = \"red\"\naccent = \"red\"\n",
            "mine.toml": """
            inherits = "base"
            include = ["one.inc", "two.inc", "gone.inc", "bad.inc"]
            [styles]
            text = "blue"
            """,
            "one.inc": "[palette]\nmine = \"green\"\n[styles]\ntext = \"mine\"\ntitle = \"mine\"\ndim = \"mine\"\n",
            "two.inc": "inherits = \"base\"\ninclude = \"ring.inc\"\n[styles]\ndim = \"yellow\"\nlost = \"red\"\n",
            "ring.inc": "include = \"two.inc\"\n", "bad.inc": "= 1\n",
        ]) { folder in
            let (theme, warnings) = try Theme.load(path: "\(folder)/mine.toml")
            #expect(theme[.text].foreground == .indexed(4))
            #expect(theme[.title].foreground == .indexed(2))
            #expect(theme[.dim].foreground == .indexed(3))
            #expect(theme[.accent].foreground == .indexed(1))
            #expect(
                Set(warnings.map { "\($0.theme):\($0.line) \($0.reason)" }) == [
                    "mine:2 unreadableInclude(\"gone.inc\")",
                    "mine:2 malformedInclude(\"bad.inc\", line: 1, column: 1)",
                    "two.inc:1 inheritsInInclude(\"base\")", "two.inc:5 unknownStyle(\"lost\")",
                    "ring.inc:1 includesItself(\"two.inc\")",
                ])
        }
    }

    @Test("a file that includes itself under any spelling, many times, or no file, causes no hang")
    func hostileIncludes() throws {
        var files = ["mine.toml": "include = [\"./mine.toml\", \"link\", \"tree0\", \"pipe\", \"/dev/zero\"]\n"]
        for level in 0..<40 {
            files["tree\(level)"] = "include = [\"tree\(level + 1)\", \"./tree\(level + 1)\"]\n"
        }
        files["tree40"] = "[styles]\ntext = \"green\"\n"
        try withFolder(files) { folder in
            #expect(symlink("mine.toml", "\(folder)/link") == 0 && mkfifo("\(folder)/pipe", 0o600) == 0)
            let (theme, warnings) = try Theme.load(path: "\(folder)/mine.toml")
            #expect(theme[.text].foreground == .indexed(2))
            let reasons = Set(warnings.map { "\($0.reason)" })
            #expect(reasons.contains("includesItself(\"./mine.toml\")"))
            #expect(reasons.contains("unreadableInclude(\"pipe\")"))
            #expect(reasons.contains("unreadableInclude(\"/dev/zero\")"))
        }
    }

    private static let bundledNames =
        (try? FileManager.default.contentsOfDirectory(atPath: themes))?.map { String($0.dropLast(5)) }.sorted() ?? []
    private static let themes = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "themes").path

    @Test("bundled themes have no warnings and are named like their files", arguments: bundledNames)
    func bundled(name: String) throws {
        let (theme, warnings) = try Theme.load(path: "\(Self.themes)/\(name).toml")
        #expect(warnings == [])
        #expect(theme.name == name)
    }

    @Test("every theme of the folder is compiled in unchanged; CBundled.c lists them")
    func compiledIn() throws {
        #expect(Theme.builtinTexts.keys.sorted() == Self.bundledNames)
        for (name, text) in Theme.builtinTexts {
            #expect(try String(contentsOfFile: "\(Self.themes)/\(name).toml", encoding: .utf8) == text, "\(name)")
        }
    }

    @Test(
        "in every bundled theme text is readable and the selection visible",
        arguments: [
            ("riffle-dark", 4.5), ("riffle-light", 4.5), ("high-contrast", 7), ("paper", 7), ("nord", 4.5),
            ("gruvbox", 4.5), ("solarized-dark", 4.5), ("solarized-light", 4.5), ("colour-blind", 4.5),
            ("colour-blind-light", 4.5), ("catppuccin-mocha", 4.5), ("catppuccin-latte", 4.5), ("tokyo-night", 4.5),
            ("dracula", 4.5), ("rose-pine", 4.5), ("rose-pine-dawn", 4.5), ("everforest", 4.5),
            ("everforest-light", 4.5), ("kanagawa", 4.5),
        ])
    func contrast(name: String, least: Double) throws {
        let theme = try Theme.load(path: "\(Self.themes)/\(name).toml").theme
        for style in Style.allCases where style != .border && style != .guide {
            let ratio = try #require(Self.contrast(theme[style].foreground, theme[style].background))
            #expect(ratio >= least, "\(style) has \(ratio)")
        }
        for style in [Style.selection, .selectionInactive, .fieldFocused, .bar, .popup] where name != "high-contrast" {
            #expect(theme[style].background != theme[.text].background)
        }
    }

    @Test("without colours, important styles differ by attributes")
    func monochrome() {
        let theme = Theme.monochrome
        for style in Style.allCases {
            #expect(theme[style].foreground == .terminalDefault && theme[style].background == .terminalDefault)
        }
        let apart: [Style] = [.text, .selection, .selectionInactive, .error, .field, .fieldError]
        #expect(Set(apart.map { theme[$0].attributes.rawValue }).count == apart.count)
    }

    /// Source: WCAG 2.1, "contrast ratio" and "relative luminance".
    private static func contrast(_ a: CellColor, _ b: CellColor) -> Double? {
        func luminance(_ color: CellColor) -> Double? {
            guard case .rgb(let red, let green, let blue) = color else { return nil }
            let linear = [red, green, blue].map { channel -> Double in
                let value = Double(channel) / 255
                return value <= 0.03928 ? value / 12.92 : pow24((value + 0.055) / 1.055)
            }
            return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
        }
        guard let first = luminance(a), let second = luminance(b) else { return nil }
        return (max(first, second) + 0.05) / (min(first, second) + 0.05)
    }

    /// x^2.4, as x² times the fifth root of x², by Newton's method.
    private static func pow24(_ x: Double) -> Double {
        let square = x * x
        var root = 1.0
        for _ in 0..<60 { root -= (root * root * root * root * root - square) / (5 * root * root * root * root) }
        return square * root
    }

    private func withFolder(_ files: [String: String], _ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "riffle-themes-\(UInt64.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files {
            try Data(text.utf8).write(to: folder.appending(path: name))
        }
        try body(folder.path)
    }
}
