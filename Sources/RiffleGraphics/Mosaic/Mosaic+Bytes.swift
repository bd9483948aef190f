extension Mosaic {
    /// The cells of `part`, cut between rows into self-contained slices of about `sliceBytes`.
    func slices(column: Int, row: Int, part: CellRange?) -> [[UInt8]] {
        pieces(column: column, row: row, part: part, limit: max(1, sliceBytes), previous: nil)
    }

    /// The cells of `part` in one slice.
    func bytes(column: Int, row: Int, part: CellRange?) -> [UInt8] {
        pieces(column: column, row: row, part: part, limit: .max, previous: nil).first ?? []
    }

    /// Only the cells of `part` that differ from `previous`, which the screen shows at this place: a coarser or
    /// unfinished version of the picture, or the previous picture.
    public func slices(replacing previous: Mosaic, column: Int, row: Int, part: CellRange? = nil) -> [[UInt8]] {
        let isComparable = previous.columns == columns && previous.rows == rows
        return pieces(
            column: column, row: row, part: part, limit: max(1, sliceBytes), previous: isComparable ? previous : nil)
    }

    func streamed() -> [UInt8] {
        var writer = MosaicWriter(reserving: content.columns.count * content.rows.count * 36, resettingFirst: false)
        for row in content.rows {
            writer.write(cells[row * columns + content.columns.lowerBound..<row * columns + content.columns.upperBound])
            // Before the newline: some terminals fill a new line with the current background.
            writer.reset()
            writer.endLine()
        }
        return writer.bytes
    }

    private func pieces(column: Int, row: Int, part: CellRange?, limit: Int, previous: Mosaic?) -> [[UInt8]] {
        let whole = CellRange(columns: 0..<columns, rows: 0..<rows)
        let range = (part ?? whole).clamped(columns: columns, rows: rows)
        guard !range.isEmpty else { return [] }
        // A cell with two new true colours takes up to 42 bytes.
        let reserve = min(limit, range.columns.count * range.rows.count * 36)
        var pieces: [[UInt8]] = []
        var writer: MosaicWriter?
        for line in range.rows {
            var position: Int?
            for run in runs(in: range.columns, line: line, differingFrom: previous) {
                if writer == nil {
                    writer = MosaicWriter(reserving: reserve, resettingFirst: true)
                }
                if let position {
                    writer?.skip(run.lowerBound - position)
                } else {
                    writer?.move(column: column + run.lowerBound, row: row + line)
                }
                writer?.write(cells[line * columns + run.lowerBound..<line * columns + run.upperBound])
                position = run.upperBound
            }
            if let full = writer, full.bytes.count >= limit || line == range.rows.upperBound - 1 {
                writer?.reset()
                pieces.append(writer?.bytes ?? [])
                writer = nil
            }
        }
        return pieces
    }

    /// The ranges of a row that have to be sent.
    private func runs(in range: Range<Int>, line: Int, differingFrom previous: Mosaic?) -> [Range<Int>] {
        guard let previous else { return [range] }
        var runs: [Range<Int>] = []
        for column in range where !cells[line * columns + column].looksLike(previous.cells[line * columns + column]) {
            if let last = runs.last, column == last.upperBound {
                runs[runs.count - 1] = last.lowerBound..<column + 1
            } else {
                runs.append(column..<column + 1)
            }
        }
        return runs
    }
}

extension Mosaic.Cell {
    /// Whether both look the same on the terminal.
    func looksLike(_ other: Mosaic.Cell) -> Bool {
        if self == other { return true }
        if glyph.isBlank, other.glyph.scalar == glyph.scalar { return background == other.background }
        return glyph.inverse == other.glyph.scalar && foreground == other.background && background == other.foreground
    }
}
