import Testing

extension ProgramTests {
    /// What a person must never see: leftovers. The screen afterwards is the screen before, to the pixel.
    @Suite("The program in a real xterm with sixels", .enabled(if: VirtualScreen.isInstalled, "needs Xvfb and xterm"))
    struct XtermTests {
        /// The program on three pictures, with the first one drawn.
        private func session(
            _ riffle: RiffleProcess, columns: Int = 100, rows: Int = 30, font: String = "fixed"
        ) throws -> XtermSession {
            for name in ["cat.png", "hills.png", "valley.png"] { try riffle.add(name) }
            let session = try XtermSession(
                [RiffleProcess.executable, "."], environment: riffle.environment, folder: riffle.pictures,
                columns: columns, rows: rows, font: font)
            try session.see("\u{1b}P0;1")
            return session
        }

        @Test(
            "Popups opened and closed over the picture leave nothing behind, and send little of it again, at any cell size",
            arguments: ["fixed", "10x20"])
        func popups(font: String) throws {
            let riffle = try RiffleProcess()
            let xterm = try session(riffle, font: font)
            let before = try xterm.settledPixels()
            let whole = xterm.output.count
            for (open, title, close) in [
                ("v", "Variations of", "\u{1b}"), ("?", "Keys", "\u{1b}"), ("H", "History", "\u{1b}"),
            ] {
                let start = xterm.output.count
                xterm.press(open)
                try xterm.see(title, after: start)
                #expect(try xterm.settledPixels() != before, "\(title)")
                xterm.press(close)
                try xterm.expect(before)
                // The form shows the picture smaller beside its fields, and then it is drawn again.
                #expect(xterm.output.count - start < (open == "v" ? 2 * whole : whole), "\(title)")
            }
        }

        @Test("Going through the list and back, zooming and back, leave the screen as it was")
        func leafing() throws {
            let riffle = try RiffleProcess()
            let xterm = try session(riffle)
            let before = try xterm.settledPixels()
            xterm.press("jjkkj")
            #expect(try xterm.settledPixels() != before)
            xterm.press("k")
            try xterm.expect(before)
            // The picture fills the screen down to the row that a sixel must not touch.
            xterm.press("\r")
            #expect(try xterm.settledPixels() != before)
            xterm.press("++\u{1b}[C\u{1b}")
            try xterm.expect(before)
        }

        @Test("A window made smaller and larger again shows what it showed before")
        func resizing() throws {
            let riffle = try RiffleProcess()
            let xterm = try session(riffle)
            let before = try xterm.settledPixels()
            try xterm.resize(columns: 80, rows: 24)
            #expect(try xterm.settledPixels() != before)
            try xterm.resize(columns: 100, rows: 30)
            try xterm.expect(before)
        }

        @Test("Drawing again, and the focus coming back, change nothing")
        func again() throws {
            let riffle = try RiffleProcess()
            let xterm = try session(riffle)
            let before = try xterm.settledPixels()
            for keys in ["\u{c}", "\u{1b}[O\u{1b}[I"] {
                xterm.press(keys)
                try xterm.expect(before)
            }
        }

        @Test("Stopped by Ctrl-Z it gives the screen back, and takes it again with fg")
        func suspending() throws {
            let riffle = try RiffleProcess()
            for name in ["cat.png", "hills.png"] { try riffle.add(name) }
            let variables = riffle.environment.merging(["PS1": "ready> ", "HISTFILE": "/dev/null"]) { $1 }
            let xterm = try XtermSession(
                ["/bin/bash", "--norc", "--noprofile", "-i"], environment: variables, folder: riffle.pictures,
                columns: 100, rows: 30)
            try xterm.see("ready> ")
            let shell = try xterm.settledPixels()
            xterm.press("\(RiffleProcess.executable) .\r")
            try xterm.see("\u{1b}P0;1")
            let before = try xterm.settledPixels()
            #expect(before != shell)
            let start = xterm.output.count
            xterm.press("\u{1a}")
            try xterm.see("Stopped", after: start)
            try xterm.see("ready> ", after: start)
            #expect(try xterm.settledPixels() != before)
            xterm.press("fg\r")
            try xterm.expect(before)
        }
    }
}
