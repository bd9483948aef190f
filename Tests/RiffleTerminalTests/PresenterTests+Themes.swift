import RiffleImage
import RiffleUI
import TerminalModel
import Testing

@testable import RiffleGraphics
@testable import RiffleTerminal

extension PresenterTests {
    /// The built-in theme with another background.
    private static let paper = Theme(
        name: "paper", appearance: .light,
        entries: Dictionary(
            uniqueKeysWithValues: Style.allCases.map { style in
                (style, Theme.Entry(foreground: .indexed(232), background: .indexed(255)))
            }))

    @Test("changing the theme sends text and the margins of pictures, and the result equals a full redraw")
    func recolored() throws {
        var frame = Self.frame(
            (0..<16).map { "row \($0)" + String(repeating: " ", count: 36 - String($0).count) + "beside" })
        frame.place(.kept(digest: "a"), in: Rect(column: 8, row: 1, columns: 24, rows: 13))
        // So narrow that ncurses rewrites it instead of moving the cursor past it.
        frame.place(.kept(digest: "b"), in: Rect(column: 48, row: 3, columns: 5, rows: 4))
        for row in 0..<16 { frame[54, row] = Cell(.glyph("│"), .text) }
        func preview(_ margin: CellColor) -> (Placement) -> Preview? {
            { Self.preview($0)?.withMargin(margin) }
        }
        var model = ScreenModel(columns: 60, rows: 16)
        let presenter = try Self.presenter()
        model.feed(presenter.bytes(for: frame, preview: preview(.indexed(234))))
        model.forgetWritten()
        presenter.setTheme(Self.paper)
        presenter.forgetPreviews()
        model.feed(presenter.bytes(for: frame, preview: preview(.indexed(255))))
        // Half blocks fill the middle of the picture's 24 × 13 cells: nothing is written there.
        func inside(_ index: Int) -> Bool { (9..<31).contains(index % 60) && (4..<11).contains(index / 60) }
        #expect(!model.written.contains { inside($0) })
        #expect(model.strange == [])
        // As in the theme picker: with a popup open, themes change, and the first one returns when it closes.
        var covered = frame
        let popup = Rect(column: 12, row: 5, columns: 9, rows: 4)
        Self.cover(popup, with: " ", in: &covered)
        model.feed(presenter.bytes(for: covered, preview: preview(.indexed(255))))
        presenter.setTheme(.builtin)
        presenter.forgetPreviews()
        model.forgetWritten()
        model.feed(presenter.bytes(for: frame, preview: preview(.indexed(234))))
        // Beside the popup ncurses may rewrite a few cells instead of moving the cursor past them.
        #expect(!model.written.contains { inside($0) && !(popup.row..<popup.endRow).contains($0 / 60) })
        var afresh = ScreenModel(columns: 60, rows: 16)
        afresh.feed(try Self.presenter().bytes(for: frame, preview: preview(.indexed(234))))
        let wrong = model.cells.indices.filter { model.cells[$0].look != afresh.cells[$0].look }
        #expect(
            wrong.isEmpty, "\(wrong.prefix(5).map { "\($0 % 60),\($0 / 60) \(model.cells[$0]) \(afresh.cells[$0])" })")
    }

    @Test("changing the theme does not resend a picture in real pixels, except partly filled cells")
    func recoloredSixel() throws {
        let presenter = try Self.presenter()
        var frame = Self.frame(["files"])
        frame.place(.kept(digest: "a"), in: Rect(column: 10, row: 1, columns: 40, rows: 10))
        func preview(height: Int, _ margin: CellColor) -> Preview {
            let options = PreviewOptions(
                method: .sixel(registers: 16), cell: CellSize(width: 8, height: 16), margin: margin, sliceBytes: 0)
            return Preview(
                of: Self.picture.resized(width: 64, height: height), columns: 40, rows: 10, scale: 2, options: options)
        }
        for (height, images) in [(64, 0), (60, 1)] {
            presenter.setTheme(.builtin)
            presenter.forgetPreviews()
            let first = preview(height: height, .indexed(234))
            _ = presenter.bytes(for: frame, preview: { _ in first })
            presenter.setTheme(Self.paper)
            presenter.forgetPreviews()
            let second = preview(height: height, .indexed(255))
            let bytes = presenter.bytes(for: frame, preview: { _ in second })
            let sent = String(decoding: bytes, as: UTF8.self).matches(of: /\u{1B}P[^\u{1B}]*\u{1B}\\/)
            #expect(sent.count == images)
            // The last row of cells.
            #expect(bytes.count < 3000)
        }
    }
}
