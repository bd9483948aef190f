import RiffleImage
import Testing

@testable import RiffleGraphics

@Suite struct ITermTests {
    /// One inline image: its arguments and its pixels.
    private struct Inline {
        var arguments: [String: String]
        var pixels: Bitmap
        /// Whether it was sent in parts.
        var isMultipart: Bool
    }

    /// Decodes the inline images in a byte stream.
    private func images(in bytes: [UInt8]) throws -> [Inline] {
        var found: [Inline] = []
        var payload: [UInt8] = []
        var arguments: [String: String] = [:]
        for part in bytes.split(separator: 0x1B) where part.starts(with: Array("]1337;".utf8)) {
            let end = try #require(part.firstIndex(of: 0x07))
            let text = String(decoding: part[(part.startIndex + 6)..<end], as: UTF8.self)
            func pairs(_ text: Substring) -> [String: String] {
                Dictionary(
                    uniqueKeysWithValues: text.split(separator: ";").map { pair in
                        let sides = pair.split(separator: "=")
                        return (String(sides[0]), String(sides[1]))
                    })
            }
            if text.hasPrefix("File=") {
                let colon = try #require(text.firstIndex(of: ":"))
                arguments = pairs(text[text.index(text.startIndex, offsetBy: 5)..<colon])
                let png = try KittyScreen.decoded(Array(text[text.index(after: colon)...].utf8))
                #expect(Int(arguments["size"]!) == png.count)
                found.append(Inline(arguments: arguments, pixels: try PNG.decode(png), isMultipart: false))
            } else if text.hasPrefix("MultipartFile=") {
                arguments = pairs(text.dropFirst(14))
            } else if text.hasPrefix("FilePart=") {
                payload += Array(text.dropFirst(9).utf8)
            } else if text == "FileEnd" {
                let png = try PNG.decode(try KittyScreen.decoded(payload))
                found.append(Inline(arguments: arguments, pixels: png, isMultipart: true))
                payload = []
            }
        }
        return found
    }

    @Test("an inline image has the cells and pixels of its part, and does not move the cursor")
    func parts() throws {
        let bitmap = Bitmap.noise(width: 200, height: 100)
        let options = PreviewOptions(method: .iterm2, fidelity: .full, sliceBytes: 0)
        let preview = Preview(of: bitmap, columns: 20, rows: 5, options: options)
        let whole = try images(in: preview.bytes(column: 2, row: 1))
        #expect(whole.count == 1 && whole[0].pixels == bitmap)
        let part = try images(
            in: preview.bytes(column: 2, row: 1, part: CellRange(columns: 3..<9, rows: 1..<3)))
        #expect(part.count == 1 && part[0].pixels == bitmap.cropped(x: 30, y: 20, width: 60, height: 40))
        for (key, value) in ["width": "6", "height": "2", "doNotMoveCursor": "1", "inline": "1"] {
            #expect(part[0].arguments[key] == value)
        }
    }

    @Test("slices are strips that together show the whole, including margins")
    func strips() throws {
        let options = PreviewOptions(method: .iterm2, fidelity: .full, sliceBytes: 20_000)
        let preview = Preview(of: .noise(width: 200, height: 200), columns: 30, rows: 12, options: options)
        let slices = preview.slices(column: 0, row: 0)
        #expect(slices.count > 2)
        let strips = try slices.flatMap { try images(in: $0) }
        #expect(strips.reduce(0) { $0 + $1.pixels.height } == 200 + 40)
        #expect(String(decoding: slices[0], as: UTF8.self).contains("\u{A0}"))
    }

    @Test("a picture of more than a megabyte is sent in parts that are short enough for tmux")
    func multipart() throws {
        let options = PreviewOptions(
            method: .iterm2, fidelity: .full, sliceBytes: 0, passthrough: .tmux(depth: 1))
        let preview = Preview(of: .noise(width: 700, height: 700), columns: 70, rows: 35, options: options)
        let packets = try Unwrapped(tmux: preview.bytes(column: 0, row: 0))
        #expect(packets.packets.count > 2 && packets.packets.allSatisfy { $0.count < 1_000_000 })
        let found = try images(in: packets.inner)
        #expect(found.count == 1 && found[0].isMultipart && found[0].pixels.width == 700)
    }
}
