extension Preview {
    /// How many cell rows are best drawn together, and the first row of such a group.
    ///
    /// A sixel band is six pixels high: cutting one costs nearly as much as two bands.
    package var rowGroups: (rows: Int, first: Int) {
        if case .sixel(let sixel) = self { (SixelPreview.rowsOfWholeBands(sixel.cell), sixel.row) } else { (1, 0) }
    }
}
