/// What one cell holds to show its piece of a kitty picture.
public struct KittyCell: Sendable, Hashable {
    public let id: KittyID
    /// Counted from the left edge of the picture, as `row` from its top.
    let column: UInt16
    let row: UInt16
    /// Whether the cell to its left shows the piece to the left of its own, from which the terminal then tells it.
    private(set) var isContinued = false

    /// The same after another cell, where that is directly to its left on the screen.
    ///
    /// Terminals look at the cells of a row from left to right each time they draw it, whatever was written last: a cell
    /// need only be right together with the one to its left. So most are a character without marks, less than half the
    /// bytes. Source: kitty's graphics protocol, "Unicode placeholders", on marks that are left out.
    public func after(_ left: KittyCell?) -> KittyCell {
        var cell = self
        cell.isContinued = left.map { $0.id == id && $0.row == row && $0.column + 1 == column } ?? false
        return cell
    }

    /// A character with its marks, if it needs any: one column wide.
    public var scalars: [Unicode.Scalar] {
        if isContinued { return [KittyMarks.placeholder] }
        return [
            KittyMarks.placeholder, KittyMarks.scalars[Int(row)], KittyMarks.scalars[Int(column)],
            KittyMarks.scalars[id.process],
        ]
    }
}

extension KittyPreview {
    /// The cell's placeholder; `nil` for a cell of the margin.
    ///
    /// - Parameter column: counted from the preview's left edge, as `row` from its top.
    public func cell(column: Int, row: Int) -> KittyCell? {
        guard content.columns.contains(column), content.rows.contains(row) else { return nil }
        return KittyCell(
            id: id, column: UInt16(column - content.columns.lowerBound), row: UInt16(row - content.rows.lowerBound))
    }

    /// Whether it is the same picture, under the same number.
    package func isSame(as other: KittyPreview) -> Bool {
        id == other.id && content == other.content && payload == other.payload
    }
}
