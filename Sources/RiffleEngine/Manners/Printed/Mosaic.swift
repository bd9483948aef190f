internal import RiffleImage

/// Small tiles of stone or glass, set along the lines of the picture.
struct Mosaic: Painter {
    let manner = Manner("mosaic", .medium, "small tiles set along the lines of the picture")

    private enum Scheme: Int, CaseIterable {
        /// Glass in the picture's own colours.
        case glass
        /// Limestone, marble, terracotta and slate.
        case stone
    }

    private static let grout: [SIMD4<Float>] = [SIMD4(0.24, 0.22, 0.20, 0), SIMD4(0.42, 0.39, 0.34, 0)]
    /// Stones that are found; a tile is of the one nearest to its colour, at nearly its lightness.
    private static let stones = [
        Lab(l: 0.92, chroma: 0.02, hue: 90), Lab(l: 0.80, chroma: 0.05, hue: 80), Lab(l: 0.68, chroma: 0.10, hue: 70),
        Lab(l: 0.56, chroma: 0.10, hue: 45), Lab(l: 0.42, chroma: 0.09, hue: 35), Lab(l: 0.66, chroma: 0.03, hue: 200),
        Lab(l: 0.50, chroma: 0.04, hue: 230), Lab(l: 0.48, chroma: 0.05, hue: 140),
        Lab(l: 0.30, chroma: 0.03, hue: 250),
        Lab(l: 0.18, chroma: 0.01, hue: 60),
    ]
    /// The slope of lightness that counts as an edge, in shares of the strongest.
    private static let edge: Float = 0.45

    func refusal(of study: PictureStudy) -> String? { study.printRefusal(smallest: 128) }
    /// There is no stone for pure colours.
    func schemes(of study: PictureStudy) -> Int { study[Tones.self].isColourful ? 1 : Scheme.allCases.count }

    func paint(_ study: PictureStudy, _ job: PaintJob) -> Bitmap? {
        let scheme = Scheme(rawValue: job.scheme)!
        let source = study.small
        let unit = max(source.unit, 0.6)
        let smooth = EdgeKeepingBlur(sigma: 5 * unit, edge: 0.09)(source.lab, crew: job.crew)
        // Larger tiles lose a face: those on the subject stay small.
        let (ground, subject) = (job.between(10, 12.5, 18) * unit, job.between(6, 6.6, 7.5) * unit)
        let sizes = source.importance.map { ground + (subject - ground) * $0 }
        if job.halted() { return nil }
        let tessellation = Tessellation(
            sizes: sizes, direction: source.direction, weights: Mosaic.weights(smooth.l, crew: job.crew),
            seed: job.seed,
            crew: job.crew, halted: job.halted)
        guard let tessellation else { return nil }
        let colors = Mosaic.colors(tessellation, picture: smooth, scheme: scheme, seed: job.seed, crew: job.crew)
        if job.halted() { return nil }
        return drawn(study, job, tessellation, colors: colors, grout: Mosaic.grout[job.scheme])
    }

    private static func apart(_ stone: Lab, _ wanted: Lab) -> Float {
        let (dl, da, db) = (stone.l - wanted.l, stone.a - wanted.a, stone.b - wanted.b)
        return 0.3 * dl * dl + 4 * (da * da + db * db)
    }

    /// 1 but for strong edges, where joints should lie.
    private static func weights(_ l: Plane, crew: Crew) -> Plane {
        let (width, height) = (l.width, l.height)
        let slope = Plane(like: l, crew: crew) { x, y in
            let dx = l[min(x + 1, width - 1), y] - l[max(x - 1, 0), y]
            let dy = l[x, min(y + 1, height - 1)] - l[x, max(y - 1, 0)]
            return (dx * dx + dy * dy).squareRoot()
        }.blurred(1, crew: crew)
        let strongest = slope.percentiles(98)[0] + 1e-6
        return slope.map { $0 > edge * strongest ? 0.1 : 1 }
    }

    private static func colors(
        _ tessellation: Tessellation, picture: LabPicture, scheme: Scheme, seed: UInt64, crew: Crew
    ) -> [SIMD4<Float>] {
        let owners = tessellation.laid(width: picture.width, height: picture.height, crew: crew).owners
        var sums = [SIMD4<Float>](repeating: .zero, count: tessellation.tiles.count)
        for i in 0..<picture.width * picture.height {
            let color = picture[i]
            sums[Int(owners.values[i])] += SIMD4(color.l, color.a, color.b, 1)
        }
        return sums.enumerated().map { k, sum in
            let mean = sum / max(sum.w, 1)
            var noise = CounterNoise(seed: seed, .tileColors, k)
            let shade = 0.028 * noise.normal()
            switch scheme {
            case .glass:
                let l = 0.5 + (mean.x - 0.5) * 1.08 + shade
                let color = Lab(l, mean.y, mean.z).livelier(by: 1.25)
                return Lab(l, color.a + 0.008 * noise.normal(), color.b + 0.008 * noise.normal()).screen
            case .stone:
                let wanted = Lab(0.5 + (mean.x - 0.5) * 1.1 + 1.5 * shade, mean.y, mean.z)
                // Lightness is mended below; hue decides.
                let stone = stones.min { Mosaic.apart($0, wanted) < Mosaic.apart($1, wanted) }!
                return Lab(stone.l + (wanted.l - stone.l) * 0.6, stone.a, stone.b).screen
            }
        }
    }

    private func drawn(
        _ study: PictureStudy, _ job: PaintJob, _ tessellation: Tessellation, colors: [SIMD4<Float>],
        grout: SIMD4<Float>
    ) -> Bitmap? {
        let (width, height, unit) = (study.picture.width, study.picture.height, max(study.unit, 0.6))
        let paper = Paper(.fine, unit: study.unit, seed: job.seed)
        let layout = tessellation.laid(width: width, height: height, crew: job.crew)
        if job.halted() { return nil }
        let scale = Float(width) / Float(tessellation.width)
        // Each tile is set a little askew and catches the light in its own way.
        let tilts = tessellation.tiles.indices.map { k in
            var noise = CounterNoise(seed: job.seed, .tileTilts, k)
            return SIMD2<Float>(0.6 * noise.normal() - 0.5, 0.6 * noise.normal() - 0.5)
        }
        let around = study.small.lab.resized(width: 24, height: max(1, 24 * height / width))
        let tints = (0..<around.width * around.height).map { around[$0].screen }
        @Sendable func tint(_ x: Int, _ y: Int) -> SIMD4<Float> {
            tints[
                min(y * around.height / height, around.height - 1) * around.width
                    + min(x * around.width / width, around.width - 1)]
        }
        return study.bitmap(crew: job.crew) { x, y in
            let i = y * width + x
            let k = Int(layout.owners.values[i])
            let tile = tessellation.tiles[k]
            let size = tile.size * scale
            let (dx, dy) = ((Float(x) - tile.x * scale) / size, (Float(y) - tile.y * scale) / size)
            let joint = layout.joints.values[i] / unit
            let lit =
                0.98 + 0.10 * (tilts[k].x * dx + tilts[k].y * dy) + 0.05 * Portable.smoothstep(1.2, 3, joint)
            let grain = paper[x, y]
            let bed = (0.65 * grout + 0.35 * tint(x, y)) * (1 + 0.05 * grain)
            let face = colors[k] * (lit * (1 + 0.02 * grain))
            return bed + (face - bed) * Portable.smoothstep(0.35, 1.5, joint)
        }
    }
}
