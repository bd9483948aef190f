internal import RiffleImage

/// The ground of a source without its subject: what lies behind is filled from around.
struct Plate: Finding {
    /// In linear light, as large as `PictureStudy.picture`; nil where there is no subject on a photographed ground, or the
    /// fill does not convince.
    let light: [Plane]?

    /// The size that grounds are filled at: they are rarely sharp.
    private static let side = 384

    init(of study: PictureStudy) {
        guard let shape = study[CutSubject.self].shape, shape.ground == .photograph, !study.halted() else {
            light = nil
            return
        }
        let picture = study.picture
        let small = picture.fitted(within: Plate.side)
        let hole = Plate.hole(of: shape, width: small.width, height: small.height)
        var mask = Bitmap(width: small.width, height: small.height)
        for y in 0..<small.height { for x in 0..<small.width { mask[x, y].alpha = hole[x, y] ? 0 : 255 } }
        let plan = FillPlan(
            source: small, mask: mask, count: 1, width: small.width, height: small.height, seed: study.seed)
        guard let filled = Plate.filled(plan, crew: study.crew, halted: study.halted),
            study.markedSubject != nil || PlateTest(small, filled, hole: hole, shape: shape).passes
        else {
            light = nil
            return
        }
        // Outside the hole the ground is the source's own, at its full size.
        let made = LinearPicture(filled).planes.map { $0.resized(width: picture.width, height: picture.height) }
        let share = hole.plane.resized(width: picture.width, height: picture.height).blurred(
            2 * study.unit, crew: study.crew)
        light = zip(LinearPicture(picture).planes, made).map { own, made in
            Plane(like: own, crew: study.crew) { x, y in
                let i = y * own.width + x
                let t = min(max(2 * share.values[i] - 0.2, 0), 1)
                return own.values[i] + (made.values[i] - own.values[i]) * t
            }
        }
    }

    /// What is filled: the subject, its rim, and more below it, where its shadow lies.
    static func hole(of shape: CutSubject.Shape, width: Int, height: Int) -> Mask {
        let alpha = shape.alpha.resized(width: width, height: height)
        let unit = Float(min(width, height)) / 512
        let wide = Mask(alpha, above: 0.02).grown(13 * unit)
        if shape.sides.bottom { return wide }
        let drop = Int(10 * unit)
        let below = Mask(width: width, height: height) { x, y in y >= drop && wide[x, y - drop] }
        return wide.union(below.grown(3 * unit))
    }

    static func filled(_ plan: FillPlan, crew: Crew, halted: @escaping @Sendable () -> Bool) -> Bitmap? {
        let result = Slots<Bitmap>(count: 1)
        let listener = Listener(isCancelled: halted, manner: { _ in PatchPainter.fill }) { event in
            if case .finished(_, let bitmap, _, _) = event { result[0] = bitmap }
        }
        do {
            return try FillRun(plan: plan, threads: crew.threads, listener: listener, mayRepeat: true).run()
                ? result[0] : nil
        } catch {
            // What leaves nothing to fill from has no ground to move on.
            return nil
        }
    }
}

/// Whether a filled ground convinces.
private struct PlateTest {
    /// Mean gradient in the hole against that outside.
    private let roughness: Float
    /// Share of the hole that looks rather like the subject than like the ground.
    private let leftover: Float
    /// Share of the hole whose colour is far from all colours around it.
    private let strangeness: Float

    /// - Parameters:
    ///   - picture: the source, as large as `filled` and `hole`.
    init(_ picture: Bitmap, _ filled: Bitmap, hole: Mask, shape: CutSubject.Shape) {
        let (before, after) = (SubjectView(picture, side: 192), SubjectView(filled, side: 192))
        let (width, height) = (before.width, before.height)
        let inside = shape.mask.resized(width: width, height: height)
        let filledPart = hole.resized(width: width, height: height)
        let outside = filledPart.inverted
        let none = Plane(width: width, height: height, fill: 0)
        func looks(_ view: SubjectView) -> ColorMixture.Features {
            ColorMixture.Features(planes: Array(view.features.planes[..<3]) + [none, none])
        }
        let subject = ColorMixture(of: looks(before), in: inside, seed: 1)
        let ground = ColorMixture(of: looks(before), in: outside, seed: 2)
        let (likeSubject, likeGround) = (none.copy(), none.copy())
        var labels = [UInt8](repeating: 0, count: none.count)
        subject?.explain(looks(after), into: likeSubject, labels: &labels)
        ground?.explain(looks(after), into: likeGround, labels: &labels)
        let rim = filledPart.grown(10).subtracting(filledPart)
        let around = ColorClusters(
            of: LabPicture(width: width, height: height).filled(before), count: 6, seed: 1
        ) { rim.bytes[$0] != 0 }
        let steps = after.l.blurred(0.8).gradientLength
        var (area, left, strange): (Float, Float, Float) = (0, 0, 0)
        var (rough, calm): (Float, Float) = (0, 0)
        for i in filledPart.bytes.indices {
            if filledPart.bytes[i] == 0 {
                calm += steps.values[i]
                continue
            }
            area += 1
            rough += steps.values[i]
            if likeSubject.values[i] > likeGround.values[i] { left += 1 }
            let color = Lab(after.l.values[i], after.a.values[i], after.b.values[i])
            let nearest = around.colors.map { $0.squaredDistance(to: color) }.min() ?? 0
            if nearest > 20 * 20 { strange += 1 }
        }
        leftover = left / max(area, 1)
        strangeness = strange / max(area, 1)
        roughness = (rough / max(area, 1)) / (calm / max(Float(none.count) - area, 1) + 1e-3)
    }

    /// Source: 14 plates judged by eye.
    var passes: Bool { roughness <= 1.3 && leftover < 0.35 && strangeness < 0.25 }
}

extension LabPicture {
    /// With a view's colours in CIELAB.
    fileprivate func filled(_ view: SubjectView) -> LabPicture {
        var picture = self
        (picture.l, picture.a, picture.b) = (view.l, view.a, view.b)
        return picture
    }
}

extension Plane {
    /// Of the step to the right and down neighbours' far sides.
    fileprivate var gradientLength: Plane {
        Plane(like: self) { x, y in
            let dx = self.row(y)[min(x + 1, width - 1)] - self.row(y)[max(x - 1, 0)]
            let dy = self.row(min(y + 1, height - 1))[x] - self.row(max(y - 1, 0))[x]
            return (dx * dx + dy * dy).squareRoot()
        }
    }
}
