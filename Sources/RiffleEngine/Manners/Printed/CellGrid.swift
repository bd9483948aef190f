internal import RiffleImage

/// A picture's division into square cells of whole pixels. Where its sides are no multiples of a cell, those at the rim are
/// cut, evenly on both sides.
struct CellGrid {
    let width: Int
    let height: Int
    /// Pixels a side of a cell, at least 2.
    let side: Int
    let columns: Int
    let rows: Int
    /// Pixels of the first column and row that lie outside the picture.
    private let left: Int
    private let top: Int

    /// - Parameter across: about how many cells the shorter side is to have.
    init(width: Int, height: Int, across: Float) {
        let wanted = Float(min(width, height)) / across
        let near = (2...max(2, min(width, height))).filter { Float($0) > wanted / 1.15 && Float($0) < wanted * 1.15 }
        let whole = near.filter { width % $0 == 0 && height % $0 == 0 }
        let side = whole.min { abs(Float($0) - wanted) < abs(Float($1) - wanted) } ?? max(2, Int(wanted.rounded()))
        self.side = side
        (self.width, self.height) = (width, height)
        (columns, rows) = ((width + side - 1) / side, (height + side - 1) / side)
        (left, top) = ((columns * side - width) / 2, (rows * side - height) / 2)
    }

    /// The means of a picture over each cell, or over `parts` × `parts` equal parts of each.
    /// - Parameter picture: of the grid's size or of the same shape.
    func averages(of picture: LabPicture, parts: Int, crew: Crew) -> LabPicture {
        let (across, down) = (columns * parts, rows * parts)
        func edge(_ k: Int, _ start: Int, _ size: Int, _ pictureSize: Int) -> Int {
            let place = Float(k * side) / Float(parts) - Float(start)
            return min(max(Int((place * Float(pictureSize) / Float(size)).rounded()), 0), pictureSize)
        }
        let xs = (0...across).map { edge($0, left, width, picture.width) }
        let ys = (0...down).map { edge($0, top, height, picture.height) }
        let result = LabPicture(width: across, height: down)
        for (from, to) in [
            (picture.l, result.l), (picture.a, result.a), (picture.b, result.b), (picture.alpha, result.alpha),
        ] {
            crew.rows(down) { y in
                let y0 = min(ys[y], picture.height - 1)
                let y1 = max(ys[y + 1], y0 + 1)
                for x in 0..<across {
                    let x0 = min(xs[x], picture.width - 1)
                    let x1 = max(xs[x + 1], x0 + 1)
                    var sum: Float = 0
                    for py in y0..<y1 {
                        let row = from.row(py)
                        for px in x0..<x1 { sum += row[px] }
                    }
                    to[x, y] = sum / Float((y1 - y0) * (x1 - x0))
                }
            }
        }
        return result
    }

    /// A picture of one colour for each cell, row by row.
    func bitmap(of colors: [SIMD4<UInt8>], crew: Crew) -> Bitmap {
        var bitmap = Bitmap(width: width, height: height)
        bitmap.withMutablePixels { pixels in
            let target = MutablePointer(pixels.baseAddress!)
            crew.rows(height) { y in
                let row = (y + top) / side * columns
                for x in 0..<width {
                    let color = colors[row + (x + left) / side]
                    let p = target.address + 4 * (y * width + x)
                    (p[0], p[1], p[2], p[3]) = (color.x, color.y, color.z, color.w)
                }
            }
        }
        return bitmap
    }
}
