import RiffleUI
import Testing

@testable import RiffleTerminal

@Suite struct KeyDecoderTests {
    private static let table: [(String, Key)] = [
        ("a", Key(.character("a"))), ("G", Key(.character("G"))), ("é", Key(.character("é"))),
        ("漢", Key(.character("漢"))), ("😀", Key(.character("😀"))), (" ", Key(.character(" "))),
        ("\r", Key(.enter)), ("\n", Key(.enter)), ("\t", Key(.tab)), ("\u{7F}", Key(.backspace)),
        ("\u{08}", Key(.backspace)), ("\u{03}", Key(.character("c"), control: true)),
        ("\u{0C}", Key(.character("l"), control: true)), ("\u{1A}", Key(.character("z"), control: true)),
        ("\u{00}", Key(.character(" "), control: true)), ("\u{1F}", Key(.character("_"), control: true)),
        ("\u{1B}[A", Key(.up)), ("\u{1B}OB", Key(.down)), ("\u{1B}[C", Key(.right)), ("\u{1B}OD", Key(.left)),
        ("\u{1B}[1;5A", Key(.up, control: true)), ("\u{1B}[1;2C", Key(.right, shift: true)),
        ("\u{1B}[1;3D", Key(.left, alt: true)), ("\u{1B}[1;8B", Key(.down, control: true, alt: true, shift: true)),
        ("\u{1B}[H", Key(.home)), ("\u{1B}OF", Key(.end)), ("\u{1B}[1~", Key(.home)), ("\u{1B}[8~", Key(.end)),
        ("\u{1B}[2~", Key(.insert)), ("\u{1B}[3~", Key(.delete)), ("\u{1B}[3;5~", Key(.delete, control: true)),
        ("\u{1B}[5~", Key(.pageUp)), ("\u{1B}[6~", Key(.pageDown)), ("\u{1B}OP", Key(.function(1))),
        ("\u{1B}[15~", Key(.function(5))), ("\u{1B}[24~", Key(.function(12))), ("\u{1B}[[C", Key(.function(3))),
        ("\u{1B}[1;2P", Key(.function(1), shift: true)), ("\u{1B}[Z", Key(.tab, shift: true)),
        ("\u{1B}OM", Key(.enter)), ("\u{1B}Op", Key(.character("0"))), ("\u{1B}Ok", Key(.character("+"))),
        ("\u{1B}a", Key(.character("a"), alt: true)), ("\u{1B}1", Key(.character("1"), alt: true)),
        ("\u{1B}é", Key(.character("é"), alt: true)), ("\u{1B}\r", Key(.enter, alt: true)),
        ("\u{1B}\u{01}", Key(.character("a"), control: true, alt: true)),
        ("\u{1B}\u{1B}[A", Key(.up, alt: true)), ("\u{1B}[27;5;13~", Key(.enter, control: true)),
        ("\u{1B}[97;5u", Key(.character("a"), control: true)), ("\u{1B}[97;2u", Key(.character("A"))),
    ]

    @Test("every form of a key is recognised, split at any byte", arguments: table)
    func key(bytes: String, key: Key) {
        let bytes = Array(bytes.utf8)
        for cut in 0...bytes.count {
            var decoder = KeyDecoder()
            let events = decoder.consume(bytes[..<cut]) + decoder.consume(bytes[cut...])
            #expect(events == [.key(key)], "cut at \(cut)")
            #expect(!decoder.isPending)
        }
    }

    @Test("the whole table in one piece gives every key in order")
    func sequence() {
        var decoder = KeyDecoder()
        let events = decoder.consume(Self.table.flatMap { $0.0.utf8 })
        #expect(events == Self.table.map { .key($0.1) })
    }

    @Test(
        "after a pause, the rest is the Escape key or Alt with a letter",
        arguments: [
            ("\u{1B}", [Key(.escape)]), ("\u{1B}\u{1B}", [Key(.escape), Key(.escape)]),
            ("\u{1B}[", [Key(.character("["), alt: true)]), ("\u{1B}O", [Key(.character("O"), alt: true)]),
        ])
    func pause(bytes: String, keys: [Key]) {
        var decoder = KeyDecoder()
        #expect(decoder.consume(bytes.utf8).isEmpty)
        #expect(decoder.isPending)
        #expect(decoder.flush() == keys.map(InputEvent.key))
        #expect(!decoder.isPending)
    }

    @Test("a paste becomes text with plain line ends and without control characters, split at any byte")
    func paste() {
        let bytes = Array("x\u{1B}[200~one\r\ntwo\rthr\u{1B}[31mee\u{07}\tü\u{1B}[201~y".utf8)
        for cut in 0...bytes.count {
            var decoder = KeyDecoder()
            let events = decoder.consume(bytes[..<cut]) + decoder.consume(bytes[cut...])
            #expect(
                events == [
                    .key(Key(.character("x"))), .paste("one\ntwo\nthr[31mee\tü"), .key(Key(.character("y"))),
                ], "cut at \(cut)")
        }
    }

    @Test("a key counts once, although the terminal also reports repeat and release")
    func releases() {
        for form in ["106;1:|u", "1;1:|A", "3;5:|~", "57399;129:|u"] {
            var decoder = KeyDecoder()
            let press = decoder.consume("\u{1B}[\(form.replacing("|", with: "1"))".utf8)
            #expect(decoder.consume("\u{1B}[\(form.replacing("|", with: "2"))".utf8) == press)
            #expect(decoder.consume("\u{1B}[\(form.replacing("|", with: "3"))".utf8).isEmpty, "\(form)")
        }
    }

    @Test("focus changes are reported, and unknown sequences are dropped")
    func others() {
        var decoder = KeyDecoder()
        #expect(decoder.consume("\u{1B}[I\u{1B}[O".utf8) == [.focus(true), .focus(false)])
        #expect(decoder.consume("\u{1B}[<1;3;4M\u{1B}[99~\u{1B}[Ea".utf8) == [.key(Key(.character("a")))])
        #expect(decoder.consume([0xFF, 0xC3, 0x28, 0x80, 0xED, 0xA0, 0x80]) == [.key(Key(.character("(")))])
        #expect(decoder.consume([0xC2, 0x85]) == [])
    }

    @Test("random bytes never trap, and a key after them is recognised")
    func noise() {
        var random = SplitMix(seed: 7)
        for _ in 0..<300 {
            var decoder = KeyDecoder()
            let palette: [UInt8] = [0x1B, 0x5B, 0x4F, 0x3B, 0x31, 0x7E, 0xC3, 0xA9, 0x41, 0x00, 0xF0, 0x1B]
            _ = decoder.consume((0..<40).map { _ in palette[Int(random.next() % 12)] })
            _ = decoder.flush()
            #expect(decoder.consume("\r\r".utf8).last == .key(Key(.enter)))
        }
    }
}

@Suite struct MouseSequenceTests {
    @Test("mouse reports are recognised, split at any byte, and never become keys")
    func reports() {
        let bytes = Array("a\u{1B}[<0;5;3M\u{1B}[<32;6;3M\u{1B}[<0;6;3m\u{1B}[<65;1;1Mb".utf8)
        let expected: [InputEvent] = [
            .key(Key(.character("a"))), .mouse(Mouse(.press(clicks: 1), at: Point(column: 4, row: 2))),
            .mouse(Mouse(.drag, at: Point(column: 5, row: 2))), .mouse(Mouse(.release, at: Point(column: 5, row: 2))),
            .mouse(Mouse(.wheelDown, at: Point(column: 0, row: 0))), .key(Key(.character("b"))),
        ]
        for cut in 0...bytes.count {
            var reader = InputReader()
            let elements = reader.consume(bytes[..<cut]) + reader.consume(bytes[cut...])
            #expect(elements == expected.map { .event($0) }, "cut at \(cut)")
        }
    }

    @Test(
        "other buttons and invalid reports are ignored",
        arguments: ["<1;1;1M", "<0;1M", "<0;0;1M", "<;1;1M", "<99999999999999999999;1;1M"])
    func nothing(_ report: String) {
        var decoder = KeyDecoder()
        #expect(decoder.consume(Array("\u{1B}[\(report)".utf8)).isEmpty)
    }

    @Test("two clicks at one position within 400 ms are a double click; a third is a single click")
    func clicks() {
        var counter = ClickCounter()
        let start = ContinuousClock.now
        func press(_ column: Int, after milliseconds: Int) -> Mouse.Deed {
            let mouse = Mouse(.press(clicks: 1), at: Point(column: column, row: 0))
            return counter.counted(mouse, at: start + .milliseconds(milliseconds)).deed
        }
        #expect(press(1, after: 0) == .press(clicks: 1))
        #expect(press(1, after: 300) == .press(clicks: 2))
        #expect(press(1, after: 500) == .press(clicks: 1))
        #expect(press(2, after: 600) == .press(clicks: 1))
        #expect(press(2, after: 1100) == .press(clicks: 1))
    }
}
