internal import RiffleImage

/// Puts the subject of a photograph on its own ground in another way and in other light.
struct StagePainter: Painter {
    let manner: Manner
    private let move: Move

    private enum Move { case aside, nearer, mirrored, pair, dusk, sun }

    static let all: [any Painter] = [
        StagePainter("aside", .aside, "the subject further away, to one side of other ground"),
        StagePainter("nearer", .nearer, "the subject closer, the ground behind it out of focus"),
        StagePainter("turned about", .mirrored, "the subject mirrored, on other ground"),
        StagePainter("two", .pair, "the subject twice, one behind the other"),
        StagePainter("dusk", .dusk, "night falling, the subject lit from one side"),
        StagePainter("against the sun", .sun, "a low sun behind the subject, its outline glowing"),
    ]

    private init(_ name: String, _ move: Move, _ summary: String) {
        manner = Manner(name, .stage, summary)
        self.move = move
    }

    func schemes(of study: PictureStudy) -> Int { 2 }

    func refusal(of study: PictureStudy) -> String? {
        if let reason = StageRules.refusal(of: study) { return reason }
        guard let shape = study[CutSubject.self].shape else { return StageRules.noSubject }
        if shape.ground != .photograph {
            guard move == .aside else { return "its ground is of one colour, or clear" }
            return FigureStage.places(.aside, shape, unit: study.unit) ? nil : FigureStage.isCutOff
        }
        guard study[Plate.self].light != nil else { return "the ground behind its subject cannot be made up" }
        let standing = Standing(shape, unit: study.unit)
        return placings(standing, job: nil).isEmpty ? "its subject leaves no room" : nil
    }

    // MARK: Where

    /// Where the subject stands, the one in front last; empty where it cannot.
    private func placings(_ standing: Standing, job: PaintJob?) -> [Placing] {
        let (third, other) = (standing.otherThird, 1 - standing.otherThird)
        switch move {
        case .aside:
            let small = job?.between(0.84, 0.74, 0.64) ?? 0.74
            let sizes = [small, small + 0.06, small - 0.06, small + 0.12, 1, 1.06]
            guard let placing = standing.placed(at: third, scales: sizes, isMirrored: false),
                standing.change(to: placing) > 0.1
            else { return [] }
            return [placing]
        case .nearer:
            let most = job?.between(1.12, 1.22, 1.32) ?? 1.22
            let place = other < 0.5 ? other + 0.08 : other - 0.08
            let foot: ((Float) -> Float)? =
                standing.sides.bottom ? { _ in standing.height + 0.12 * standing.high } : nil
            return standing.placed(at: place, scales: [most, (1 + most) / 2, 1], isMirrored: true, foot: foot).map {
                [$0]
            }
                ?? []
        case .mirrored:
            let first = standing.placed(at: third, scales: [0.92, 1], isMirrored: true)
            return (first ?? standing.placed(at: 0.5, scales: [1], isMirrored: true)).map { [$0] } ?? []
        case .pair: return pair(standing)
        case .dusk:
            let first = standing.placed(at: other, scales: [0.86, 1], isMirrored: false)
            return (first ?? standing.placed(at: 0.5, scales: [1, 1.05], isMirrored: false)).map { [$0] } ?? []
        case .sun:
            let first = standing.placed(at: third, scales: [0.9, 1], isMirrored: true)
            return (first ?? standing.placed(at: 0.5, scales: [1, 1.05], isMirrored: true)).map { [$0] } ?? []
        }
    }

    /// One larger, one smaller and mirrored behind it, next to each other.
    private func pair(_ standing: Standing) -> [Placing] {
        for (large, small) in [(0.94, 0.68), (0.9, 0.66), (0.82, 0.6), (0.72, 0.52), (0.62, 0.45)] as [(Float, Float)] {
            let (first, second) = (standing.wide * large, standing.wide * small)
            let total = first + 0.92 * second
            let gap = (standing.width - total) / 3
            guard gap > 4 else { continue }
            let places = (gap + first / 2, 2 * gap + first + 0.42 * second)
            let isLeft = standing.otherThird < 0.5
            func place(_ x: Float) -> Float { isLeft ? x : standing.width - x }
            let foot = standing.foot(at: large)
            let behind = standing.sides.bottom ? standing.height : foot - 0.12 * standing.high * large
            guard
                let back = standing.fitted(
                    Placing(scale: small, isMirrored: false, x: place(places.1), foot: behind)),
                let front = standing.fitted(Placing(scale: large, isMirrored: true, x: place(places.0), foot: foot)),
                abs(front.x - back.x) > 0.4 * (first + second)
            else { continue }
            return [back, front]
        }
        return []
    }

    // MARK: How

    func paint(_ study: PictureStudy, _ job: PaintJob) -> Bitmap? {
        if study[CutSubject.self].shape?.ground != .photograph {
            return FigureStage(study, job)?.paint(.aside)
        }
        guard let stage = Stage(study, crew: job.crew), !job.halted() else { return nil }
        let placings = placings(stage.standing, job: job)
        guard let front = placings.last else { return nil }
        // The light comes from where there is room, or, in another scheme, from where there is not.
        let open: Float = front.x > stage.standing.width / 2 ? -1 : 1
        let side = job.scheme == 0 || move == .dusk || move == .sun ? open : -open
        let ground = litGround(stage, front, side: side, job)
        if job.halted() { return nil }
        let canvas = StageCanvas(ground.light)
        job.show(canvas.bitmap(crew: job.crew).fitted(within: 256), 0.5)
        for placing in placings {
            if job.halted() { return nil }
            if placing != front, placings.count > 1 {
                let footed = stage.footed(StageGround(light: canvas.light, unit: stage.unit, crew: job.crew), placing)
                for c in 0..<3 {
                    canvas.light[c].values.update(from: footed.light[c].values, count: canvas.alpha.count)
                }
            }
            let layer = stage.subject(placing, on: ground)
            canvas.lay(light(side: side, job).cast(on: layer, unit: stage.unit, crew: job.crew), crew: job.crew)
        }
        if job.halted() { return nil }
        if move == .sun { veil(canvas, sun: sun(side), job) }
        return canvas.bitmap(crew: job.crew)
    }

    private func litGround(_ stage: Stage, _ placing: Placing, side: Float, _ job: PaintJob) -> StageGround {
        let amount = job.between(0.26, 0.38, 0.5)
        let roll: Float = job.scheme == 0 ? 0.46 : 0.36
        let isMorning = job.scheme == 1
        switch move {
        case .aside, .pair:
            let ground = stage.otherGround(by: roll, subjectIsMirrored: placing.isMirrored)
            return stage.footed(ground, placing).ramped(side: side, by: amount, isCool: isMorning)
        case .mirrored:
            let ground = stage.otherGround(by: roll - 0.08, subjectIsMirrored: true)
            return stage.footed(ground, placing).ramped(side: side, by: amount, isCool: isMorning)
        case .nearer:
            let soft = stage.footed(stage.ground, placing).soft(
                foot: stage.standing.sides.bottom ? nil : min(placing.foot, stage.standing.height))
            return soft.ramped(side: side, by: 1.3 * amount, isCool: isMorning)
        case .dusk:
            let ground = stage.footed(stage.otherGround(by: roll, subjectIsMirrored: false), placing)
            let deep = job.between(1.25, 1, 0.85)
            let tint: SIMD3<Float> =
                (job.scheme == 0 ? SIMD3(0.30, 0.40, 0.66) : SIMD3(0.36, 0.35, 0.54)) * deep
            return ground.graded { light, _, y in
                let gray = 0.21 * light.x + 0.72 * light.y + 0.07 * light.z
                return (light * 0.55 + SIMD3(repeating: gray * 0.45)) * tint * (1.15 - 0.4 * y)
            }
        case .sun:
            let soft = stage.footed(stage.ground, placing).soft(
                foot: stage.standing.sides.bottom ? nil : min(placing.foot, stage.standing.height))
            let sun = sun(side)
            let (tint, glow): (SIMD3<Float>, SIMD3<Float>) =
                job.scheme == 0
                ? (SIMD3(1.1, 0.86, 0.58), SIMD3(0.34, 0.2, 0.06))
                : (SIMD3(1.08, 0.76, 0.70), SIMD3(0.34, 0.15, 0.13))
            return soft.graded { light, x, y in
                let (dx, dy) = (x - sun, y - 0.22)
                let near = Portable.exp(-(dx * dx + dy * dy) / 0.16)
                let warm = light * tint * (0.55 + 0.75 * near)
                let cut = warm.clamped(lowerBound: SIMD3(repeating: 0), upperBound: SIMD3(repeating: 1))
                return 1 - (1 - cut) * (1 - glow * near)
            }
        }
    }

    private func light(side: Float, _ job: PaintJob) -> SideLight {
        let strength = job.between(0.75, 1, 1.2)
        switch move {
        case .dusk:
            let warm = job.scheme == 0
            return SideLight(
                side: side, fill: warm ? (0.16, 0.20, 0.32) : (0.22, 0.17, 0.30),
                key: warm ? (0.95, 0.68, 0.40) : (0.98, 0.60, 0.52), rim: 0.9)
        case .sun:
            let key: SideLight.Color = job.scheme == 0 ? (0.45, 0.35, 0.20) : (0.45, 0.30, 0.27)
            return SideLight(side: -side, fill: (0.50, 0.42, 0.36), key: key, rim: 2.4)
        default:
            let warm = job.scheme == 0
            let key: SIMD3<Float> = (warm ? SIMD3(0.94, 0.86, 0.72) : SIMD3(0.78, 0.87, 0.96)) * strength
            let fill: SIMD3<Float> = 1 - (1 - (warm ? SIMD3(0.36, 0.41, 0.53) : SIMD3(0.45, 0.41, 0.39))) * strength
            return SideLight(
                side: side, fill: (fill.x, fill.y, fill.z), key: (key.x, key.y, key.z), rim: 0.35)
        }
    }

    /// Where the sun stands across, opposite to the room at `side`.
    private func sun(_ side: Float) -> Float { side < 0 ? 0.28 : 0.72 }

    private func veil(_ canvas: StageCanvas, sun: Float, _ job: PaintJob) {
        let (width, height) = (Float(canvas.width), Float(canvas.height))
        let colors: [Float] = job.scheme == 0 ? [0.13, 0.08, 0.03] : [0.13, 0.06, 0.055]
        job.crew.rows(canvas.height) { y in
            for x in 0..<canvas.width {
                let (dx, dy) = (Float(x) / width - sun, Float(y) / height - 0.22)
                let near = Portable.exp(-(dx * dx + dy * dy) / 0.109)
                let i = y * canvas.width + x
                for c in 0..<3 {
                    let value = canvas.light[c].values[i]
                    canvas.light[c].values[i] = 1 - (1 - value) * (1 - near * colors[c])
                }
            }
        }
    }
}

/// What a subject must be like to be moved about.
enum StageRules {
    static let noSubject = "no subject stands out clearly enough"

    /// The reasons that all such manners share.
    static func refusal(of study: PictureStudy) -> String? {
        if min(study.picture.width, study.picture.height) < SubjectMask.smallestSide { return "it is too small" }
        switch study.kind {
        case .document: return "its marks mean something where they are"
        case .pixelArt: return "its cells would not stay whole"
        case .drawing, .scene, .structure: return nil
        }
    }
}
