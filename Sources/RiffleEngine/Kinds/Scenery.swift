internal import RiffleImage

/// Whether the parts of a photograph could lie elsewhere, as those of foliage, water and hills could.
///
/// The numbers were found on 31 scenes and textures and 47 photographs of things, faces and buildings.
struct Scenery {
    private let small: Bitmap

    /// - Parameter bitmap: opaque.
    init(_ bitmap: Bitmap) { small = bitmap.fitted(256) }

    /// - Parameter even: share of pixels that differ from their neighbours by at most 2 levels.
    func isScene(even: Float) -> Bool {
        if even >= 0.88 { return true }
        let gray = GrayBytes(small).plane
        if Scenery.sharpness(gray) <= 0.41, Scenery.lines(gray) <= 1.7 { return true }
        return isTexture
    }

    /// Whether the same patches recur all over, as those of moss, gravel and water do.
    var isTexture: Bool {
        let lab = LabPicture(small.fitted(96))
        return Scenery.shared(lab) >= 0.8 && Scenery.strangeness(lab) <= 0.58
    }

    /// Straight segments longer than 28 of 256 pixels, in sides of the picture.
    private static func lines(_ gray: Plane) -> Float { LineSegments(gray, shortest: 28).lengths.reduce(0, +) / 256 }

    /// Share of all fine detail in the sharpest quarter of an 8 × 8 chessboard: high where one thing is in focus.
    private static func sharpness(_ gray: Plane) -> Float {
        let smooth = gray.blurred(1.5)
        var fields = [Double](repeating: 0, count: 64)
        var counts = [Double](repeating: 0, count: 64)
        for y in 0..<gray.height {
            for x in 0..<gray.width {
                let field = y * 8 / gray.height * 8 + x * 8 / gray.width
                fields[field] += Double(abs(gray[x, y] - smooth[x, y]))
                counts[field] += 1
            }
        }
        let means = zip(fields, counts).map { $1 > 0 ? $0 / $1 : 0 }.sorted(by: >)
        return Float(means.prefix(16).reduce(0, +) / max(means.reduce(0, +), 1e-9))
    }

    /// Lightness 0…100 and the colours stretched so that equal differences look about equal.
    private static let colorScale: Float = 280
    private static let side = 7

    /// How far the nearest other place is from each place, against its own detail: low where patches recur.
    private static func strangeness(_ lab: LabPicture) -> Float {
        let (columns, rows) = ((lab.width - side) / 2 + 1, (lab.height - side) / 2 + 1)
        guard lab.width > side, lab.height > side, columns * rows >= 64 else { return 1 }
        let patches = (0..<columns * rows).map { Patch(lab, x: $0 % columns * 2, y: $0 / columns * 2) }
        let step = max(1, patches.count / 250)
        let far = 0.11 * Float(lab.width)
        var (total, weights): (Float, Float) = (0, 0)
        for i in stride(from: 0, to: patches.count, by: step) {
            var nearest = Float.infinity
            for j in patches.indices {
                let (dx, dy) = (Float(i % columns - j % columns), Float(i / columns - j / columns))
                if dx * dx + dy * dy <= far * far { continue }
                let difference = patches[i].parts - patches[j].parts
                nearest = min(nearest, (difference * difference).sum())
            }
            guard nearest.isFinite else { continue }
            total += patches[i].detail * (nearest / (patches[i].variation + 150)).squareRoot()
            weights += patches[i].detail
        }
        return weights > 0 ? total / weights : 1
    }

    /// What a square of 7 × 7 pixels looks like.
    private struct Patch {
        /// Its lowest waves in lightness (6) and colour (3 each): nearly the principal parts of photographs' patches.
        let parts: SIMD16<Float>
        /// Deviation of its lightness.
        let detail: Float
        /// Squared differences from its mean colour, summed.
        let variation: Float

        /// Cosine waves over seven pixels, each of unit length.
        private static let waves: [[Float]] = (0..<3).map { k in
            (0..<Scenery.side).map { x in
                let angle = Float(k) * (Float(x) + 0.5) * 3.141_592_65 / Float(Scenery.side)
                return Portable.sinCos(angle).cos * (k == 0 ? 1 : Float(2).squareRoot())
                    / Float(Scenery.side).squareRoot()
            }
        }

        init(_ lab: LabPicture, x: Int, y: Int) {
            let side = Scenery.side
            var parts = SIMD16<Float>()
            var (detail, variation): (Float, Float) = (0, 0)
            var place = 0
            for (channel, plane) in [lab.l, lab.a, lab.b].enumerated() {
                let scale = channel == 0 ? 100 : Scenery.colorScale
                // Across each row first.
                var across = [SIMD4<Float>](repeating: SIMD4(), count: side)
                var (sum, squares): (Float, Float) = (0, 0)
                for j in 0..<side {
                    let row = plane.row(y + j) + x
                    for i in 0..<side {
                        let value = row[i] * scale
                        sum += value
                        squares += value * value
                        for k in 0..<3 { across[j][k] += value * Patch.waves[k][i] }
                    }
                }
                let count = Float(side * side)
                let spread = max(squares - sum * sum / count, 0)
                variation += spread
                if channel == 0 { detail = (spread / count).squareRoot() }
                for (k, m) in channel == 0
                    ? [(0, 0), (1, 0), (0, 1), (1, 1), (2, 0), (0, 2)] : [(0, 0), (1, 0), (0, 1)]
                {
                    for j in 0..<side { parts[place] += across[j][k] * Patch.waves[m][j] }
                    place += 1
                }
            }
            (self.parts, self.detail, self.variation) = (parts, detail, variation)
        }
    }

    /// Share of colours that the middle has in common with the rim.
    private static func shared(_ lab: LabPicture) -> Float {
        var middle = [Float](repeating: 0, count: 512)
        var rim = middle
        var (middles, rims): (Float, Float) = (0, 0)
        for y in 0..<lab.height {
            for x in 0..<lab.width {
                let color = lab[y * lab.width + x]
                func bin(_ value: Float) -> Int { Int(min(max(value, 0), 7)) }
                let place =
                    bin(color.l * 8) * 64 + bin((color.a * colorScale + 60) / 15) * 8
                    + bin((color.b * colorScale + 60) / 15)
                let distance = max(
                    abs(Float(x) / Float(lab.width) - 0.5), abs(Float(y) / Float(lab.height) - 0.5))
                if distance < 0.28 {
                    middle[place] += 1
                    middles += 1
                } else if distance > 0.42 {
                    rim[place] += 1
                    rims += 1
                }
            }
        }
        guard middles > 0, rims > 0 else { return 1 }
        return zip(middle, rim).reduce(0) { $0 + min($1.0 / middles, $1.1 / rims) }
    }
}

extension Bitmap {
    /// The whole picture with a longer side of some pixels.
    fileprivate func fitted(_ side: Int) -> Bitmap {
        let scale = Double(side) / Double(max(width, height))
        return resized(
            width: max(1, Int((Double(width) * scale).rounded())),
            height: max(1, Int((Double(height) * scale).rounded())), filter: scale < 1 ? .area : .catmullRom,
            space: .encoded)
    }
}
