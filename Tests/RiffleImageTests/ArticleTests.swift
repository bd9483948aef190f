import Foundation
import RiffleImage
import Testing

@Suite("The example of RiffleImage's article")
struct ArticleTests {
    @Test("scales a file down while it reads it")
    func running() throws {
        let picture = Bitmap(width: 400, height: 200, fill: Pixel(red: 10, green: 200, blue: 30))
        let file = FileManager.default.temporaryDirectory.appending(path: "riffle-\(UUID().uuidString).png")
        try Data(PNG.encode(picture)).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let small = try thumbnail(of: FileHandle(forReadingFrom: file), side: 100)
        #expect(small == Bitmap(width: 100, height: 50, fill: Pixel(red: 10, green: 200, blue: 30)))
    }
}
