internal import RiffleImage

/// A picture's tones as somebody who cuts a block sees them: even areas, edges made stronger along their direction.
struct CarvedSource: Finding {
    /// 0…1, at the size of `SmallSource`.
    let tone: Plane
    /// How much darker (negative) or lighter each place is than what lies across its edge.
    let edges: Plane

    init(of study: PictureStudy) {
        let source = study.small
        let grey = study[DrawingTone.self].grey.resized(width: source.width, height: source.height)
        tone = EdgeKeepingBlur(sigma: 3 * source.unit, edge: 0.13)(
            // All tones evenly often in part, so that a picture of few tones is not all ink or all paper.
            grey.toned(share: 0.4, limit: 1.7).with(grey.equalized(limit: 256, tiles: 1)) { 0.7 * $0 + 0.3 * $1 },
            crew: study.crew)
        edges = tone.contrast(across: source.direction, sigma: 1.4 * source.unit, weight: 0.97, crew: study.crew)
            .smoothed(along: source.direction, sigma: 3 * source.unit, reach: 6 * source.unit, crew: study.crew)
    }

    /// The tones with their edges made stronger, most where it matters.
    func sharpened(_ amount: Float, importance: Plane) -> Plane {
        Plane(like: tone) { x, y in tone[x, y] + amount * edges[x, y] * (0.6 + 0.6 * importance[x, y]) }
    }

    /// A small picture of tones in a colour for each step between levels, for showing before anything is carved.
    ///
    /// - Parameters:
    ///   - levels: from light to dark.
    ///   - colors: from light to dark, one more.
    static func preview(_ tones: Plane, levels: [Float], colors: [SIMD4<Float>]) -> Bitmap {
        let step = max(1, max(tones.width, tones.height) / 256)
        let canvas = Canvas(width: tones.width / step, height: tones.height / step, crew: .alone) { x, y in
            let tone = tones[x * step, y * step]
            return colors[levels.firstIndex { tone > $0 } ?? levels.count]
        }
        return canvas.preview()
    }

    /// Carved lines, -1…1, finer where it matters; nil when halted.
    ///
    /// - Parameters:
    ///   - pitch: from line to line in pixels at 512.
    ///   - width: of the result in pixels, as `height`.
    static func stripes(_ study: PictureStudy, _ job: PaintJob, pitch: Float, width: Int, height: Int) -> Plane? {
        let source = study.small
        // Lines nearer than this run together.
        let least = 3.4 / max(study.unit, 0.01)
        func grown(_ pitch: Float, _ stream: NoiseStream) -> Plane {
            Stripes.grown(
                source.direction, width: width, height: height, pitch: max(pitch, least) * study.unit, seed: job.seed,
                stream: stream.rawValue, crew: job.crew, halted: job.halted)
        }
        let (wide, fine) = (grown(pitch, .carvedWide), grown(0.62 * pitch, .carvedFine))
        if job.halted() { return nil }
        let importance = source.importance.resized(width: width, height: height)
        return Plane(like: wide, crew: job.crew) { x, y in
            let share = Portable.smoothstep(0.45, 0.7, importance[x, y])
            return wide[x, y] + (fine[x, y] - wide[x, y]) * share
        }
    }
}
