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

    @Test("answers between keys never become keys, late, doubled and cut at any byte")
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
            #expect(!reader.isPending)
        }
    }

    @Test("Escape alone waits, and is a key when nothing follows")
    func escape() {
        var reader = InputReader()
        #expect(reader.consume([0x1B]).isEmpty)
        #expect(reader.isPending)
        #expect(keys(reader.flush()) == [.key(Key(.escape))])
        #expect(!reader.isPending)
        #expect(keys(reader.consume("\u{1B}\u{1B}[B".utf8)) == [.key(Key(.down, alt: true))])
    }
}
