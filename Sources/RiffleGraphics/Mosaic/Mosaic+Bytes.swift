extension Mosaic {
    /// The cells of `part`, cut between rows into self-contained pieces of about `sliceBytes`.
    func slices(column: Int, row: Int, part: CellRange?) -> [[UInt8]] {
        pieces(column: column, row: row, part: part, limit: max(1, sliceBytes))
    }

    /// The cells of `part` in one piece.
    func bytes(column: Int, row: Int, part: CellRange?) -> [UInt8] {
        pieces(column: column, row: row, part: part, limit: .max).first ?? []
    }

    /// The picture's cells without the margin, as lines.
    func streamed() -> [UInt8] {
        var writer = MosaicWriter(reserving: content.columns.count * content.rows.count * 36, resettingFirst: false)
        for row in content.rows {
            for column in content.columns { writer.write(cells[row * columns + column]) }
            // Before the line ends: some terminals fill a new line with the colour that is set.
            writer.reset()
            writer.endLine()
        }
        return writer.bytes
    }

    private func pieces(column: Int, row: Int, part: CellRange?, limit: Int) -> [[UInt8]] {
        let whole = CellRange(columns: 0..<columns, rows: 0..<rows)
        let range = (part ?? whole).clamped(columns: columns, rows: rows)
        guard !range.isEmpty else { return [] }
        // A cell with two new true colours takes up to 42 bytes.
        let reserve = min(limit, range.columns.count * range.rows.count * 36)
        var pieces: [[UInt8]] = []
        var writer: MosaicWriter?
        for line in range.rows {
            var current = writer.take() ?? MosaicWriter(reserving: reserve, resettingFirst: true)
            current.move(column: column + range.columns.lowerBound, row: row + line)
            for cell in range.columns { current.write(cells[line * columns + cell]) }
            if current.bytes.count >= limit || line == range.rows.upperBound - 1 {
                current.reset()
                pieces.append(current.bytes)
            } else {
                writer = consume current
            }
        }
        return pieces
    }
}
