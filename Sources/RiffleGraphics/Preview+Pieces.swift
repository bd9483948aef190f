extension Preview {
    /// How many rows of cells are best drawn together, and the row of the preview that one such group begins with.
    ///
    /// A sixel's bands are six pixels high: a part that cuts one draws it at nearly the price of two.
    package var rowGroups: (rows: Int, first: Int) {
        if case .sixel(let sixel) = self { (SixelPreview.rowsOfWholeBands(sixel.cell), sixel.row) } else { (1, 0) }
    }
}
