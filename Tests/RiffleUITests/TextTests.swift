import RiffleAPI
import Testing

@testable import RiffleUI

@Suite("Text on the screen")
struct TextTests {
    @Test(
        "No byte of a name reaches the terminal as a control",
        arguments: ["a\u{1b}[2Jb", "a\u{10eeee}b", "a\u{9b}31mb", "a\nb", "a\u{202e}b", "a\u{7f}b", "a\u{2066}b"])
    func safe(_ name: String) {
        let shown = DisplayText.safe(name)
        #expect(shown.hasPrefix("a·"))
        #expect(!shown.unicodeScalars.contains { $0.value < 32 || (0x7f...0x9f).contains($0.value) })
    }

    @Test("Text is cut to columns, not characters")
    func fitting() {
        #expect(DisplayText.fitted("日本語のファイル.png", to: 9) == "日本語の…")
        #expect(DisplayText.fitted("abc", to: 3) == "abc")
        #expect(DisplayText.fitted("/home/ada/pictures", to: 9, keepingEnd: true) == "…pictures")
        #expect(DisplayText.columns(of: "e\u{301}") == 1)
        #expect(DisplayText.columns(of: "👩‍👩‍👧") == 2)
    }

    @Test("A wide glyph takes two cells of a frame and never half of one")
    func wide() {
        var frame = Frame(size: Size(columns: 4, rows: 1))
        frame.write("日本語", column: 0, row: 0)
        #expect(frame.cells.map(\.content) == [.glyph("日"), .continuation, .glyph("…"), .glyph(" ")])
    }

    @Test(
        "Moments are worked out from seconds",
        arguments: [
            (0.0, 0, "1970-01-01 00:00"), (1_795_252_320, 3600, "2026-11-21 10:12"),
            (951_782_399, 0, "2000-02-28 23:59"), (951_782_400, 0, "2000-02-29 00:00"), (0, -60, "1969-12-31 23:59"),
        ])
    func moments(seconds: Double, offset: Int, shown: String) {
        let moment = Moment(seconds: seconds, offset: offset)
        #expect("\(moment.date) \(moment.time)" == shown)
    }

    @Test(
        "No number from outside is too much to be said", arguments: [1e17, -1e17, 1e300, .infinity, -.infinity, .nan])
    func numbers(_ number: Double) {
        #expect(!Words.decimal(number).isEmpty && !Words.money(Price(amount: number, currency: "USD")).isEmpty)
        #expect(!Moment(seconds: number, offset: -3600).date.isEmpty)
        #expect(!Words.Requests.progress(number, of: 1).isEmpty)
    }

    @Test(
        "Sizes are said as file tools say them",
        arguments: [(999, "999 B"), (96_400, "96 kB"), (1_849_999, "1.8 MB"), (62_000_000, "62 MB")])
    func sizes(bytes: Int, shown: String) {
        #expect(Words.bytes(bytes) == shown)
    }
}
