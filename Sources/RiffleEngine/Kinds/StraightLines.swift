/// Straight edges along rows and columns, such as frames, rules and axes.
struct StraightLines: Equatable {
    /// Edges in one direction.
    struct Set: Equatable {
        /// Rows or columns with an edge over at least a fifth of the side.
        fileprivate(set) var count = 0
        /// The longest edge as a share of the side.
        fileprivate(set) var longest: Float = 0
        /// Rows or columns with an edge over four fifths of the side that other lines may cross.
        fileprivate(set) var through = 0

        fileprivate mutating func add(_ run: (solid: Int, crossed: Int), side: Int) {
            if 5 * run.crossed >= 4 * side { through += 1 }
            if 5 * run.solid < side { return }
            count += 1
            longest = max(longest, Float(run.solid) / Float(side))
        }
    }

    private(set) var across = Set()
    private(set) var down = Set()

    /// Levels by which two pixels differ at an edge.
    private static let step = 12
    /// Pixels that a crossing line takes from an edge.
    private static let gap = 2

    init(_ gray: GrayBytes) {
        let (width, height) = (gray.width, gray.height)
        gray.bytes.withUnsafeBufferPointer { levels in
            for y in 0..<max(height - 1, 0) {
                let row = y * width
                let run = StraightLines.runs(width) {
                    abs(Int(levels[row + $0]) - Int(levels[row + width + $0])) > StraightLines.step
                }
                across.add(run, side: width)
            }
            for x in 0..<max(width - 1, 0) {
                let run = StraightLines.runs(height) {
                    let i = $0 * width + x
                    return abs(Int(levels[i]) - Int(levels[i + 1])) > StraightLines.step
                }
                down.add(run, side: height)
            }
        }
    }

    /// The most places in a row where something is so, without gaps and with short ones.
    private static func runs(_ count: Int, _ isSo: (Int) -> Bool) -> (solid: Int, crossed: Int) {
        var (solid, crossed) = (0, 0)
        var (run, longRun, gap) = (0, 0, 0)
        for i in 0..<count {
            if isSo(i) {
                run += 1
                longRun += 1 + gap
                gap = 0
                solid = max(solid, run)
                crossed = max(crossed, longRun)
            } else {
                run = 0
                gap += 1
                if gap > StraightLines.gap || longRun == 0 { (longRun, gap) = (0, 0) }
            }
        }
        return (solid, crossed)
    }
}
