internal import RiffleImage

/// Letters in a picture: small, even marks on even ground, and whether they stand in lines.
///
/// Sources: Sauvola, Pietikäinen, "Adaptive document image binarization", 2000; Epshtein, Ofek, Wexler, "Detecting text in
/// natural scenes with stroke width transform", 2010 (the rules for what may be a letter).
struct Lettering: Equatable {
    /// Letters in lines of four and more, those lines, and the area of their boxes as a share of the picture.
    private(set) var inLines = 0
    private(set) var lines = 0
    private(set) var cover: Float = 0
    /// Letters in lines of three and more.
    private(set) var inShortLines = 0
    /// Marks that could be letters, and the most of them that are equally high, give or take a pixel.
    private(set) var marks = 0
    private(set) var alike = 0

    /// A mark that could be a letter.
    struct Mark {
        let left: Int
        let top: Int
        let width: Int
        let height: Int

        var right: Int { left + width }
        var bottom: Int { top + height }
    }

    init() {}

    /// - Parameter picture: opaque, at most 800 pixels long; one below 300 pixels is doubled first.
    init(_ picture: Bitmap) {
        let isSmall = max(picture.width, picture.height) < 300
        let bitmap =
            isSmall
            ? picture.resized(
                width: 2 * picture.width, height: 2 * picture.height, filter: .catmullRom, space: .encoded) : picture
        let relief = Relief(GrayBytes(bitmap))
        for isDark in [true, false] { add(relief.marks(isDark: isDark), area: bitmap.width * bitmap.height) }
    }

    private mutating func add(_ marks: [Mark], area: Int) {
        self.marks += marks.count
        guard marks.count >= 3 else { return }
        for line in Lettering.chains(marks) where line.count >= 3 && Lettering.isLine(line) {
            inShortLines += line.count
            if line.count < 4 { continue }
            inLines += line.count
            lines += 1
            let width = line.map(\.right).max()! - line.map(\.left).min()!
            let height = line.map(\.bottom).max()! - line.map(\.top).min()!
            cover += Float(width * height) / Float(area)
        }
        var heights = [Int](repeating: 0, count: marks.map(\.height).max()! + 2)
        for mark in marks { heights[mark.height] += 1 }
        alike = max(alike, zip(heights, heights.dropFirst()).map { $0 + $1 }.max()!)
    }

    /// Marks joined to the next on their right that could be of one line.
    private static func chains(_ unordered: [Mark]) -> [[Mark]] {
        let marks = unordered.sorted { ($0.left, $0.top, $0.width) < ($1.left, $1.top, $1.width) }
        var sets = DisjointSets(count: marks.count)
        for (i, mark) in marks.enumerated() {
            for j in i + 1..<min(marks.count, i + 400) {
                let next = marks[j]
                if Float(next.left - mark.right) > 1.3 * Float(max(mark.height, next.height)) { break }
                if 2 * next.left < 2 * mark.left + mark.width { continue }
                let shared = min(mark.bottom, next.bottom) - max(mark.top, next.top)
                if 2 * shared < min(mark.height, next.height) { continue }
                if 5 * next.height <= 2 * mark.height || 2 * next.height >= 5 * mark.height { continue }
                sets.join(i, j)
                break
            }
        }
        var chains: [Int: [Mark]] = [:]
        for i in marks.indices { chains[sets.root(i), default: []].append(marks[i]) }
        return chains.keys.sorted().map { chains[$0]! }
    }

    /// Whether the bases lie on a line that is nearly level, and the heights are alike.
    private static func isLine(_ line: [Mark]) -> Bool {
        let count = Float(line.count)
        let heights = line.map { Float($0.height) }
        let bases = line.map { Float($0.bottom) }
        let lefts = line.map { Float($0.left) }
        func median(_ values: [Float]) -> Float {
            let sorted = values.sorted()
            let middle = sorted.count / 2
            return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
        }
        var (slope, offset): (Float, Float) = (0, median(bases))
        if line.count > 3 {
            let (x, y) = (lefts.reduce(0, +) / count, bases.reduce(0, +) / count)
            let spread = lefts.reduce(0) { $0 + ($1 - x) * ($1 - x) }
            slope = spread > 0 ? zip(lefts, bases).reduce(0) { $0 + ($1.0 - x) * ($1.1 - y) } / spread : 0
            offset = y - slope * x
        }
        let error = median(zip(lefts, bases).map { abs($1 - slope * $0 - offset) })
        let mean = heights.reduce(0, +) / count
        let deviation = (heights.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
        return error <= 0.22 * median(heights) && deviation <= 0.5 * mean && abs(slope) <= 0.25
    }
}

/// A picture's lightness against that of its surroundings.
private struct Relief {
    private let gray: GrayBytes
    /// 1 where a pixel is clearly darker or clearly lighter than its surroundings.
    private let dark: Mask
    private let light: Mask
    /// Neither, and not beside one.
    private let ground: Mask

    init(_ gray: GrayBytes) {
        self.gray = gray
        let radius = max(gray.width, gray.height) < 600 ? 15 : 20
        let plane = gray.plane
        let mean = plane.mean(radius)
        let square = (plane * plane).mean(radius)
        var dark = Mask(width: gray.width, height: gray.height)
        var light = dark
        var ink = dark
        for i in 0..<plane.count {
            let m = mean.values[i]
            let threshold = 0.45 * max(square.values[i] - m * m, 0).squareRoot() + 7
            let rise = plane.values[i] - m
            dark.bytes[i] = -rise > threshold ? 1 : 0
            light.bytes[i] = rise > threshold ? 1 : 0
            ink.bytes[i] = dark.bytes[i] | light.bytes[i]
        }
        (self.dark, self.light) = (dark, light)
        ground = ink.dilated(1).inverted
    }

    func marks(isDark: Bool) -> [Lettering.Mark] {
        let ink = isDark ? dark : light
        let (width, height) = (gray.width, gray.height)
        return ConnectedParts(ink).parts.compactMap { part in
            let (w, h) = (part.width, part.height)
            guard h >= 5, 4 * h <= height, 5 * w <= 16 * h, part.area >= 8, part.left > 0, part.top > 0,
                part.right < width, part.bottom < height, Float(part.area) > 0.12 * Float(w * h),
                isOnEvenGround(part, ink: ink)
            else { return nil }
            return Lettering.Mark(left: part.left, top: part.top, width: w, height: h)
        }
    }

    /// Whether the ground in the part's box and 3 pixels around is even, and the ink clearly apart from it.
    private func isOnEvenGround(_ part: ConnectedParts.Part, ink: Mask) -> Bool {
        let columns = max(0, part.left - 3)..<min(gray.width, part.right + 3)
        var (count, sum, squares, inks, inkSum) = (0, 0, 0, 0, 0)
        for y in max(0, part.top - 3)..<min(gray.height, part.bottom + 3) {
            for i in y * gray.width + columns.lowerBound..<y * gray.width + columns.upperBound {
                let level = Int(gray.bytes[i])
                if ground.bytes[i] == 1 {
                    count += 1
                    sum += level
                    squares += level * level
                }
                if ink.bytes[i] == 1 {
                    inks += 1
                    inkSum += level
                }
            }
        }
        guard count >= 4 else { return false }
        let mean = Float(sum) / Float(count)
        let variance = Float(squares) / Float(count) - mean * mean
        let contrast = abs(Float(inkSum) / Float(max(inks, 1)) - mean)
        return contrast >= 22 && variance <= max(36, 0.0256 * contrast * contrast)
    }
}
