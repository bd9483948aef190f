/// A picture for kitty's graphics protocol: sent once, then shown anywhere, any number of times.
///
/// The caller sets `id` and sends `uploads`, then either `placement` and placeholder cells, or `direct`; and `deletion`
/// when the picture is no longer needed. A finer version gets its own id, so that the coarse one stays until the finer
/// one is complete.
public struct KittyPreview: Sendable {
    /// How the picture is shown.
    public let style: KittyStyle
    /// Size of the preview in cells, margins included.
    public let columns: Int
    /// See `columns`.
    public let rows: Int
    /// Cells that the picture covers; the others are margin.
    public let content: CellRange
    /// The picture's id in the terminal; set it before sending anything.
    public var id: KittyID
    var margin: CellColor
    let sliceBytes: Int
    let passthrough: Passthrough
    /// Pixels of one cell in the transmitted picture.
    let grid: CellSize
    /// The PNG in base64.
    let payload: [UInt8]

    init(_ sheet: PixelSheet, style: KittyStyle, columns: Int, rows: Int, options: PreviewOptions) {
        self.style = style
        self.columns = columns
        self.rows = rows
        content = sheet.content
        id = KittyID(color: 255, process: 0)
        margin = options.margin
        sliceBytes = options.sliceBytes
        passthrough = options.passthrough
        grid = sheet.grid
        payload = Base64.encoded(sheet.png)
    }

    /// About how many bytes the picture takes in the terminal's memory.
    public var pixelBytes: Int { content.columns.count * grid.width * content.rows.count * grid.height * 4 }

    /// The sequences that transmit the picture without showing it, in slices of about `PreviewOptions.sliceBytes`.
    ///
    /// Other output may come between the slices, but no other kitty command except `abandonment`.
    public var uploads: [[UInt8]] {
        let sequences = KittyCommand.chunked("a=t,f=100,i=\(id.number)", base64: payload)
        let perSlice = max(1, sliceBytes / (KittyCommand.largestChunk + 16))
        return stride(from: 0, to: sequences.count, by: perSlice).map { start in
            sequences[start..<min(start + perSlice, sequences.count)].flatMap { passthrough.wrapped($0) }
        }
    }

    /// Aborts `uploads` and frees what was sent so far.
    public var abandonment: [UInt8] { passthrough.wrapped(KittyCommand.sequence("m=0")) + deletion }

    /// Lets placeholder cells show the picture; send it once, after `uploads`.
    ///
    /// Separate from the upload (`a=T`), because tmux keeps a ghost of a combined one on the screen.
    public var placement: [UInt8] {
        passthrough.wrapped(
            KittyCommand.sequence("a=p,U=1,i=\(id.number),c=\(content.columns.count),r=\(content.rows.count)"))
    }

    /// Shows `part` (all, if `nil`) with the preview's top-left cell at a zero-based cell of the screen, under the text
    /// and under cell backgrounds.
    ///
    /// Showing the same part of the same picture elsewhere moves it.
    public func direct(column: Int, row: Int, part: CellRange? = nil) -> [UInt8] {
        let shown = CellRange(
            columns: (part?.columns ?? content.columns).clamped(to: content.columns),
            rows: (part?.rows ?? content.rows).clamped(to: content.rows))
        guard !shown.isEmpty else { return [] }
        let x = shown.columns.lowerBound - content.columns.lowerBound
        let y = shown.rows.lowerBound - content.rows.lowerBound
        var keys = "a=p,i=\(id.number),p=\(placementNumber(x: x, y: y, shown))"
        if shown != content {
            keys += ",x=\(x * grid.width),y=\(y * grid.height)"
            keys += ",w=\(shown.columns.count * grid.width),h=\(shown.rows.count * grid.height)"
        }
        keys += ",c=\(shown.columns.count),r=\(shown.rows.count),C=1,z=\(KittyPreview.underBackgrounds)"
        var bytes: [UInt8] = []
        bytes.appendMove(column: column + shown.columns.lowerBound, row: row + shown.rows.lowerBound)
        return bytes + passthrough.anchored(KittyCommand.sequence(keys))
    }

    /// A placement id: 1 for the whole picture, a different one for each part, so that a part does not replace the
    /// whole.
    private func placementNumber(x: Int, y: Int, _ shown: CellRange) -> Int {
        if shown == content { return 1 }
        return ((x * 512 + y) * 512 + shown.columns.count) % (1 << 22) * 512 + shown.rows.count
    }

    /// Removes all direct placements of the picture from the screen; the terminal keeps the picture.
    public var removal: [UInt8] { passthrough.wrapped(KittyCommand.sequence("a=d,d=i,i=\(id.number)")) }

    /// Removes the picture from the screen and frees its memory.
    public var deletion: [UInt8] { KittyPreview.deletion(of: id, passthrough: passthrough) }

    /// The same, if only the id is known.
    public static func deletion(of id: KittyID, passthrough: Passthrough = .none) -> [UInt8] {
        passthrough.wrapped(KittyCommand.sequence("a=d,d=I,i=\(id.number)"))
    }

    /// Images with a z-index below half the smallest 32-bit number lie under cell backgrounds.
    private static let underBackgrounds = -1_073_741_825

    /// The cells of `part`: blank margins, and placeholders or a direct placement, depending on `style`. The picture
    /// itself must have been sent.
    func cells(column: Int, row: Int, part: CellRange?) -> [UInt8] {
        let range = (part ?? CellRange(columns: 0..<columns, rows: 0..<rows)).clamped(columns: columns, rows: rows)
        guard !range.isEmpty else { return [] }
        var writer = MosaicWriter(resettingFirst: true)
        for line in range.rows {
            writer.move(column: column + range.columns.lowerBound, row: row + line)
            write(range.columns, row: line, to: &writer)
        }
        writer.reset()
        return style == .placeholders ? writer.bytes : writer.bytes + direct(column: column, row: row, part: range)
    }

    func streamed() -> [UInt8] {
        guard style == .placeholders else {
            let keys = "a=T,f=100,c=\(content.columns.count),r=\(content.rows.count)"
            return KittyCommand.chunked(keys, base64: payload).flatMap { passthrough.wrapped($0) } + [0x0A]
        }
        var writer = MosaicWriter(resettingFirst: false)
        for line in content.rows {
            write(content.columns, row: line, to: &writer)
            writer.reset()
            writer.endLine()
        }
        return uploads.flatMap { $0 } + placement + writer.bytes
    }

    private func write(_ range: Range<Int>, row: Int, to writer: inout MosaicWriter) {
        var left: KittyCell?
        for column in range {
            if style == .placeholders, let cell = cell(column: column, row: row)?.after(left) {
                var text = String.UnicodeScalarView()
                text.append(contentsOf: cell.scalars)
                writer.write(String(text), foreground: .indexed(cell.id.color))
                left = cell
            } else {
                let isContent = content.columns.contains(column) && content.rows.contains(row)
                writer.write(.blank(isContent ? .terminalDefault : margin))
                left = nil
            }
        }
    }
}
