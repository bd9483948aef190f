extension Plane {
    /// Lifts or lowers what is less than `smallest` pixels large and lies on the other side of a level than all around it,
    /// just across that level.
    /// - Complexity: O(pixels).
    func removeScraps(at level: Float, smallest: Int) {
        guard smallest > 1 else { return }
        var seen = [Bool](repeating: false, count: count)
        var part: [Int] = []
        for start in 0..<count where !seen[start] {
            let isAbove = values[start] > level
            part.removeAll(keepingCapacity: true)
            part.append(start)
            seen[start] = true
            var next = 0
            while next < part.count {
                let i = part[next]
                next += 1
                let (x, y) = (i % width, i / width)
                func visit(_ j: Int) {
                    if !seen[j], (values[j] > level) == isAbove {
                        seen[j] = true
                        part.append(j)
                    }
                }
                if x > 0 { visit(i - 1) }
                if x < width - 1 { visit(i + 1) }
                if y > 0 { visit(i - width) }
                if y < height - 1 { visit(i + width) }
            }
            if part.count < smallest { for i in part { values[i] = level + (isAbove ? -0.012 : 0.012) } }
        }
    }
}
