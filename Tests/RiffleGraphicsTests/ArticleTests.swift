import RiffleImage
import Testing

@Suite("The example of RiffleGraphics' article")
struct ArticleTests {
    @Test(
        "draws as the terminal says it can",
        arguments: [("\u{1b}[?62;4c", "\u{1b}P"), ("\u{1b}[?62c", "\u{1b}[48;5;161m")])
    func running(answer: String, drawing: String) {
        let picture = Bitmap(width: 32, height: 32, fill: Pixel(red: 200, green: 40, blue: 90))
        var asked: [[UInt8]] = []
        let bytes = RiffleGraphicsTests.drawing(
            of: picture, columns: 8, rows: 4, environment: ["TERM": "xterm-256color"]
        ) { questions in
            asked.append(questions)
            return Array(answer.utf8)
        }
        #expect(!asked.isEmpty)
        #expect(String(decoding: bytes, as: UTF8.self).contains(drawing))
    }
}
