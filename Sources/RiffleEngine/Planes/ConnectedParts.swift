/// The connected parts of a mask.
struct ConnectedParts {
    struct Part: Equatable {
        var left: Int
        var top: Int
        /// One past the last column and row.
        var right: Int
        var bottom: Int
        /// Pixels.
        var area: Int

        var width: Int { right - left }
        var height: Int { bottom - top }
        /// Share of its bounding box that it fills.
        var solidity: Float { Float(area) / Float(width * height) }
    }

    /// Set pixels side by side in one row.
    struct Run {
        let y: Int
        let columns: Range<Int>
        /// Which part it belongs to.
        fileprivate(set) var part: Int
    }

    /// In the order of their first pixels.
    private(set) var parts: [Part] = []
    private(set) var runs: [Run] = []

    /// - Parameter diagonal: whether pixels that touch at a corner are connected.
    /// - Complexity: O(pixels).
    init(_ mask: Mask, diagonal: Bool = true) {
        var sets = DisjointSets()
        let reach = diagonal ? 1 : 0
        var above = 0..<0
        mask.bytes.withUnsafeBufferPointer { bytes in
            for y in 0..<mask.height {
                let row = bytes.baseAddress! + y * mask.width
                let first = runs.count
                var candidate = above.lowerBound
                var x = 0
                while x < mask.width {
                    if row[x] == 0 {
                        x += 1
                        continue
                    }
                    let start = x
                    while x < mask.width, row[x] != 0 { x += 1 }
                    let label = runs.count
                    sets.add()
                    while candidate < above.upperBound, runs[candidate].columns.upperBound + reach <= start {
                        candidate += 1
                    }
                    var other = candidate
                    while other < above.upperBound, runs[other].columns.lowerBound < x + reach {
                        sets.join(other, label)
                        other += 1
                    }
                    runs.append(Run(y: y, columns: start..<x, part: label))
                }
                above = first..<runs.count
            }
        }
        var numbers = [Int](repeating: -1, count: runs.count)
        for i in runs.indices {
            let root = sets.root(i)
            let (y, columns) = (runs[i].y, runs[i].columns)
            if numbers[root] < 0 {
                numbers[root] = parts.count
                parts.append(
                    Part(left: columns.lowerBound, top: y, right: columns.upperBound, bottom: y + 1, area: 0))
            }
            let part = numbers[root]
            runs[i].part = part
            parts[part].left = min(parts[part].left, columns.lowerBound)
            parts[part].right = max(parts[part].right, columns.upperBound)
            parts[part].bottom = y + 1
            parts[part].area += columns.count
        }
    }

    /// The pixels of the parts for which `keeps` is true.
    func mask(width: Int, height: Int, _ keeps: (Part) -> Bool) -> Mask {
        let kept = parts.map(keeps)
        var mask = Mask(width: width, height: height)
        for run in runs where kept[run.part] {
            for x in run.columns { mask.bytes[run.y * width + x] = 1 }
        }
        return mask
    }
}
