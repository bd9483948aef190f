import RiffleGraphics
import RiffleUI
import Testing

@testable import RiffleTerminal

@Suite struct InputReaderTests {
    private static let answers =
        "\u{1B}[?63;1;2;4;6;9;15;16;22;28c\u{1B}P>|XTerm(379)\u{1B}\\\u{1B}]11;rgb:00/00/00\u{7}"

    private func keys(_ elements: [InputReader.Element]) -> [InputEvent] {
        elements.compactMap { if case .event(let event) = $0 { event } else { nil } }
    }

    @Test("replies between keys never become keys, late, doubled and split at any byte")
    func answers() {
        let bytes = Array("j\(Self.answers)k\u{1B}[A\(Self.answers)\(Self.answers)\u{1B}[200~p\u{1B}[201~q".utf8)
        let expected: [InputEvent] = [
            .key(Key(.character("j"))), .key(Key(.character("k"))), .key(Key(.up)), .paste("p"),
            .key(Key(.character("q"))),
        ]
        for cut in 0...bytes.count {
            var reader = InputReader()
            let elements = reader.consume(bytes[..<cut]) + reader.consume(bytes[cut...])
            #expect(keys(elements) == expected, "cut at \(cut)")
            #expect(elements.count == expected.count + 9)
            #expect(reader.patience(expectsReply: true) == nil)
        }
    }

    @Test("Escape alone waits, and is a key if nothing follows")
    func escape() {
        var reader = InputReader()
        #expect(reader.consume([0x1B]).isEmpty)
        #expect(reader.patience(expectsReply: false) == .milliseconds(25))
        #expect(keys(reader.flush()) == [.key(Key(.escape))])
        #expect(reader.patience(expectsReply: false) == nil)
        #expect(keys(reader.consume("\u{1B}\u{1B}[B".utf8)) == [.key(Key(.down, alt: true))])
    }

    /// The keys for bytes that arrive one by one, 100 ms apart.
    private func trickle(_ text: String, into reader: inout InputReader) -> [InputReader.Element] {
        var elements: [InputReader.Element] = []
        for byte in text.utf8 {
            elements += reader.consume([byte])
            while let patience = reader.patience(expectsReply: true), patience < .milliseconds(100) {
                elements += reader.flush()
            }
        }
        return elements
    }

    @Test("replies and pastes whose bytes arrive 100 ms apart are recognised")
    func slowLine() {
        var reader = InputReader()
        let elements = trickle("\(Self.answers)\u{1B}[200~dy\u{1B}[201~j", into: &reader)
        #expect(keys(elements) == [.paste("dy"), .key(Key(.character("j")))])
        #expect(elements.count == 5)
    }

    @Test("Ctrl-C ends a paste without an end marker, but only if nothing follows")
    func unendedPaste() {
        var reader = InputReader()
        #expect(reader.consume("\u{1B}[200~one\u{3}two".utf8).isEmpty)
        #expect(reader.consume([0x03]).isEmpty)
        #expect(reader.consume("dy".utf8).isEmpty)
        #expect(reader.patience(expectsReply: false) == nil)
        #expect(reader.consume([0x03]).isEmpty)
        #expect(reader.patience(expectsReply: false) == .milliseconds(500))
        #expect(keys(reader.flush()) == [.key(.control("c"))])
        #expect(keys(reader.consume("q".utf8)) == typed("q"))
    }

    private func typed(_ text: String) -> [InputEvent] { text.map { .key(Key(.character($0))) } }

    @Test("a paste never becomes keys, whatever its length, content and splits", arguments: [100, 4096])
    func longPaste(chunk: Int) {
        // As keys, two of the pieces would quit or delete; one starts a string; one is Ctrl-C alone.
        let line = "kkkkdyTy q\u{3}\u{1B}]0;x\u{3}\u{1B}[A\u{1B}[201\u{1B}[M q\n"
        let content = String(repeating: line, count: (3 << 20) / line.utf8.count)
        var bytes = Array("j\u{1B}[200~\(content)\u{1B}[201~k".utf8)[...]
        var reader = InputReader()
        var events: [InputEvent] = []
        while !bytes.isEmpty {
            events += keys(reader.consume(bytes.prefix(chunk)))
            bytes = bytes.dropFirst(chunk)
        }
        let pressed = events.filter { if case .key = $0 { true } else { false } }
        #expect(events.count == 3 && events[1] == .oversizedPaste)
        #expect(pressed.count == 2 && pressed == typed("jk"), "\(pressed.count) keys")
    }

    @Test("old mouse reports never become keys, for any position, split at any byte")
    func oldMouse() {
        for place in [1, 49, 75, 81, 97, 112, 123, 162, 223] {
            let position = UInt8(32 + place)
            let scalars = String(String.UnicodeScalarView([Unicode.Scalar(position), Unicode.Scalar(position)]))
            for position in [[position, position], Array(scalars.utf8)] {
                let report = Array("\u{1B}[M ".utf8) + position
                let bytes = report + Array("\u{1B}[M#".utf8) + position + Array("\u{1B}[Bj".utf8)
                for cut in 0...bytes.count {
                    var reader = InputReader()
                    let events = keys(reader.consume(bytes[..<cut]) + reader.consume(bytes[cut...]))
                    #expect(events == [.key(Key(.down))] + typed("j"), "column \(place), cut at \(cut)")
                }
            }
        }
    }
}
