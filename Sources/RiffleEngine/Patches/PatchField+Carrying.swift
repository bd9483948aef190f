extension PatchField {
    /// Fills `rows` of this field from a field of a smaller picture: each anchor gets the scaled displacement of the
    /// nearest coarse anchor. Regions that were copied as one piece stay one piece.
    ///
    /// - Complexity: O(rows × side).
    func carry(from coarse: PatchField, rows: Range<Int>) {
        let steps = CarryTable(from: coarse, to: self)
        for y in rows {
            let coarseRow = steps.nearest[y]
            let from = coarse.row(coarseRow)
            let to = row(y)
            for x in 0..<anchors {
                let coarseColumn = steps.nearest[x]
                let cell = from[coarseColumn]
                let sourceRow = cell.row(inLayersOf: coarse.side)
                let top = (cell.row - sourceRow) / coarse.side * side
                let down = steps.scaled[sourceRow - coarseRow + coarse.anchors]
                let right = steps.scaled[cell.column - coarseColumn + coarse.anchors]
                to[x] = Cell(
                    row: top + min(max(y + down, 0), anchors - 1), column: min(max(x + right, 0), anchors - 1))
            }
        }
    }
}

/// Precomputed divisions, once per row or column instead of once per anchor.
private struct CarryTable {
    /// For each fine row or column of anchors, the coarse one with the nearest patch centre.
    var nearest: [Int] = []
    /// Scaled displacements, starting at `-coarse.anchors`.
    var scaled: [Int] = []

    init(from coarse: PatchField, to fine: PatchField) {
        let margin = Patch.margin
        for a in 0..<fine.anchors {
            // (a + 3.5) × coarse / fine - 3.5, rounded, in integers.
            let position = (2 * a + 7) * coarse.side - margin * fine.side
            nearest.append(min(max(position, 0) / (2 * fine.side), coarse.anchors - 1))
        }
        for d in -coarse.anchors...coarse.anchors {
            let doubled = 2 * abs(d) * fine.side + coarse.side
            scaled.append(d < 0 ? -(doubled / (2 * coarse.side)) : doubled / (2 * coarse.side))
        }
    }
}
