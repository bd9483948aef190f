/// The three nested squares by which a reader finds a QR code, at any angle.
///
/// Source: ISO/IEC 18004: lines through the middle of one are dark, light, dark, light, dark as 1 : 1 : 3 : 1 : 1.
enum FinderPatterns {
    /// How many of them a picture has.
    static func count(_ gray: GrayBytes) -> Int {
        let (width, height) = (gray.width, gray.height)
        guard width >= 21, height >= 21 else { return 0 }
        let mean = gray.bytes.reduce(0) { $0 + Int($1) } / gray.bytes.count
        var centers: [(x: Int, y: Int, size: Int, hits: Int)] = []
        for y in 0..<height {
            let row = y * width
            for hit in matches(width, { Int(gray.bytes[row + $0]) < mean }) {
                let top = max(0, y - hit.size)
                let crossing = matches(min(height, y + hit.size) - top) {
                    Int(gray.bytes[(top + $0) * width + hit.middle]) < mean
                }
                guard
                    let other = crossing.first(where: {
                        abs(top + $0.middle - y) <= $0.size / 4 && 2 * $0.size > hit.size && $0.size < 2 * hit.size
                    })
                else { continue }
                let place = top + other.middle
                if let i = centers.firstIndex(where: {
                    abs($0.x - hit.middle) <= $0.size / 2 && abs($0.y - place) <= $0.size / 2
                }) {
                    centers[i].hits += 1
                } else {
                    centers.append((hit.middle, place, hit.size, 1))
                }
            }
        }
        let sure = centers.filter { $0.hits >= 2 }
        guard let size = sure.map(\.size).sorted().dropFirst(sure.count / 2).first else { return 0 }
        return sure.count { 3 * $0.size > 2 * size && 2 * $0.size < 3 * size }
    }

    /// Where the five runs along a line have their proportions: the middle, and the length of all five.
    private static func matches(_ count: Int, _ isDark: (Int) -> Bool) -> [(middle: Int, size: Int)] {
        var found: [(middle: Int, size: Int)] = []
        // The last five runs, the newest last.
        var runs = (0, 0, 0, 0, 0)
        var wasDark = false
        var length = 0
        for i in 0...count {
            let dark = i < count && isDark(i)
            if i > 0, dark != wasDark || i == count {
                runs = (runs.1, runs.2, runs.3, runs.4, length)
                length = 0
                let size = runs.0 + runs.1 + runs.2 + runs.3 + runs.4
                let unit = Float(size) / 7
                func fits(_ run: Int, _ units: Float) -> Bool { abs(Float(run) - units * unit) <= 0.5 * units * unit }
                if wasDark, runs.0 > 0, size >= 7, fits(runs.0, 1), fits(runs.1, 1), fits(runs.2, 3), fits(runs.3, 1),
                    fits(runs.4, 1)
                {
                    found.append((i - runs.4 - runs.3 - (runs.2 + 1) / 2, size))
                }
            }
            wasDark = dark
            length += 1
        }
        return found
    }
}
