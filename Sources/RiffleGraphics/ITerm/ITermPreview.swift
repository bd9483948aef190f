/// A picture as iTerm2 inline images, which WezTerm, mintty, VS Code and others support too.
///
/// The terminal does not store the picture, so covered parts are sent again.
public struct ITermPreview: Sendable {
    /// Size of the preview in cells, margins included.
    public let columns: Int
    /// See `columns`.
    public let rows: Int
    var margin: CellColor
    let sliceBytes: Int
    let passthrough: Passthrough
    let sheet: PixelSheet
    /// The whole picture, cut into strips of whole cell rows.
    let strips: [Strip]

    struct Strip: Sendable {
        var rows: Range<Int>
        var sequence: [UInt8]
    }

    /// Longest unsplit sequence in bytes. Multipart transfer needs iTerm2 3.5.
    static let largestSequence = 1 << 20

    init(_ sheet: PixelSheet, columns: Int, rows: Int, options: PreviewOptions) {
        self.sheet = sheet
        self.columns = columns
        self.rows = rows
        margin = options.margin
        sliceBytes = options.sliceBytes
        passthrough = options.passthrough
        strips = ITermPreview.strips(
            of: sheet, columns: sheet.content.columns, rows: sheet.content.rows, sliceBytes: options.sliceBytes,
            passthrough: options.passthrough)
    }

    /// Cuts part of a picture into strips of whole cell rows, about `sliceBytes` each (0: one strip).
    private static func strips(
        of sheet: PixelSheet, columns: Range<Int>, rows: Range<Int>, sliceBytes: Int, passthrough: Passthrough
    ) -> [Strip] {
        var strips: [Strip] = []
        var row = rows.lowerBound
        // First estimate: a paletted photo takes about a byte a pixel in base64. Later strips use the real size.
        var bytesPerRow = columns.count * sheet.grid.width * sheet.grid.height
        while row < rows.upperBound {
            let count = sliceBytes == 0 ? rows.count : max(1, sliceBytes / max(1, bytesPerRow))
            let part = CellRange(columns: columns, rows: row..<min(rows.upperBound, row + count))
            let image = sequence(showing: sheet.png(of: part), in: part, passthrough: passthrough)
            strips.append(Strip(rows: part.rows, sequence: image))
            bytesPerRow = image.count / part.rows.count
            row = part.rows.upperBound
        }
        return strips
    }

    /// Source: iterm2.com/documentation-images.html.
    private static func sequence(showing png: [UInt8], in part: CellRange, passthrough: Passthrough) -> [UInt8] {
        let payload = Base64.encoded(png)
        let arguments =
            "inline=1;size=\(png.count);width=\(part.columns.count);height=\(part.rows.count)"
            + ";preserveAspectRatio=0;doNotMoveCursor=1"
        func command(_ head: String, _ payload: ArraySlice<UInt8> = []) -> [UInt8] {
            Array("\u{1B}]1337;\(head)".utf8) + payload + [0x07]
        }
        let limit = min(largestSequence, passthrough.largestSequence ?? .max) - 1024
        guard payload.count > limit else { return passthrough.anchored(command("File=\(arguments):", payload[...])) }
        var bytes = passthrough.anchored(command("MultipartFile=\(arguments)"))
        for start in stride(from: 0, to: payload.count, by: limit / 4 * 4) {
            bytes += passthrough.wrapped(
                command("FilePart=", payload[start..<min(start + limit / 4 * 4, payload.count)]))
        }
        return bytes + passthrough.wrapped(command("FileEnd"))
    }

    /// The cells of `part` as self-contained slices.
    func slices(column: Int, row: Int, part: CellRange?) -> [[UInt8]] {
        let range = (part ?? CellRange(columns: 0..<columns, rows: 0..<rows)).clamped(columns: columns, rows: rows)
        guard !range.isEmpty else { return [] }
        let shown = CellRange(
            columns: range.columns.clamped(to: sheet.content.columns), rows: range.rows.clamped(to: sheet.content.rows))
        guard !shown.isEmpty else { return [margins(range, column: column, row: row)] }
        let strips =
            shown == sheet.content
            ? self.strips
            : ITermPreview.strips(
                of: sheet, columns: shown.columns, rows: shown.rows, sliceBytes: sliceBytes, passthrough: passthrough)
        return strips.enumerated().map { index, strip in
            // The first strip includes the margin above it, the last one the margin below.
            let top = index == 0 ? range.rows.lowerBound : strip.rows.lowerBound
            let bottom = index == strips.count - 1 ? range.rows.upperBound : strip.rows.upperBound
            var piece = margins(CellRange(columns: range.columns, rows: top..<bottom), column: column, row: row)
            piece.appendMove(column: column + shown.columns.lowerBound, row: row + strip.rows.lowerBound)
            return piece + strip.sequence
        }
    }

    private func margins(_ range: CellRange, column: Int, row: Int) -> [UInt8] {
        var writer = MosaicWriter(resettingFirst: true)
        var isEmpty = true
        for line in range.rows {
            let isFilled = sheet.content.rows.contains(line)
            let left = isFilled ? range.columns.clamped(to: 0..<sheet.content.columns.lowerBound) : range.columns
            let right = isFilled ? range.columns.clamped(to: sheet.content.columns.upperBound..<columns) : 0..<0
            for run in [left, right] where !run.isEmpty {
                writer.move(column: column + run.lowerBound, row: row + line)
                for _ in run { writer.write(.blank(margin)) }
                isEmpty = false
            }
        }
        guard !isEmpty else { return [] }
        writer.reset()
        return writer.bytes
    }

    /// The picture at the cursor, and a newline after its last row.
    func streamed() -> [UInt8] {
        // The picture does not move the cursor, so the rows are added first, in case the screen has to scroll.
        let height = sheet.content.rows.count
        return Array(repeating: 0x0A, count: height) + Array("\u{1B}[\(height)A".utf8)
            + strips.flatMap { strip in
                strip.sequence + Array("\u{1B}[\(strip.rows.count)B".utf8)
            }
    }
}
