import RiffleGraphics
import RiffleImage
import RiffleUI
import Testing

@testable import riffle

@Suite("Previews that are kept")
struct PreviewShelfTests {
    private static func key(_ name: String) -> PreviewKey {
        let rect = Rect(column: 0, row: 0, columns: 10, rows: 5)
        return PreviewKey(
            Placement(picture: .kept(digest: name), rect: rect), PreviewOptions(method: .half(.truecolor)))
    }

    @Test("Those seen last stay, as many as fit, and one larger than all the room is kept alone")
    func room() {
        let bitmap = Bitmap(width: 16, height: 16, fill: Pixel(red: 9, green: 9, blue: 9))
        let preview = Preview(of: bitmap, columns: 10, rows: 5, options: PreviewOptions(method: .half(.truecolor)))
        var shelf = PreviewShelf(room: preview.footprint * 3)
        for name in ["a", "b", "c"] { shelf.put(preview, for: Self.key(name)) }
        #expect(shelf.take(Self.key("a")) != nil)
        shelf.put(preview, for: Self.key("d"))
        #expect(["a", "b", "c", "d"].map { shelf.holds(Self.key($0)) } == [true, false, true, true])
        let large = Preview(of: bitmap, columns: 40, rows: 20, options: PreviewOptions(method: .half(.truecolor)))
        shelf.put(large, for: Self.key("large"))
        #expect(["a", "c", "d", "large"].map { shelf.holds(Self.key($0)) } == [false, false, false, true])
        // The same again does not count twice.
        shelf.put(preview, for: Self.key("a"))
        shelf.put(preview, for: Self.key("a"))
        shelf.put(preview, for: Self.key("b"))
        #expect(shelf.holds(Self.key("a")) && shelf.holds(Self.key("b")))
    }
}
