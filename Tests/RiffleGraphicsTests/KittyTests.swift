import RiffleImage
import Testing

@testable import RiffleGraphics

@Suite struct KittyTests {
    private func preview(
        of bitmap: Bitmap, columns: Int, rows: Int, style: KittyStyle = .placeholders, fidelity: Fidelity = .fine,
        sliceBytes: Int = 32 * 1024
    ) throws -> KittyPreview {
        let options = PreviewOptions(method: .kitty(style), fidelity: fidelity, sliceBytes: sliceBytes)
        guard case .kitty(var kitty) = Preview(of: bitmap, columns: columns, rows: rows, options: options) else {
            throw KittyScreen.Fault.malformed("not kitty")
        }
        kitty.id = KittyID(color: 77, process: 203)
        return kitty
    }

    @Test("each placeholder cell shows its piece of the picture", arguments: Fidelity.allCases)
    func placeholders(fidelity: Fidelity) throws {
        let bitmap = Bitmap.scene(width: 120, height: 80)
        let kitty = try preview(of: bitmap, columns: 12, rows: 8, fidelity: fidelity)
        var screen = KittyScreen()
        for slice in kitty.uploads { try screen.write(slice) }
        try screen.write(kitty.placement)
        try screen.write(kitty.cells(column: 5, row: 3, part: nil))
        var error = 0.0
        for row in kitty.content.rows {
            for column in kitty.content.columns {
                let shown = try #require(screen.pixel(ofCell: column + 5, row + 3, x: 0.5, y: 0.5))
                let (x, y) = (column - kitty.content.columns.lowerBound, row - kitty.content.rows.lowerBound)
                let own = bitmap[x * 10 + 5, min(79, y * 20 + 10)]
                error += Double(abs(Int(shown.green) - Int(own.green)))
            }
        }
        #expect(error / Double(12 * 4) < (fidelity == .coarse ? 20 : 6))
        // The rows above and below are margins, which ncurses must not treat as blanks.
        #expect(screen.cell(5, 3)?.scalars == ["\u{A0}"] && screen.cell(16, 10)?.scalars == ["\u{A0}"])
    }

    @Test("full fidelity keeps every pixel")
    func exact() throws {
        let bitmap = Bitmap.noise(width: 100, height: 60)
        let kitty = try preview(of: bitmap, columns: 10, rows: 3, fidelity: .full)
        var screen = KittyScreen()
        for slice in kitty.uploads { try screen.write(slice) }
        #expect(screen.images[kitty.id.number]?.pixels == bitmap)
    }

    @Test("the unused part of the last cells is transparent")
    func padding() throws {
        let kitty = try preview(of: .scene(width: 47, height: 33), columns: 30, rows: 20, fidelity: .fine)
        var screen = KittyScreen()
        for slice in kitty.uploads { try screen.write(slice) }
        let pixels = try #require(screen.images[kitty.id.number]?.pixels)
        #expect(pixels.width == kitty.content.columns.count * 10 && pixels.height == kitty.content.rows.count * 20)
        #expect(pixels[0, 0].alpha == 255)
        #expect(pixels[pixels.width - 1, pixels.height - 1].alpha == 0)
    }

    @Test("a part is placed over its cells with its part of the picture, and the whole stays")
    func directPart() throws {
        let kitty = try preview(of: .scene(width: 200, height: 200), columns: 20, rows: 10, style: .direct)
        var screen = KittyScreen()
        for slice in kitty.uploads { try screen.write(slice) }
        try screen.write(kitty.direct(column: 4, row: 2))
        try screen.write(
            kitty.direct(column: 4, row: 2, part: CellRange(columns: 3..<9, rows: 4..<6)))
        try #require(screen.placements.count == 2)
        let (whole, part) = (screen.placements[0], screen.placements[1])
        #expect((whole.column, whole.row, whole.columns, whole.rows) == (4, 2, 20, 10))
        #expect((part.column, part.row, part.columns, part.rows) == (7, 6, 6, 2))
        #expect((part.x, part.y, part.width, part.height) == (30, 80, 60, 40))
        #expect(whole.z < -1_073_741_824 && part.number != whole.number)
        // Placing it again moves it; after removal the terminal keeps it until it is deleted.
        try screen.write(kitty.direct(column: 0, row: 0))
        #expect(screen.placements.count == 2)
        try screen.write(kitty.removal)
        #expect(screen.placements.isEmpty && screen.images.count == 1)
        try screen.write(kitty.deletion)
        #expect(screen.images.isEmpty)
    }

    @Test("an abandoned upload leaves nothing behind, and the next one works")
    func abandonment() throws {
        let kitty = try preview(of: .noise(width: 300, height: 300), columns: 30, rows: 15, sliceBytes: 10_000)
        #expect(kitty.uploads.count > 3)
        var screen = KittyScreen()
        try screen.write(kitty.uploads[0])
        try screen.write(kitty.abandonment)
        #expect(screen.images.isEmpty)
        for slice in kitty.uploads { try screen.write(slice) }
        #expect(screen.images.count == 1)
    }

    @Test("bytes sent for a coarse picture, the final one, and one that is shown again")
    func sizes() throws {
        let photo = Bitmap.scene(width: 560, height: 560)
        func bytes(_ fidelity: Fidelity) throws -> Int {
            try preview(of: photo, columns: 56, rows: 28, fidelity: fidelity).uploads.reduce(0) { $0 + $1.count }
        }
        // Noise is the worst case.
        let noise = try preview(of: .noise(width: 560, height: 560), columns: 56, rows: 28, fidelity: .coarse)
        #expect(noise.uploads.reduce(0) { $0 + $1.count } <= 30_000)
        #expect(try bytes(.coarse) <= 30_000)
        #expect(try bytes(.fine) <= 230_000)
        let again = try preview(of: photo, columns: 56, rows: 28)
        #expect(again.cells(column: 0, row: 0, part: nil).count <= 8000)
        #expect(try preview(of: photo, columns: 56, rows: 28, style: .direct).direct(column: 0, row: 0).count <= 80)
    }

    @Test("streamed output includes the picture and what shows it", arguments: [KittyStyle.placeholders, .direct])
    func streamed(style: KittyStyle) throws {
        let kitty = try preview(of: .scene(width: 60, height: 40), columns: 30, rows: 20, style: style)
        var screen = KittyScreen()
        try screen.write(kitty.streamed())
        #expect(screen.images.count == 1)
        if style == .direct {
            #expect(screen.placements.first?.columns == kitty.content.columns.count)
        } else {
            #expect(screen.pixel(ofCell: 0, 0, x: 0.5, y: 0.5) != nil)
            #expect(screen.cell(kitty.content.columns.count, 0) == nil)
        }
    }

    @Test("the marks are those of kitty")
    func marks() {
        #expect(KittyMarks.count == 297)
        for (number, scalar) in KittyScreen.published { #expect(KittyMarks.scalars[number].value == scalar) }
    }

    @Test("ids do not repeat before all others have been used")
    func numbers() {
        var ids = KittyIDs(process: 9)
        let taken = (0..<KittyIDs.count).map { _ in ids.take() }
        #expect(Set(taken).count == KittyIDs.count)
        #expect(taken.allSatisfy { $0.color >= 16 && $0.process == 9 })
        #expect(ids.take() == taken[0])
    }
}
