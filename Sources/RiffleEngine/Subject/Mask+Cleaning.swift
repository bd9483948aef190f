extension Mask {
    /// Without lone pixels, threads, parts below a share of the largest part, and holes below a share of the picture.
    func cleaned(keeping least: Float = 0.15, closing hole: Float = 0.006) -> Mask {
        let smooth = shrunk(1).grown(1)
        let parts = ConnectedParts(smooth)
        let largest = Float(parts.parts.map(\.area).max() ?? 0)
        let kept = parts.mask(width: width, height: height) { Float($0.area) > least * largest }
        let holes = ConnectedParts(kept.inverted, diagonal: false).mask(width: width, height: height) { part in
            Float(part.area) < hole * Float(bytes.count) && part.left > 0 && part.top > 0 && part.right < width
                && part.bottom < height
        }
        return kept.union(holes)
    }

    /// Its area as a share of that of the tightest rubber band around it, 0…1.
    /// Source: Andrew, "Another efficient algorithm for convex hulls in two dimensions", 1979.
    var solidity: Float {
        var points: [(x: Int, y: Int)] = []
        for y in 0..<height {
            let row = bytes[y * width..<(y + 1) * width]
            guard let first = row.firstIndex(of: 1), let last = row.lastIndex(of: 1) else { continue }
            let (left, right) = (first - y * width, last - y * width + 1)
            points += [(left, y), (left, y + 1), (right, y), (right, y + 1)]
        }
        points.sort { ($0.x, $0.y) < ($1.x, $1.y) }
        func chain(_ points: [(x: Int, y: Int)]) -> [(x: Int, y: Int)] {
            var chain: [(x: Int, y: Int)] = []
            for p in points {
                while chain.count >= 2 {
                    let (a, b) = (chain[chain.count - 2], chain[chain.count - 1])
                    if (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x) > 0 { break }
                    chain.removeLast()
                }
                chain.append(p)
            }
            return chain
        }
        let hull = chain(points).dropLast() + chain(points.reversed()).dropLast()
        var doubled = 0
        for (a, b) in zip(hull, hull.dropFirst() + hull.prefix(1)) { doubled += a.x * b.y - b.x * a.y }
        return doubled == 0 ? 0 : Float(2 * count) / Float(abs(doubled))
    }
}
