internal import RiffleImage

/// A picture laid with square tiles that turn with its lines and lie with their joints on its edges.
///
/// Source: Hausner, "Simulating decorative mosaics", SIGGRAPH 2001.
struct Tessellation: Sendable {
    struct Tile {
        /// The middle in pixels.
        var x: Float
        var y: Float
        /// The direction of two of its sides, of length 1.
        var cos: Float
        var sin: Float
        /// Pixels to the next tiles, about.
        var size: Float
    }

    private(set) var tiles: [Tile]
    let width: Int
    let height: Int

    private static let rounds = 9
    /// Tries to place a tile, for each pixel.
    private static let darts: Float = 0.25
    /// Tiles look for pixels up to so many times their size.
    private static let reach: Float = 1.7

    /// Nil when halted.
    /// - Parameters:
    ///   - sizes: of tiles in pixels, for each place.
    ///   - weights: 0…1, small on edges.
    init?(
        sizes: Plane, direction: StrokeField, weights: Plane, seed: UInt64, crew: Crew, halted: @Sendable () -> Bool
    ) {
        (width, height) = (sizes.width, sizes.height)
        tiles = Tessellation.scattered(sizes, seed: seed).map { x, y in
            Tile(x: x, y: y, cos: 1, sin: 0, size: 1)
        }
        for round in 0...Tessellation.rounds {
            for k in tiles.indices {
                let x = min(max(Int(tiles[k].x), 0), width - 1)
                let y = min(max(Int(tiles[k].y), 0), height - 1)
                (tiles[k].cos, tiles[k].sin) = (direction.x[x, y], direction.y[x, y])
                tiles[k].size = sizes[x, y]
            }
            if halted() { return nil }
            if round < Tessellation.rounds { center(weights, crew: crew) }
        }
    }

    /// Points that are as far apart as tiles of their sizes are.
    private static func scattered(_ sizes: Plane, seed: UInt64) -> [(Float, Float)] {
        let (width, height) = (sizes.width, sizes.height)
        var isTaken = [Bool](repeating: false, count: width * height)
        var points: [(Float, Float)] = []
        var noise = CounterNoise(seed: seed, .tiles)
        for _ in 0..<Int(darts * Float(width * height)) {
            let i = noise.below(width * height)
            if isTaken[i] { continue }
            let (x, y) = (i % width, i / width)
            points.append((Float(x), Float(y)))
            let radius = sizes[x, y] * 0.78
            let whole = Int(radius)
            for row in max(0, y - whole)...min(height - 1, y + whole) {
                let dy = Float(row - y)
                let half = Int(max(0, radius * radius - dy * dy).squareRoot())
                for column in max(0, x - half)...min(width - 1, x + half) { isTaken[row * width + column] = true }
            }
        }
        return points
    }

    /// Moves each tile to the middle of the pixels that are nearest to it.
    private mutating func center(_ weights: Plane, crew: Crew) {
        let owners = laid(width: width, height: height, crew: crew).owners
        var sums = [(x: Float, y: Float, weight: Float)](repeating: (0, 0, 0), count: tiles.count)
        for y in 0..<height {
            let row = weights.row(y)
            for x in 0..<width {
                let k = Int(owners.values[y * width + x])
                sums[k].x += Float(x) * row[x]
                sums[k].y += Float(y) * row[x]
                sums[k].weight += row[x]
            }
        }
        for k in tiles.indices where sums[k].weight > 0 {
            tiles[k].x = sums[k].x / sums[k].weight
            tiles[k].y = sums[k].y / sums[k].weight
        }
    }

    /// Which tile each pixel belongs to.
    struct Layout: Sendable {
        let owners: Plane
        /// Pixels to the middle of the joint, about.
        let joints: Plane
    }

    /// The tiles laid out at any size of the same shape.
    func laid(width: Int, height: Int, crew: Crew) -> Layout {
        let scale = Float(width) / Float(self.width)
        let owners = Plane(width: width, height: height)
        let joints = Plane(width: width, height: height)
        // Bands of rows: each takes the tiles in their order, so the result is the same for any number of threads.
        let bands = min(8, height)
        crew.perform(bands) { band in
            let rows = band * height / bands..<(band + 1) * height / bands
            if crew.halted() {
                for plane in [owners, joints] {
                    plane.row(rows.lowerBound).update(repeating: 0, count: rows.count * width)
                }
                return
            }
            let best = Plane(width: width, height: rows.count, fill: .infinity)
            let second = Plane(width: width, height: rows.count, fill: .infinity)
            for (k, tile) in tiles.enumerated() {
                let size = tile.size * scale
                let (tileX, tileY) = ((tile.x + 0.5) * scale - 0.5, (tile.y + 0.5) * scale - 0.5)
                let reach = Tessellation.reach * size
                let top = max(rows.lowerBound, Int((tileY - reach).rounded(.up)))
                let bottom = min(rows.upperBound - 1, Int(tileY + reach))
                let left = max(0, Int((tileX - reach).rounded(.up)))
                let right = min(width - 1, Int(tileX + reach))
                if top > bottom || left > right { continue }
                let (c, s) = (tile.cos / size, tile.sin / size)
                for y in top...bottom {
                    let dy = Float(y) - tileY
                    let line = (y - rows.lowerBound) * width
                    for x in left...right {
                        let dx = Float(x) - tileX
                        let (u, v) = (abs(dx * c + dy * s), abs(dy * c - dx * s))
                        let distance = max(u, v) + 0.15 * (u + v)
                        if distance < best.values[line + x] {
                            second.values[line + x] = best.values[line + x]
                            best.values[line + x] = distance
                            owners.values[y * width + x] = Float(k)
                        } else if distance < second.values[line + x] {
                            second.values[line + x] = distance
                        }
                    }
                }
            }
            for y in rows {
                for x in 0..<width {
                    let i = (y - rows.lowerBound) * width + x
                    // Beyond the reach of all tiles: as the pixel before.
                    if best.values[i] == .infinity {
                        owners.values[y * width + x] = x > 0 ? owners.values[y * width + x - 1] : 0
                        joints[x, y] = 0
                        continue
                    }
                    let size = tiles[Int(owners.values[y * width + x])].size * scale
                    joints[x, y] = min((second.values[i] - best.values[i]) * size, size)
                }
            }
        }
        return Layout(owners: owners, joints: joints)
    }
}
