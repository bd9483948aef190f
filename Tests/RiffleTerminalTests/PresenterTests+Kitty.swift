import RiffleImage
import RiffleUI
import TerminalModel
import Testing

@testable import RiffleGraphics
@testable import RiffleTerminal

extension PresenterTests {
    private static let kitty = PreviewOptions(
        method: .kitty(.placeholders), cell: CellSize(width: 8, height: 16), margin: .indexed(234), sliceBytes: 4096)

    /// The keys of each kitty command sent.
    private static func commands(_ bytes: [UInt8]) -> [String] {
        String(decoding: bytes, as: UTF8.self).matches(of: /\u{1B}_G([^;\u{1B}]*)/).map { String($0.output.1) }
    }

    /// The placeholder cells as kitty interprets them: marks and colour, by position; a cell without marks continues
    /// the cell to its left.
    private static func pieces(of model: ScreenModel) -> [Int: [UInt32]] {
        var pieces: [Int: [UInt32]] = [:]
        for index in model.cells.indices {
            let cell = model.cells[index]
            let scalars = cell.text.unicodeScalars.map(\.value)
            guard scalars.first == 0x10EEEE, cell.rendition.contains("3:5,40") else { continue }
            let marks = scalars.dropFirst().map { value in UInt32(KittyMarks.scalars.firstIndex { $0.value == value }!)
            }
            if marks.count == 3 { pieces[index] = marks }
            guard marks.isEmpty, index % model.columns > 0, var left = pieces[index - 1] else { continue }
            left[1] += 1
            pieces[index] = left
        }
        return pieces
    }

    /// Noise: about forty kilobytes.
    private static let noise: Bitmap = {
        var random = SplitMix(seed: 7)
        var bitmap = Bitmap(width: 256, height: 256, fill: Pixel(red: 0, green: 0, blue: 0))
        for y in 0..<256 {
            for x in 0..<256 {
                let bits = random.next()
                bitmap[x, y] = Pixel(
                    red: UInt8(truncatingIfNeeded: bits), green: UInt8(truncatingIfNeeded: bits >> 8),
                    blue: UInt8(truncatingIfNeeded: bits >> 16))
            }
        }
        return bitmap
    }()

    static func kittyPreview(_ number: UInt8, _ placement: Placement, of bitmap: Bitmap = picture) -> Preview {
        let preview = Preview(
            of: bitmap, columns: placement.rect.columns, rows: placement.rect.rows, options: kitty)
        guard case .kitty(var picture) = preview else { return preview }
        picture.id = KittyID(color: number, process: 3)
        return .kitty(picture)
    }

    @Test("a kitty picture is sent once and shown by text: a popup over it costs little, and does not resend it")
    func kittyPopup() throws {
        let presenter = try Self.presenter()
        var plain = Self.frame(["files"])
        let rect = Rect(column: 10, row: 1, columns: 40, rows: 13)
        plain.place(.kept(digest: "a"), in: rect)
        var covered = plain
        Self.cover(Rect(column: 20, row: 4, columns: 12, rows: 4), with: " ", in: &covered)
        let preview = { Self.kittyPreview(40, $0) }
        var model = ScreenModel(columns: 60, rows: 16)
        let first = presenter.bytes(for: plain, preview: preview)
        model.feed(first)
        let keys = Self.commands(first)
        #expect(keys.count { $0.hasPrefix("a=t") } == 1 && keys.last?.hasPrefix("a=p,U=1") == true)
        // Each cell of the picture shows its piece in the picture's colour; in each row one cell has marks.
        let pieces = Self.pieces(of: model)
        #expect(pieces.count == 13 * 26 && Set(pieces.values).count == pieces.count)
        #expect(model.cells.count { $0.text.unicodeScalars.count == 4 } == 13)
        let before = model.cells

        let opened = presenter.bytes(for: covered, preview: preview)
        model.feed(opened)
        #expect(model[25, 5].text == " ")
        // Also to the right of the popup, where the preceding cell is not part of the picture.
        #expect(
            Self.pieces(of: model) == pieces.filter { model.cells[$0.key].text.unicodeScalars.first == "\u{10EEEE}" })
        #expect(Self.pieces(of: model).count == 13 * 26 - 12 * 4)
        let closed = presenter.bytes(for: plain, preview: preview)
        model.feed(closed)
        let isBack = model.cells == before
        #expect(isBack)
        #expect(opened.count + closed.count < 2048, "\(opened.count) + \(closed.count)")
        #expect(Self.commands(opened + closed).isEmpty)
        #expect(model.strange == [])

        // After showing another picture, only the first one's cells are sent.
        var other = Self.frame(["files"])
        other.place(.kept(digest: "b"), in: rect)
        model.feed(presenter.bytes(for: other) { Self.kittyPreview(41, $0) })
        let again = presenter.bytes(for: plain) { placement in
            // `holds` may be called while a frame is being shown.
            #expect(presenter.holds(Self.kittyPreview(40, placement)))
            #expect(!presenter.holds(Self.kittyPreview(42, placement)))
            return preview(placement)
        }
        model.feed(again)
        let isShownAgain = model.cells == before
        #expect(Self.commands(again).isEmpty && isShownAgain)
        #expect(
            Set(Self.commands(presenter.ending)) == ["a=d,d=I,i=\(3 << 24 | 40),q=2", "a=d,d=I,i=\(3 << 24 | 41),q=2"])
    }

    @Test("a quick preview stays until the kitty picture is complete, and an outdated upload is ended properly")
    func kittyArrives() throws {
        let presenter = try Self.presenter()
        var terminal = SlowTerminal(kilobytesPerSecond: 125, roundTrip: 0.1)
        terminal.write(1000)
        terminal.fence(.attributes)
        terminal.wait(.attributes)
        var frame = Self.frame(["one"])
        let rect = Rect(column: 5, row: 1, columns: 50, rows: 14)
        frame.place(.kept(digest: "a"), in: rect)
        var model = ScreenModel(columns: 60, rows: 16)
        var sent: [UInt8] = []
        func send() -> Int {
            let bytes = presenter.next(on: &terminal.line, at: terminal.moment)
            sent += bytes
            model.feed(bytes)
            terminal.line.forgetFences(at: terminal.moment)
            return bytes.count
        }
        presenter.show(frame) { Self.preview($0).map { PictureLook(preview: $0, isFinal: false) } }
        while send() > 0 {}
        let mosaic = model.cells
        #expect(presenter.isShowingQuickLooks)
        presenter.show(frame) { PictureLook(preview: Self.kittyPreview(50, $0, of: Self.noise)) }
        #expect(send() > 1000)
        #expect(Self.commands(sent).contains { $0.hasPrefix("a=t") } && !presenter.isDone)
        let isUnchanged = model.cells == mosaic
        #expect(isUnchanged)
        // When another picture replaces an incomplete one, that upload is ended and freed first.
        var other = Self.frame(["one"])
        other.place(.kept(digest: "b"), in: rect)
        sent = []
        presenter.show(other) { PictureLook(preview: Self.kittyPreview(51, $0, of: Self.noise)) }
        while send() > 0 {}
        let keys = Self.commands(sent)
        #expect(keys.first?.hasPrefix("m=0") == true)
        #expect(keys.dropFirst().first?.hasPrefix("a=d,d=I,i=\(3 << 24 | 50)") == true)
        #expect(keys.last?.hasPrefix("a=p,U=1") == true)
        #expect(model[30, 5].text.unicodeScalars.first == "\u{10EEEE}")
        #expect(model.strange == [] && presenter.isDone)
    }

    @Test("kitty's memory is not filled: the least recently shown pictures are deleted")
    func kittyMemory() throws {
        var shelf = KittyShelf(room: 10_000_000)
        let rect = Rect(column: 0, row: 0, columns: 60, rows: 30)
        let placement = Placement(picture: .kept(digest: "a"), rect: rect)
        var previews: [KittyPreview] = []
        for number in 20..<60 {
            guard case .kitty(let preview) = Self.kittyPreview(UInt8(number), placement) else { continue }
            previews.append(preview)
        }
        let fitting = 10_000_000 / previews[0].pixelBytes
        try #require((3..<30).contains(fitting))
        for preview in previews {
            while !shelf.holds(preview) { _ = shelf.upload(preview, aimingAt: 100_000) }
            shelf.use(previews[0])
        }
        #expect(previews.count { shelf.holds($0) } == fitting)
        #expect(shelf.holds(previews[0]) && shelf.holds(previews[39]))
        // If an id is reused for another picture, the old one is freed first.
        guard case .kitty(let other) = Preview(of: Self.picture, columns: 9, rows: 5, options: Self.kitty) else {
            return
        }
        var same = other
        same.id = previews[39].id
        #expect(Self.commands(shelf.upload(same, aimingAt: 1 << 20)).first?.hasPrefix("a=d,d=I") == true)
    }
}
