internal import RiffleImage

/// The lattice that the cells of pixel art lie on, found from where neighbouring pixels differ.
struct CellLattice: Equatable {
    /// Pixels from one cell to the next; not whole where the art was enlarged by a factor that is not.
    var pitch: Float
    /// The first line of the lattice, across and down, in pixels; below the pitch.
    var left: Float
    var top: Float
    /// Whether some steps lie beside the lattice, as after lossy compression.
    var isRough: Bool

    /// How many pixels of each column and each row differ from the one before: by anything, and by more than 20 levels.
    struct Steps {
        fileprivate(set) var columns: [[Int]]
        fileprivate(set) var rows: [[Int]]
        fileprivate let width: Int
        fileprivate let height: Int

        /// Pixels that are looked at in each direction, at most.
        private static let sample = 1_100_000

        init(_ bitmap: Bitmap) {
            let (width, height) = (bitmap.width, bitmap.height)
            (self.width, self.height) = (width, height)
            var columns = [[Int]](repeating: [Int](repeating: 0, count: max(width - 1, 0)), count: 2)
            var rows = [[Int]](repeating: [Int](repeating: 0, count: max(height - 1, 0)), count: 2)
            let skip = max(1, width * height / Steps.sample)
            bitmap.withPixels { pixels in
                let start = pixels.baseAddress!
                for y in stride(from: 0, to: height, by: skip) {
                    let row = start + 4 * y * width
                    for x in 0..<max(width - 1, 0) {
                        let step = Steps.step(row + 4 * x, row + 4 * x + 4)
                        columns[0][x] += step > 0 ? 1 : 0
                        columns[1][x] += step > 20 ? 1 : 0
                    }
                }
                for y in 0..<max(height - 1, 0) {
                    let row = start + 4 * y * width
                    var (any, large) = (0, 0)
                    for x in stride(from: 0, to: width, by: skip) {
                        let step = Steps.step(row + 4 * x, row + 4 * (x + width))
                        any += step > 0 ? 1 : 0
                        large += step > 20 ? 1 : 0
                    }
                    rows[0][y] = any
                    rows[1][y] = large
                }
            }
            (self.columns, self.rows) = (columns, rows)
        }

        /// The largest difference of a channel; colours that are hardly seen count as equal.
        @inline(__always)
        private static func step(_ p: UnsafePointer<UInt8>, _ q: UnsafePointer<UInt8>) -> Int {
            let a = UnsafeRawPointer(p).loadUnaligned(as: UInt32.self)
            let b = UnsafeRawPointer(q).loadUnaligned(as: UInt32.self)
            if a == b { return 0 }
            var largest = abs(Int(p[3]) - Int(q[3]))
            let (isSeen, isOtherSeen) = (p[3] > 127, q[3] > 127)
            for c in 0..<3 {
                largest = max(largest, abs((isSeen ? Int(p[c]) : 0) - (isOtherSeen ? Int(q[c]) : 0)))
            }
            return largest
        }
    }

    private static let largestCell = 128
    private static let fewestCells = 10

    /// The largest whole cell; nil where there is none of at least 2 pixels.
    static func whole(_ steps: Steps) -> CellLattice? {
        for (level, needed) in [(0, 0.999), (1, 0.93)] as [(Int, Double)] {
            let (columns, rows) = (steps.columns[level], steps.rows[level])
            let totals = (columns.reduce(0, +), rows.reduce(0, +))
            guard totals.0 >= 50, totals.1 >= 50 else { continue }
            let largest = min(largestCell, min(steps.width, steps.height) / fewestCells)
            guard largest >= 2 else { continue }
            for cell in stride(from: largest, through: 2, by: -1) {
                let (x, y) = (best(columns, cell), best(rows, cell))
                guard Double(x.sum) > needed * Double(totals.0), Double(y.sum) > needed * Double(totals.1),
                    x.used > 0.35, y.used > 0.35
                else { continue }
                return CellLattice(
                    pitch: Float(cell), left: Float((x.offset + 1) % cell), top: Float((y.offset + 1) % cell),
                    isRough: level == 1)
            }
        }
        return nil
    }

    /// The offset whose lines hold the most steps, how many they hold, and the share of its lines that hold any.
    private static func best(_ steps: [Int], _ cell: Int) -> (sum: Int, offset: Int, used: Double) {
        var sums = [Int](repeating: 0, count: cell)
        var place = 0
        for count in steps {
            sums[place] += count
            place = place + 1 == cell ? 0 : place + 1
        }
        let offset = sums.indices.max { (sums[$0], $1) < (sums[$1], $0) }!
        let lines = stride(from: offset, to: steps.count, by: cell)
        let used = lines.reduce(0) { $0 + (steps[$1] > 0 ? 1 : 0) }
        return (sums[offset], offset, Double(used) / Double(max(1, Array(lines).count)))
    }

    /// A pitch that is not whole, as when art is enlarged to a given size; nil where there is none.
    static func broken(_ steps: Steps) -> CellLattice? {
        guard let x = pitch(steps.columns[0]), let y = pitch(steps.rows[0]), abs(x.pitch - y.pitch) < 0.05 else {
            return nil
        }
        return CellLattice(pitch: x.pitch, left: x.offset, top: y.offset, isRough: false)
    }

    private static func pitch(_ steps: [Int]) -> (pitch: Float, offset: Float)? {
        let total = Float(steps.reduce(0, +))
        let side = steps.count + 1
        guard total >= 100, side >= 24 else { return nil }
        var best: (score: Float, pitch: Float, offset: Float) = (0, 0, 0)
        let most = min(512, Int(Float(side) / 2.2))
        for cells in stride(from: max(12, side / 16), to: most, by: 1) {
            let pitch = Float(side) / Float(cells)
            for phase in [0, 0.125, 0.1875, 0.25, 0.375, 0.5] as [Float] {
                var held = 0
                for k in 0..<cells + 2 {
                    let line = Int((Float(k) * pitch - phase * pitch - 1e-4).rounded(.up)) - 1
                    if line >= 0, line < steps.count { held += steps[line] }
                }
                let chance = 1 / pitch
                let score = (Float(held) / total - chance) / (1 - chance)
                if score > best.score {
                    let offset = phase == 0 ? 0 : pitch * (1 - phase)
                    best = (score, pitch, offset)
                }
            }
        }
        return best.score > 0.97 ? (best.pitch, best.offset) : nil
    }
}
