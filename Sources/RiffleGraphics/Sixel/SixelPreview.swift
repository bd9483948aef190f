import RiffleImage

/// A sixel picture over a rectangle of cells.
///
/// Keeps the indexed image, to encode covered parts again, and the encoded whole in strips of cell rows.
public struct SixelPreview: Sendable {
    /// Size of the preview in cells, margins included.
    public let columns: Int
    /// See `columns`.
    public let rows: Int
    let cell: CellSize
    var margin: CellColor
    let sliceBytes: Int
    /// Cell of the rectangle that contains the image's top-left pixel.
    let column: Int
    let row: Int
    let image: IndexedImage
    /// The whole image.
    let strips: [Strip]

    /// A sixel image that begins at the left edge of the picture and at the top of a cell row.
    struct Strip: Sendable, Equatable {
        var rows: Range<Int>
        var bytes: [UInt8]
    }

    /// Upper limit of one sixel image in bytes: terminals without sixel discard a string only up to a limit and print
    /// the rest; kitty's limit is 1 MiB.
    static let largestImage = 1 << 20
    /// Largest sixel for terminals that report no limit: a 4K screen.
    static let largestArea = PixelSize(width: 4096, height: 2304)

    /// Encodes pixels at their drawn size, placed as the fit says. While the image is too large to send, reduces first
    /// colours, then resolution.
    ///
    /// - Complexity: O(pixels), on two threads.
    init(
        drawing pixels: Bitmap, registers: Int, fit: PictureFit, columns: Int, rows: Int, options: PreviewOptions
    ) {
        self.columns = columns
        self.rows = rows
        cell = options.cell
        margin = options.margin
        sliceBytes = options.sliceBytes
        let colors = min(256, max(2, registers))
        var source = SixelSource(pixels)
        var exact = IndexedImage(exactly: pixels, colors: colors)
        var fidelity = SixelFidelity(
            options.effectiveDither, colors: colors, pixels: pixels.width * pixels.height,
            busyness: exact == nil ? pixels.busyness : 0, budget: options.effectiveByteBudget)
        var wasLowered = false
        while true {
            let image = exact ?? source.image(fidelity)
            let column = max(0, (columns - (image.width + cell.width - 1) / cell.width) / 2)
            let row = max(0, (rows - (image.height + cell.height - 1) / cell.height) / 2)
            let strips = SixelPreview.strips(
                of: image, pixelColumns: 0..<image.width, firstRow: row,
                rows: row..<row + (image.height + cell.height - 1) / cell.height, cell: cell,
                sliceBytes: options.sliceBytes)
            let largest = strips.map(\.bytes.count).max() ?? 0
            var excess = Double(largest) / Double(SixelPreview.largestImage)
            if let budget = options.effectiveByteBudget {
                let whole = strips.reduce(0) { $0 + $1.bytes.count }
                excess = max(excess, Double(whole) / Double(max(1, budget)))
            }
            if let better = fidelity.raised(to: excess), !wasLowered, exact == nil {
                fidelity = better
                continue
            }
            wasLowered = true
            let isLast = exact == nil && !fidelity.lower(by: excess, mayBlock: options.effectiveByteBudget != nil)
            // The budget is a target; `largestImage` is a hard limit.
            if excess < 1 || (isLast && largest < SixelPreview.largestImage) {
                self.image = image
                self.column = column
                self.row = row
                self.strips = strips
                return
            }
            exact = nil
            if isLast { source.shrink(by: min(0.9, 1 / excess.squareRoot())) }
        }
    }

    /// Cell rows that the image touches.
    private var imageRows: Range<Int> { row..<row + (image.height + cell.height - 1) / cell.height }
    /// Cell columns that the image touches.
    private var imageColumns: Range<Int> { column..<column + (image.width + cell.width - 1) / cell.width }

    /// Cuts part of an image into strips of whole cell rows, about `sliceBytes` each (0: one strip).
    private static func strips(
        of image: IndexedImage, pixelColumns: Range<Int>, firstRow: Int, rows: Range<Int>, cell: CellSize,
        sliceBytes: Int
    ) -> [Strip] {
        var strips: [Strip] = []
        var row = rows.lowerBound
        // First estimate: a photo takes about a byte a pixel. Later strips use the real size.
        var bytesPerRow = pixelColumns.count * cell.height
        // Strips of a whole number of bands keep the bands that the pixels were mapped for.
        let step = SixelPreview.rowsOfWholeBands(cell)
        while row < rows.upperBound {
            let room = sliceBytes / max(1, bytesPerRow)
            let whole = max(step, room - room % step)
            // Each strip repeats its colours, and a cut band costs as much as two, so larger strips are preferred.
            let count = sliceBytes == 0 ? rows.count : whole <= 4 * max(1, room) ? whole : max(1, room)
            let end = min(rows.upperBound, row + count)
            let top = (row - firstRow) * cell.height
            let bottom = min(image.height, (end - firstRow) * cell.height)
            let bytes = SixelEncoder.encode(image, columns: pixelColumns, rows: top..<bottom)
            strips.append(Strip(rows: row..<end, bytes: bytes))
            bytesPerRow = bytes.count / (end - row)
            row = end
        }
        return strips
    }

    /// The fewest cell rows that make a whole number of sixel bands: 1, 2, 3 or 6.
    static func rowsOfWholeBands(_ cell: CellSize) -> Int {
        let isEven = cell.height % 2 == 0
        return cell.height % 3 == 0 ? isEven ? 1 : 2 : isEven ? 3 : 6
    }

    /// The cells of `part` as self-contained slices.
    func slices(column screenColumn: Int, row screenRow: Int, part: CellRange?) -> [[UInt8]] {
        let whole = CellRange(columns: 0..<columns, rows: 0..<rows)
        let range = (part ?? whole).clamped(columns: columns, rows: rows)
        guard !range.isEmpty else { return [] }
        let shownColumns = range.columns.clamped(to: imageColumns)
        let shownRows = range.rows.clamped(to: imageRows)
        guard !shownColumns.isEmpty, !shownRows.isEmpty else {
            return [margins(range, column: screenColumn, row: screenRow)]
        }
        let strips: [Strip]
        if shownColumns == imageColumns, shownRows == imageRows {
            strips = self.strips
        } else {
            let left = (shownColumns.lowerBound - column) * cell.width
            let right = min(image.width, (shownColumns.upperBound - column) * cell.width)
            strips = SixelPreview.strips(
                of: image, pixelColumns: left..<right, firstRow: row, rows: shownRows, cell: cell,
                sliceBytes: sliceBytes)
        }
        return strips.enumerated().map { index, strip in
            // The first strip includes the margin above it, the last one the margin below.
            let top = index == 0 ? range.rows.lowerBound : strip.rows.lowerBound
            let bottom = index == strips.count - 1 ? range.rows.upperBound : strip.rows.upperBound
            var piece = margins(
                CellRange(columns: range.columns, rows: top..<bottom), column: screenColumn, row: screenRow)
            piece.reserveCapacity(piece.count + strip.bytes.count + 16)
            piece.appendMove(column: screenColumn + shownColumns.lowerBound, row: screenRow + strip.rows.lowerBound)
            piece.append(contentsOf: strip.bytes)
            return piece
        }
    }

    /// Columns and rows of cells that the image fills completely.
    var fullColumns: Range<Int> { column..<column + image.width / cell.width }
    var fullRows: Range<Int> { row..<row + image.height / cell.height }

    /// Blanks the cells that the image does not fill, which would otherwise keep their old content.
    private func margins(_ range: CellRange, column screenColumn: Int, row screenRow: Int) -> [UInt8] {
        var writer = MosaicWriter(resettingFirst: true)
        let blank = Mosaic.Cell(glyph: .noBreakSpace, foreground: .terminalDefault, background: margin)
        var isEmpty = true
        for line in range.rows {
            let isFilled = fullRows.contains(line) && !fullColumns.isEmpty
            let left = isFilled ? range.columns.clamped(to: 0..<fullColumns.lowerBound) : range.columns
            let right = isFilled ? range.columns.clamped(to: fullColumns.upperBound..<columns) : 0..<0
            for run in [left, right] where !run.isEmpty {
                writer.move(column: screenColumn + run.lowerBound, row: screenRow + line)
                for _ in run { writer.write(blank) }
                isEmpty = false
            }
        }
        guard !isEmpty else { return [] }
        writer.reset()
        return writer.bytes
    }

    /// The image as one sixel, and a newline.
    func streamed() -> [UInt8] {
        var bytes: [UInt8]
        if strips.count == 1 {
            bytes = strips[0].bytes
        } else {
            bytes = SixelEncoder.encode(image, columns: 0..<image.width, rows: 0..<image.height)
        }
        bytes.append(0x0A)
        return bytes
    }
}
