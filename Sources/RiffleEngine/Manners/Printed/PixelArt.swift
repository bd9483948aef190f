internal import RiffleImage

/// Whole cells of few colours.
struct PixelArt: Painter {
    let manner = Manner("pixel art", .medium, "whole cells of few colours, as on an early screen")

    /// What the colours become.
    private enum Scheme: Int, CaseIterable {
        case own
        /// Shadows turned to violet, lights to peach.
        case dusk
        /// Four greens of an early hand-held screen.
        case greens
    }

    func refusal(of study: PictureStudy) -> String? {
        study.kind == .pixelArt ? "it is pixel art already" : study.printRefusal()
    }

    func schemes(of study: PictureStudy) -> Int { Scheme.allCases.count }

    func paint(_ study: PictureStudy, _ job: PaintJob) -> Bitmap? {
        let scheme = Scheme(rawValue: job.scheme)!
        let grid = CellGrid(width: study.width, height: study.height, across: job.between(128, 96, 64))
        guard let cells = cells(of: study, grid: grid, spread: scheme == .greens ? 0.5 : 0, job: job) else {
            return nil
        }
        let count = scheme == .greens ? 4 : Int(job.between(28, 20, 12).rounded())
        let palette = palette(of: cells, count: max(4, count), scheme: scheme, seed: study.seed)
        let labels = PixelArt.labels(of: cells, palette: palette.own)
        if job.halted() { return nil }
        let bytes = palette.shown.map { color -> SIMD4<UInt8> in
            let light = color.linear
            return SIMD4(SRGB.byte(light.r), SRGB.byte(light.g), SRGB.byte(light.b), 255)
        }
        let ground = study[SolidSource.self].isCutOut ? SIMD4<UInt8>() : SIMD4(repeating: 255)
        let colors = labels.indices.map { cells.alpha.values[$0] < 0.5 ? ground : bytes[labels[$0]] }
        return grid.bitmap(of: colors, crew: job.crew)
    }

    /// The picture's mean colours cell by cell, sharpened at the size of a cell, alpha 0 on ground that has to stay; nil when
    /// halted.
    /// - Parameter spread: share of contrast that is spread evenly.
    private func cells(of study: PictureStudy, grid: CellGrid, spread: Float, job: PaintJob) -> LabPicture? {
        var source = study.solid
        if let shown = study[SolidSource.self].shown { source.alpha = shown }
        let half = grid.averages(of: source, parts: 2, crew: job.crew)
        let smooth = EdgeKeepingBlur(sigma: 2, edge: 0.07, rounds: 2)(half, crew: job.crew)
        if job.halted() { return nil }
        func sharpened(_ plane: Plane, _ smooth: Plane) -> Plane {
            let blurred = plane.blurred(1.8)
            return Plane(like: plane) { x, y in
                0.5 * (plane[x, y] + 0.8 * (plane[x, y] - blurred[x, y])) + 0.5 * smooth[x, y]
            }.resized(width: grid.columns, height: grid.rows)
        }
        var cells = LabPicture(width: grid.columns, height: grid.rows)
        cells.l = sharpened(half.l, smooth.l).toned(share: spread, limit: 2, low: 0.5, high: 99.5).map {
            0.04 + 0.94 * $0
        }
        (cells.a, cells.b) = (sharpened(half.a, smooth.a), sharpened(half.b, smooth.b))
        for i in 0..<cells.l.count { cells[i] = cells[i].livelier(by: 1.3) }
        cells.alpha = half.alpha.resized(width: grid.columns, height: grid.rows)
        return cells
    }

    private func palette(
        of cells: LabPicture, count: Int, scheme: Scheme, seed: UInt64
    ) -> (own: [Lab], shown: [Lab]) {
        if scheme == .greens {
            let tones: [Float] = [0.12, 0.38, 0.64, 0.9]
            let shown = [
                Lab(l: 0.28, chroma: 0.05, hue: 165), Lab(l: 0.46, chroma: 0.07, hue: 150),
                Lab(l: 0.66, chroma: 0.11, hue: 125), Lab(l: 0.86, chroma: 0.13, hue: 115),
            ]
            return (tones.map { Lab($0, 0, 0) }, shown)
        }
        let own = ColorClusters(of: cells, count: count, seed: seed, limit: 6_000).colors
        if scheme == .own { return (own, own) }
        let shown = own.map { color in
            let light = Portable.smoothstep(0.2, 0.85, color.l)
            let tint = Lab(0, -0.01 + 0.045 * (1 - light) + 0.03 * light, -0.085 * (1 - light) + 0.065 * light)
            return Lab(0.1 + 0.84 * color.l, 0.7 * color.a + tint.a, 0.7 * color.b + tint.b)
        }
        return (own, shown)
    }

    /// Which of the palette's colours each cell takes: even areas are dithered, and no cell stands alone on an edge.
    private static func labels(of cells: LabPicture, palette: [Lab]) -> [Int] {
        let (columns, rows) = (cells.width, cells.height)
        let isGray = palette.allSatisfy { $0.chroma == 0 }
        let slope = Plane(like: cells.l) { x, y in
            let (left, right) = (max(x - 1, 0), min(x + 1, columns - 1))
            let (up, down) = (max(y - 1, 0), min(y + 1, rows - 1))
            let dx = cells.l[right, y] - cells.l[left, y]
            let dy = cells.l[x, down] - cells.l[x, up]
            return 4 * (dx * dx + dy * dy).squareRoot()
        }.blurred(1)
        let step: Float = isGray ? 0.26 : 0.07
        let first = (0..<columns * rows).map { i in
            let flat = Portable.smoothstep(0.3, 0.1, slope.values[i])
            var color = cells[i]
            if isGray { (color.a, color.b) = (0, 0) }
            color.l += step * (isGray ? max(0.5, flat) : flat) * threshold(i % columns, i / columns)
            return ColorClusters.nearest(to: color, in: palette)
        }
        return first.indices.map { i in
            let (x, y) = (i % columns, i / columns)
            guard slope.values[i] > 0.2, x > 0, y > 0, x < columns - 1, y < rows - 1 else { return first[i] }
            let others = [
                i - columns - 1, i - columns, i - columns + 1, i - 1, i + 1, i + columns - 1, i + columns,
                i + columns + 1,
            ]
            .map { first[$0] }
            if others.contains(first[i]) { return first[i] }
            return others.max { a, b in
                (others.count { $0 == a }, -a) < (others.count { $0 == b }, -b)
            }!
        }
    }

    /// The ordered thresholds of 4 × 4 cells, -0.47…0.47. Source: Bayer, 1973.
    private static func threshold(_ x: Int, _ y: Int) -> Float {
        bayer[y % 4 * 4 + x % 4] / 16 - 0.47
    }

    private static let bayer: [Float] = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5]
}
