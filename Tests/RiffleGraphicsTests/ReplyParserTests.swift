import RiffleImage
import Testing

@testable import RiffleGraphics

@Suite struct ReplyParserTests {
    /// Recorded replies and their meaning.
    static let replies: [(bytes: String, reply: TerminalReply)] = [
        ("\u{1B}[?63;1;2;4;6;9;15;16;22;28c", .deviceAttributes([63, 1, 2, 4, 6, 9, 15, 16, 22, 28])),
        ("\u{1B}[?1;2c", .deviceAttributes([1, 2])),
        ("\u{1B}[>41;379;0c", .secondaryAttributes([41, 379, 0])),
        ("\u{1B}[24;80R", .cursorPosition(row: 24, column: 80)),
        ("\u{1B}[1;1R", .cursorPosition(row: 1, column: 1)),
        ("\u{1B}[0n", .status(0)),
        ("\u{1B}[?997;1n", .colorScheme(isDark: true)),
        ("\u{1B}[6;17;8t", .cellSize(CellSize(width: 8, height: 17))),
        ("\u{1B}[4;480;800t", .textArea(PixelSize(width: 800, height: 480))),
        ("\u{1B}[8;24;80t", .textCells(columns: 80, rows: 24)),
        ("\u{1B}[?2026;2$y", .mode(2026, .reset)),
        ("\u{1B}[?2026;0$y", .mode(2026, .unknown)),
        ("\u{1B}[?1;0;1024S", .graphicsAttribute(item: 1, status: 0, values: [1024])),
        ("\u{1B}[?2;0;1000;1000S", .graphicsAttribute(item: 2, status: 0, values: [1000, 1000])),
        ("\u{1B}[?1;3S", .graphicsAttribute(item: 1, status: 3, values: [])),
        ("\u{1B}P>|XTerm(379)\u{1B}\\", .name("XTerm(379)")),
        ("\u{1B}P1$r0;48:2::1:2:3m\u{1B}\\", .setting("0;48:2::1:2:3m")),
        ("\u{1B}P0$r\u{1B}\\", .setting(nil)),
        ("\u{1B}P1+r524742=382F382F38\u{1B}\\", .terminfo(name: "RGB", value: "8/8/8", isKnown: true)),
        ("\u{1B}P0+r5463\u{1B}\\", .terminfo(name: "Tc", value: nil, isKnown: false)),
        ("\u{1B}]11;rgb:1a1a/2b2b/ffff\u{1B}\\", .color(.background, Pixel(red: 26, green: 43, blue: 255))),
        ("\u{1B}]10;rgb:f/8/0\u{7}", .color(.foreground, Pixel(red: 255, green: 136, blue: 0))),
        ("\u{1B}]4;7;rgba:ff/00/80/ff\u{7}", .color(.palette(7), Pixel(red: 255, green: 0, blue: 128))),
        ("\u{1B}_Gi=31;OK\u{1B}\\", .graphics(id: 31, message: "OK")),
        ("\u{1B}_Gi=31;ENOENT:no such file\u{1B}\\", .graphics(id: 31, message: "ENOENT:no such file")),
        ("\u{1B}P!|00000000\u{1B}\\", .unknown(Array("\u{1B}P!|00000000\u{1B}\\".utf8))),
        ("\u{1B}[?0u", .unknown(Array("\u{1B}[?0u".utf8))),
    ]

    /// Input from keys, the mouse, pastes and focus changes.
    static let keys = [
        "a", "é", "語", "\r", "\u{3}", "\u{7F}", "\u{1B}[A", "\u{1B}OA", "\u{1B}OP", "\u{1B}[1;5A", "\u{1B}[1;2R",
        "\u{1B}[1;5S",
        "\u{1B}[R", "\u{1B}[S", "\u{1B}[c", "\u{1B}[15~", "\u{1B}[200~", "\u{1B}[201~", "\u{1B}[<0;33;12M",
        "\u{1B}[<0;33;12m",
        "\u{1B}[I", "\u{1B}[O", "\u{1B}[Z", "\u{1B}[97;5u", "\u{1B}[[A", "\u{1B}x", "\u{1B}\u{7F}", "\u{1B}X",
        "\u{1B}[27;5;9~",
        "\u{1B}é", "ŀ“", "\u{1B}語",
    ]

    /// Elements with adjacent plain bytes joined, so that splits make no difference.
    private func joined(_ elements: [ReplyParser.Element]) -> [ReplyParser.Element] {
        var out: [ReplyParser.Element] = []
        for element in elements {
            if case .bytes(let new) = element, new.first != 0x1B, case .bytes(let old)? = out.last, old.first != 0x1B {
                out[out.count - 1] = .bytes(old + new)
            } else {
                out.append(element)
            }
        }
        return out
    }

    @Test("a reply is recognised, split at any byte", arguments: replies.map(\.bytes))
    func splitReplies(bytes: String) throws {
        let reply = try #require(Self.replies.first { $0.bytes == bytes }?.reply)
        let all = Array(bytes.utf8)
        for cut in 0...all.count {
            var parser = ReplyParser()
            #expect(parser.consume(all[..<cut]) + parser.consume(all[cut...]) == [.reply(reply)])
            #expect(!parser.isPending)
        }
    }

    @Test(
        "a reply whose second half comes after the escape timeout never becomes keys",
        arguments: replies.map(\.bytes))
    func lateReplies(bytes: String) throws {
        let reply = try #require(Self.replies.first { $0.bytes == bytes }?.reply)
        let all = Array(bytes.utf8)
        for cut in 1..<all.count {
            var parser = ReplyParser()
            var elements = parser.consume(all[..<cut])
            elements += parser.flush()
            elements += parser.consume(all[cut...])
            // Split after ESC or after the second byte, the first part has already been returned as keys.
            #expect(elements.last == .reply(reply))
            #expect(elements.count == (cut <= 2 ? 2 : 1))
        }
    }

    @Test("keys are unchanged and complete, split at any byte", arguments: keys)
    func keysPass(bytes: String) {
        let all = Array(bytes.utf8)
        for cut in 0...all.count {
            var parser = ReplyParser()
            #expect(joined(parser.consume(all[..<cut]) + parser.consume(all[cut...])) == [.bytes(all)])
            #expect(!parser.isPending)
        }
    }

    @Test(
        "Escape and Alt keys that could start a sequence are returned after the timeout",
        arguments: ["\u{1B}", "\u{1B}[", "\u{1B}O", "\u{1B}P", "\u{1B}]", "\u{1B}_"])
    func ambiguous(bytes: String) {
        var parser = ReplyParser()
        #expect(parser.consume(bytes.utf8).isEmpty)
        #expect(parser.isPending)
        #expect(parser.flush() == [.bytes(Array(bytes.utf8))])
        #expect(!parser.isPending)
        #expect(parser.flush().isEmpty)
        // Later typing is not affected.
        #expect(parser.consume("\r".utf8) == [.bytes([0x0D])])
    }

    @Test("after a flushed Escape, keys are returned one by one")
    func typingAfterEscape() {
        var parser = ReplyParser()
        var typed: [UInt8] = []
        for byte in "\u{1B}[?1;2c]0;x\u{1B}P>|a\u{1B}OA\u{1B}".utf8 {
            for element in parser.consume([byte]) + parser.flush() {
                guard case .bytes(let bytes) = element else {
                    Issue.record("keys were taken for a reply: \(element)")
                    return
                }
                typed += bytes
            }
        }
        #expect(typed == Array("\u{1B}[?1;2c]0;x\u{1B}P>|a\u{1B}OA\u{1B}".utf8))
    }

    @Test("Escape twice is Escape, and the second starts its own sequence")
    func doubleEscape() {
        var parser = ReplyParser()
        #expect(parser.consume("\u{1B}\u{1B}[A".utf8) == [.bytes([0x1B]), .bytes(Array("\u{1B}[A".utf8))])
    }

    @Test("F3 with modifiers is a key unless cursor reports are expected")
    func cursorReports() {
        var parser = ReplyParser(expectsCursorReports: true)
        #expect(parser.consume("\u{1B}[1;2R".utf8) == [.reply(.cursorPosition(row: 1, column: 2))])
    }

    @Test(
        "a truncated reply does not swallow the next key",
        arguments: ["\u{1B}P>|XTer", "\u{1B}[?63;1", "\u{1B}]11;rgb:00"])
    func cutOff(bytes: String) {
        for next in ["\r", "\u{3}", "\u{1B}[A", "\u{1B}[0n"] {
            var parser = ReplyParser()
            #expect(parser.consume(bytes.utf8).isEmpty)
            let expected = next == "\u{1B}[0n" ? ReplyParser.Element.reply(.status(0)) : .bytes(Array(next.utf8))
            #expect(parser.consume(next.utf8) == [expected])
        }
    }

    @Test(
        "after a truncated reply a key waits no longer than the escape timeout",
        arguments: ["\u{1B}P>|XTer", "\u{1B}[?63;1", "\u{1B}]11;rgb:00", "\u{1B}_Gi=31;O", "\u{9B}?6", "\u{1B}[1;5"])
    func keysAfterPause(bytes: String) {
        for next in ["q", "1", "é", "\u{1B}[B", "\u{1B}", "jj"] {
            var parser = ReplyParser()
            var elements = parser.consume(bytes.utf8) + parser.flush()
            #expect(elements.isEmpty)
            #expect(!parser.isPending)
            elements = parser.consume(next.utf8) + parser.flush()
            #expect(elements == [.bytes(Array(next.utf8))], "\(next)")
            #expect(!parser.isPending)
            #expect(parser.consume("k".utf8) == [.bytes([UInt8(ascii: "k")])])
        }
    }

    @Test("a reply is recognised with 8-bit controls and their UTF-8 forms, split at any byte", arguments: replies)
    func eightBit(bytes: String, reply: TerminalReply) {
        var raw: [UInt8] = []
        var encoded: [UInt8] = []
        let all = Array(bytes.utf8)
        for (index, byte) in all.enumerated() {
            if index > 0, all[index - 1] == 0x1B { continue }
            raw += byte == 0x1B ? [all[index + 1] + 0x40] : [byte]
            encoded += byte == 0x1B ? [0xC2, all[index + 1] + 0x40] : [byte]
        }
        if case .unknown = reply { return }
        for form in [raw, encoded] {
            for cut in 0...form.count {
                for pauses in [false, true] {
                    var parser = ReplyParser()
                    let head = parser.consume(form[..<cut]) + (pauses ? parser.flush() : [])
                    let elements = head + parser.consume(form[cut...])
                    // The first byte of an incomplete character is not a key.
                    #expect(elements.filter { $0 != .bytes([0xC2]) } == [.reply(reply)])
                    #expect(!parser.isPending)
                }
            }
        }
    }

    @Test("an unrequested string of megabytes is dropped, also with pauses")
    func longString() {
        var parser = ReplyParser()
        #expect(parser.consume("\u{1B}]52;c;".utf8).isEmpty)
        for _ in 0..<500 {
            #expect(parser.consume(Array(repeating: UInt8(ascii: "A"), count: 4096)).isEmpty)
            #expect(parser.flush().isEmpty)
        }
        #expect(parser.consume("AA\u{1B}\\q".utf8) == [.bytes([UInt8(ascii: "q")])])
    }

    @Test("endless strings and sequences are dropped with bounded memory")
    func overlong() {
        for head in ["\u{1B}]52;c;", "\u{1B}P1$r", "\u{1B}[?"] {
            let tail = head == "\u{1B}[?" ? "c" : "\u{1B}\\"
            var parser = ReplyParser()
            #expect(parser.consume((head + String(repeating: "1", count: 100_000) + tail).utf8).isEmpty)
            #expect(parser.consume("q".utf8) == [.bytes([UInt8(ascii: "q")])])
        }
    }

    @Test("replies mixed with keys, split at random, come out in order", arguments: 0..<200)
    func mixed(seed: Int) {
        var random = Generator(state: UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1)
        var stream: [UInt8] = []
        var expected: [ReplyParser.Element] = []
        for _ in 0..<30 {
            if random.next(2) == 0 {
                let pick = Self.replies[random.next(Self.replies.count)]
                stream += Array(pick.bytes.utf8)
                expected.append(.reply(pick.reply))
            } else {
                let bytes = Array(Self.keys[random.next(Self.keys.count)].utf8)
                stream += bytes
                expected.append(.bytes(bytes))
            }
        }
        var parser = ReplyParser()
        var elements: [ReplyParser.Element] = []
        while !stream.isEmpty {
            let count = min(stream.count, 1 + random.next(9))
            elements += parser.consume(stream.prefix(count))
            stream.removeFirst(count)
        }
        #expect(joined(elements) == joined(expected))
    }

    @Test("no input traps, and without ESC all bytes are returned", arguments: 0..<50)
    func fuzz(seed: Int) {
        var random = Generator(state: UInt64(seed + 1) &* 0xD134_2543_DE82_EF95 | 1)
        let alphabet = Array("\u{1B}\u{1B}\u{1B}[]P_O?>;:0123456789$+=|rcRtySnG\\\u{7}\u{18}a\u{FF}".utf8)
        var parser = ReplyParser()
        for _ in 0..<300 {
            let bytes = (0..<random.next(12)).map { _ in
                random.next(10) == 0 ? UInt8(random.next(256)) : alphabet[random.next(alphabet.count)]
            }
            for element in parser.consume(bytes) + (random.next(4) == 0 ? parser.flush() : []) {
                if case .bytes(let bytes) = element { #expect(!bytes.isEmpty && !bytes.dropFirst().contains(0x1B)) }
            }
        }
        // After any input and two pauses, a key is recognised.
        _ = parser.flush()
        _ = parser.flush()
        let key = parser.consume([UInt8(ascii: "q")]) + parser.flush()
        guard case .bytes(let last)? = key.last, last.last == UInt8(ascii: "q") else {
            Issue.record("the key was swallowed: \(key)")
            return
        }
        let plain = (0..<50).map { _ in UInt8(0x20 + random.next(0x5F)) }
        #expect(joined(parser.consume(plain)) == [.bytes(plain)])
    }

    private struct Generator {
        var state: UInt64

        mutating func next(_ limit: Int) -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(state >> 33) % limit
        }
    }
}
