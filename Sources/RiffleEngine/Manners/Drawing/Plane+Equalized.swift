extension Plane {
    /// Contrast spread evenly within each part of the picture, limited so that even parts do not become noise.
    ///
    /// - Parameters:
    ///   - limit: how many times its even share a lightness may count, at least 1; 2 is moderate.
    ///   - tiles: parts along each side.
    /// Values are cut to 0…1.
    /// Source: K. Zuiderveld, "Contrast limited adaptive histogram equalization", Graphics Gems IV, 1994.
    func equalized(limit: Float, tiles: Int = 6) -> Plane {
        let bins = 256
        let (columns, rows) = (min(tiles, width), min(tiles, height))
        var curves = [Float](repeating: 0, count: columns * rows * bins)
        for tileY in 0..<rows {
            for tileX in 0..<columns {
                let area = (
                    x: tileX * width / columns..<(tileX + 1) * width / columns,
                    y: tileY * height / rows..<(tileY + 1) * height / rows
                )
                var counts = [Float](repeating: 0, count: bins)
                for y in area.y {
                    let row = row(y)
                    for x in area.x { counts[Int(min(max(row[x], 0), 1) * Float(bins - 1) + 0.5)] += 1 }
                }
                let total = Float(area.x.count * area.y.count)
                let most = max(1, limit * total / Float(bins))
                var excess: Float = 0
                for i in 0..<bins where counts[i] > most {
                    excess += counts[i] - most
                    counts[i] = most
                }
                let share = excess / Float(bins)
                var sum: Float = 0
                for i in 0..<bins {
                    sum += counts[i] + share
                    curves[(tileY * columns + tileX) * bins + i] = sum / total
                }
            }
        }
        let result = Plane(width: width, height: height)
        curves.withUnsafeBufferPointer { curves in
            for y in 0..<height {
                let place = min(max((Float(y) + 0.5) * Float(rows) / Float(height) - 0.5, 0), Float(rows - 1))
                let (top, bottom) = (Int(place), min(Int(place) + 1, rows - 1))
                let fy = place - Float(top)
                let (row, out) = (row(y), result.row(y))
                for x in 0..<width {
                    let place = min(max((Float(x) + 0.5) * Float(columns) / Float(width) - 0.5, 0), Float(columns - 1))
                    let (left, right) = (Int(place), min(Int(place) + 1, columns - 1))
                    let fx = place - Float(left)
                    let bin = Int(min(max(row[x], 0), 1) * Float(bins - 1) + 0.5)
                    let upper =
                        curves[(top * columns + left) * bins + bin] * (1 - fx)
                        + curves[(top * columns + right) * bins + bin] * fx
                    let lower =
                        curves[(bottom * columns + left) * bins + bin] * (1 - fx)
                        + curves[(bottom * columns + right) * bins + bin] * fx
                    out[x] = upper * (1 - fy) + lower * fy
                }
            }
        }
        return result
    }
}
