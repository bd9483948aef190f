import RiffleImage
import Testing

@testable import RiffleEngine

/// The strokes that paintings are made of.
@Suite struct MarkTests {
    private static let job = PaintJob(
        strength: 0.5, scheme: 0, seed: 1, crew: .alone, halted: { false }, show: { _, _ in })

    private static func canvas(side: Int = 96, _ color: @Sendable (Int, Int) -> SIMD4<Float>) -> Canvas {
        Canvas(width: side, height: side, crew: .alone, color)
    }

    private static func field(side: Int = 96, angle: Float) -> StrokeField {
        let plane = Plane(width: side, height: side, fill: angle)
        return StrokeField(angle: plane, certainty: plane)
    }

    private static func layer(radius: Float, threshold: Float = 0.05, tolerance: Float = 0) -> MarkLayer {
        MarkLayer(
            radius: radius, step: radius, hops: (2, 4), hop: radius, alpha: 0.95, threshold: threshold,
            tolerance: tolerance, jitter: 0, turning: 0.7)
    }

    private static func error(_ canvas: Canvas, _ target: Canvas) -> Float {
        var sum: Float = 0
        for i in 0..<canvas.count {
            let d = canvas.pixels[i] - target.pixels[i]
            sum += d.x * d.x + d.y * d.y + d.z * d.z
        }
        return (sum / Float(canvas.count)).squareRoot()
    }

    @Test("each finer layer brings the canvas nearer to its target")
    func layersApproach() {
        let target = Self.canvas { x, y in
            (x - 48) * (x - 48) + (y - 48) * (y - 48) < 600 ? SIMD4(0.9, 0.4, 0.2, 1) : SIMD4(0.2, 0.4, 0.6, 1)
        }
        let canvas = Self.canvas { _, _ in SIMD4(0.5, 0.5, 0.5, 0) }
        let engine = MarkEngine(canvas, bristles: .stiff, unit: 1, job: Self.job)
        var errors = [Self.error(canvas, target)]
        for radius in [Float(10), 5, 2] {
            #expect(engine.lay(Self.layer(radius: radius), target: target, field: Self.field(angle: 0.4)))
            errors.append(Self.error(canvas, target))
        }
        #expect(errors[1] < errors[0] && errors[2] < errors[1] && errors[3] < errors[2])
        #expect(errors[3] < 0.12)
    }

    @Test("a mark runs along the field, as broad as its brush")
    func marksFollowTheField() {
        let canvas = Self.canvas { _, _ in .zero }
        let layer = Self.layer(radius: 4)
        let points = (0...4).map { SIMD2<Float>(20 + 4 * Float($0), 50) }
        let mark = Mark(
            layer: layer, color: SIMD4(1, 1, 1, 0), radius: 4, length: 16, hair: 0, along: 0,
            bristles: Bristles.stiff.table.values, grain: nil, meanTooth: 1, textureScale: 1)
        points.withUnsafeBufferPointer { mark.draw($0, on: canvas, plain: canvas.copy()) }
        let painted = (0..<canvas.count).filter { canvas.pixels[$0].x > 0.5 }
        let (columns, rows) = (painted.map { $0 % 96 }, painted.map { $0 / 96 })
        #expect(columns.min()! >= 16 && columns.max()! <= 40 && columns.max()! - columns.min()! > 14)
        #expect(rows.min()! >= 46 && rows.max()! <= 54)
    }

    @Test("a bent mark has no gaps where its pieces meet")
    func bendsAreWhole() {
        let canvas = Self.canvas { _, _ in .zero }
        var layer = Self.layer(radius: 5)
        layer.alpha = 1
        let points = (0...12).map { step in
            let (sin, cos) = Portable.sinCos(0.2 * Float(step))
            return SIMD2<Float>(48 + 25 * cos, 40 + 25 * sin)
        }
        let mark = Mark(
            layer: layer, color: SIMD4(1, 1, 1, 0), radius: 5, length: 12 * layer.hop, hair: 0, along: 0,
            bristles: Bristles.stiff.table.values, grain: nil, meanTooth: 1, textureScale: 1)
        points.withUnsafeBufferPointer { mark.draw($0, on: canvas, plain: canvas.copy()) }
        for step in 15..<105 {
            for radius in [Float(23.5), 25, 26.5] {
                let (sin, cos) = Portable.sinCos(0.02 * Float(step))
                let color = canvas.sample(48 + radius * cos, 40 + radius * sin)
                #expect(color.x > 0.9, "at \(step), \(radius)")
            }
        }
    }

    @Test("nothing is painted where the canvas is near enough, or where it does not matter")
    func goodEnoughStays() {
        let target = Self.canvas { x, _ in SIMD4(0.6, 0.6, 0.6, x < 48 ? 1 : 0) }
        let canvas = Self.canvas { _, _ in SIMD4(0.5, 0.5, 0.5, 0) }
        let engine = MarkEngine(canvas, bristles: .stiff, unit: 1, job: Self.job)
        let layer = Self.layer(radius: 2, threshold: 0.1, tolerance: 3)
        #expect(engine.lay(layer, target: target, field: Self.field(angle: 1.57)))
        #expect(canvas.pixels[50 * 96 + 20].x > 0.58)
        #expect(canvas.pixels[50 * 96 + 80].x == 0.5)
    }

    @Test("the grain of the paper keeps a mark from its valleys, and the plain canvas does not see it")
    func toothTakesPaint() {
        let target = Self.canvas { _, _ in SIMD4(0.1, 0.1, 0.1, 1) }
        let canvas = Self.canvas { _, _ in SIMD4(0.9, 0.9, 0.9, 0) }
        let paper = Paper(.soft, unit: 1, seed: 1)
        let engine = MarkEngine(canvas, bristles: .chalk, paper: paper, unit: 1, job: Self.job)
        var layer = Self.layer(radius: 5)
        layer.tooth = MarkLayer.Tooth(level: 0, steepness: 2, least: 0)
        #expect(engine.lay(layer, target: target, field: Self.field(angle: 0)))
        func deviation(_ canvas: Canvas) -> Float {
            Plane(width: 60, height: 60) { x, y in canvas.pixels[(y + 18) * 96 + x + 18].x }.deviation
        }
        #expect(deviation(canvas) > 0.1)
        #expect(deviation(engine.plain!) < 0.5 * deviation(canvas))
    }
}
