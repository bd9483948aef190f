internal import RiffleImage

/// A print in Prussian blue on paper coated with a brush.
struct Cyanotype: Painter {
    /// It changes the colours and little else.
    let manner = Manner("cyanotype", .palette, "a print in blue on paper coated with a brush")

    func refusal(of study: PictureStudy) -> String? { study.printRefusal() }

    func paint(_ study: PictureStudy, _ job: PaintJob) -> Bitmap? {
        let source = study.small
        let tone = study.solid.l.with(study.solid.l.equalized(limit: 2)) { 0.65 * $0 + 0.35 * $1 }
            .stretched(0.5, 99.2).map { 0.06 + 0.92 * $0 }
        if job.halted() { return nil }
        let grain = Paper(.rough, unit: study.unit, seed: job.seed)
        let paper = study.paperColor(0.96, 0.955, 0.92)
        let (width, height) = (study.picture.width, study.picture.height)
        let cloud = Plane.noise(
            width: source.width, height: source.height, scale: 40 * source.unit, seed: job.seed,
            stream: NoiseStream.coatCloud.rawValue, crew: job.crew
        ).enlarged(width: width, height: height, crew: job.crew)
        let coat = BrushedCoat(width: width, height: height, unit: study.unit, seed: job.seed)
        let isWhole = study[SolidSource.self].keepsGround
        let (dark, middle) = (SIMD4<Float>(0.03, 0.10, 0.24, 0), SIMD4<Float>(0.24, 0.44, 0.66, 0))
        return study.bitmap(crew: job.crew) { x, y in
            let grain = grain[x, y]
            let coated = isWhole ? 1 : coat[x, y]
            let density = min(max((1 - tone[x, y]) * 1.02 * coated * (1 + 0.05 * grain + 0.03 * cloud[x, y]), 0), 1)
            let color =
                density < 0.5
                ? paper + (middle - paper) * (2 * density) : middle + (dark - middle) * (2 * density - 1)
            return color * (1 + 0.008 * grain)
        }
    }
}

/// How far a wide brush that went from left to right has coated a sheet: its strokes end unevenly.
private struct BrushedCoat {
    private let width: Int
    private let height: Int
    private let unit: Float
    /// Pixels at 512 from each edge to the coating: at the left and right by rows, at the top and bottom by columns.
    private let left: [Float]
    private let right: [Float]
    private let top: [Float]
    private let bottom: [Float]

    init(width: Int, height: Int, unit: Float, seed: UInt64) {
        (self.width, self.height, self.unit) = (width, height, unit)
        func ends(_ length: Int, wide: Float, strokes: Float, hairs: Float, _ stream: Int) -> [Float] {
            func noise(_ scale: Float, _ stream: Int) -> Plane {
                .noise(
                    width: length, height: 1, scale: max(scale * unit, 0.7), seed: seed,
                    stream: NoiseStream.coatEnds.rawValue + stream)
            }
            let (slow, fast) = (noise(wide, stream), noise(1.4, stream + 1))
            return (0..<length).map { 20 + strokes * slow.values[$0] + hairs * fast.values[$0] }
        }
        left = ends(height, wide: 8, strokes: 4, hairs: 1.4, 0)
        right = ends(height, wide: 8, strokes: 5, hairs: 1.8, 2)
        top = ends(width, wide: 40, strokes: 1.6, hairs: 0.4, 4)
        bottom = ends(width, wide: 40, strokes: 1.6, hairs: 0.4, 6)
    }

    /// 0 on bare paper, 1 where it is coated.
    subscript(x: Int, y: Int) -> Float {
        func coated(_ distance: Int, _ end: Float) -> Float {
            Portable.smoothstep((end - 2.5) * unit, (end + 2.5) * unit, Float(distance))
        }
        return coated(x, left[y]) * coated(width - 1 - x, right[y]) * coated(y, top[x])
            * coated(height - 1 - y, bottom[x])
    }
}
