/// What one cell holds to show its piece of a kitty picture.
public struct KittyCell: Sendable, Hashable {
    public let id: KittyID
    /// Counted from the left edge of the picture, as `row` from its top.
    let column: UInt16
    let row: UInt16

    /// A character with its marks: one column wide.
    public var scalars: [Unicode.Scalar] {
        [
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
