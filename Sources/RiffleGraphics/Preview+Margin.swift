extension Preview {
    /// The same picture with another margin colour. Only copies the cells of a mosaic.
    package func withMargin(_ color: CellColor) -> Preview {
        switch self {
        case .mosaic(var mosaic):
            mosaic.setMargin(color)
            return .mosaic(mosaic)
        case .sixel(var sixel):
            sixel.margin = color
            return .sixel(sixel)
        case .kitty(var kitty):
            kitty.margin = color
            return .kitty(kitty)
        case .iterm(var iterm):
            iterm.margin = color
            return .iterm(iterm)
        }
    }

    /// Whether both show the same picture in the same cells, whatever the margin.
    ///
    /// - Complexity: O(pixels); O(1) if one was made from the other by `withMargin`; O(cells) for mosaics.
    package func hasPicture(of other: Preview) -> Bool {
        guard columns == other.columns, rows == other.rows else { return false }
        switch (self, other) {
        case (.mosaic(let mine), .mosaic(let its)): return mine.hasContent(of: its)
        case (.sixel(let mine), .sixel(let its)):
            return mine.cell == its.cell && mine.column == its.column && mine.row == its.row && mine.image == its.image
        case (.kitty(let mine), .kitty(let its)): return mine.isSame(as: its)
        case (.iterm(let mine), .iterm(let its)):
            return mine.sheet.content == its.sheet.content && mine.sheet.grid == its.sheet.grid
                && mine.sheet.png == its.sheet.png
        default: return false
        }
    }

    /// Whether the picture fills a cell completely, so that no margin shows there.
    package func fills(column: Int, row: Int) -> Bool {
        switch self {
        case .mosaic(let mosaic): mosaic.filled.columns.contains(column) && mosaic.filled.rows.contains(row)
        case .sixel(let sixel): sixel.fullColumns.contains(column) && sixel.fullRows.contains(row)
        // The unused part of the last cells is transparent.
        case .kitty(let kitty): kitty.content.inner.columns.contains(column) && kitty.content.inner.rows.contains(row)
        case .iterm(let iterm):
            iterm.sheet.content.inner.columns.contains(column) && iterm.sheet.content.inner.rows.contains(row)
        }
    }
}

extension CellRange {
    /// Without the last column and the last row.
    fileprivate var inner: CellRange {
        CellRange(columns: columns.dropLast(), rows: rows.dropLast())
    }
}

extension Mosaic {
    /// Cells without any margin.
    fileprivate var filled: CellRange {
        isLastRowHalf ? CellRange(columns: content.columns, rows: content.rows.dropLast()) : content
    }

    fileprivate func hasContent(of other: Mosaic) -> Bool {
        guard content == other.content, isLastRowHalf == other.isLastRowHalf else { return false }
        return filled.rows.allSatisfy { row in
            let range = row * columns + content.columns.lowerBound..<row * columns + content.columns.upperBound
            return cells[range] == other.cells[range]
        }
    }

    /// Sets the colour of the margin, half cells included.
    fileprivate mutating func setMargin(_ color: CellColor) {
        guard color != margin else { return }
        for row in 0..<rows {
            for column in 0..<columns {
                let index = row * columns + column
                if !content.rows.contains(row) || !content.columns.contains(column) {
                    cells[index].background = color
                } else if isLastRowHalf, row == content.rows.upperBound - 1 {
                    if cells[index].background == margin { cells[index].background = color }
                    if cells[index].foreground == margin { cells[index].foreground = color }
                }
            }
        }
        margin = color
    }
}
