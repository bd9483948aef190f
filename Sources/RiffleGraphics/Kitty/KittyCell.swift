/// The placeholder cell that shows one piece of a kitty picture.
public struct KittyCell: Sendable, Hashable {
    /// The picture's id in the terminal.
    public let id: KittyID
    /// Column from the left edge of the picture; `row` counts from its top.
    let column: UInt16
    let row: UInt16
    /// Whether the cell to the left shows the neighbouring piece, so that the terminal infers this one.
    private(set) var isContinued = false

    /// This cell, shortened if `left`, the cell directly to its left on the screen, allows it.
    ///
    /// Terminals scan a row from left to right each time they draw it, so only the cell to the left matters, not the
    /// order of writing. A cell without marks takes less than half the bytes. Source: kitty's graphics protocol,
    /// "Unicode placeholders", on omitted diacritics.
    public func after(_ left: KittyCell?) -> KittyCell {
        var cell = self
        cell.isContinued = left.map { $0.id == id && $0.row == row && $0.column + 1 == column } ?? false
        return cell
    }

    /// The placeholder character and the marks it needs: one column wide.
    public var scalars: [Unicode.Scalar] {
        if isContinued { return [KittyMarks.placeholder] }
        return [
            KittyMarks.placeholder, KittyMarks.scalars[Int(row)], KittyMarks.scalars[Int(column)],
            KittyMarks.scalars[id.process],
        ]
    }
}

extension KittyPreview {
    /// The placeholder of a cell; `nil` for a margin cell.
    ///
    /// - Parameters:
    ///   - column: from the preview's left edge.
    ///   - row: from the preview's top.
    public func cell(column: Int, row: Int) -> KittyCell? {
        guard content.columns.contains(column), content.rows.contains(row) else { return nil }
        return KittyCell(
            id: id, column: UInt16(column - content.columns.lowerBound), row: UInt16(row - content.rows.lowerBound))
    }

    /// Whether both are the same picture with the same id.
    package func isSame(as other: KittyPreview) -> Bool {
        id == other.id && content == other.content && payload == other.payload
    }
}
