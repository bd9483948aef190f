internal import RiffleImage

/// Puts a figure on its clear or one-coloured ground in other ways; the ground stays as it is but for shadows.
struct FigureStage {
    private let study: PictureStudy
    private let job: PaintJob
    private let shape: CutSubject.Shape
    private let standing: Standing
    private let background: Pixel?

    enum Move { case aside, pair, depth, shadow }

    /// Nil where there is no such figure.
    init?(_ study: PictureStudy, _ job: PaintJob) {
        guard let shape = study[CutSubject.self].shape, case .plain(let ground) = shape.ground else { return nil }
        (self.study, self.job, self.shape) = (study, job, shape)
        standing = Standing(shape, unit: study.unit)
        if case .plain(let pixel) = ground { background = pixel } else { background = nil }
    }

    private var width: Int { shape.alpha.width }
    private var height: Int { shape.alpha.height }
    /// -1: the light comes from the left.
    private var side: Float { job.scheme == 0 ? -1 : 1 }

    /// Why a figure finds no other place, as the end of a sentence.
    static let isCutOff = "it is cut off by the picture's edge"

    /// Whether the figure can be placed, in both schemes.
    static func places(_ move: Move, _ shape: CutSubject.Shape, unit: Float) -> Bool {
        let standing = Standing(shape, unit: unit)
        return (0..<2).allSatisfy { !placings(move, standing, scheme: $0, shrink: 0.62).isEmpty }
    }

    static func placings(_ move: Move, _ standing: Standing, scheme: Int, shrink: Float) -> [Placing] {
        let (width, height) = (standing.width, standing.height)
        let (wide, high) = (standing.wide, standing.high)
        let isCut = standing.sides.count > 0
        /// The largest scale at which the figure is no more than shares of the picture.
        func scale(_ across: Float, _ down: Float, most: Float = .infinity) -> Float {
            min(across * width / wide, down * height / high, most)
        }
        func placing(_ scale: Float, _ x: Float, _ foot: Float, _ isMirrored: Bool) -> Placing? {
            standing.fitted(Placing(scale: scale, isMirrored: isMirrored, x: x * width, foot: foot))
        }
        let whole = scale(0.9, 0.9, most: 1)
        switch move {
        case .aside:
            let third = scheme == 0 ? standing.otherThird : 1 - standing.otherThird
            if isCut { return placing(0.8, third, height, false).map { [$0] } ?? [] }
            return placing(shrink * whole, third, 0.8 * height, false).map { [$0] } ?? []
        case .pair:
            guard !isCut else { return [] }
            let size = scale(0.48, 0.86, most: 1)
            let foot = 0.5 * height + high * size / 2
            let both = [placing(size, 0.255, foot, scheme == 0), placing(size, 0.745, foot, scheme != 0)]
            return both.contains { $0 == nil } ? [] : both.compactMap { $0 }
        case .depth:
            guard !isCut else { return [] }
            let size = scale(0.56, 0.62)
            let places: [(Float, Float, Float)] =
                scheme == 0
                ? [(0.5, 0.2, 0.70), (0.6, 0.82, 0.76), (1, 0.47, 0.93)]
                : [(0.46, 0.84, 0.66), (0.68, 0.56, 0.79), (1, 0.31, 0.93)]
            let all = places.enumerated().map { number, place in
                placing(size * place.0, place.1, place.2 * height, (number == 1) == (scheme == 0))
            }
            return all.contains { $0 == nil } ? [] : all.compactMap { $0 }
        case .shadow:
            if isCut { return standing.fitted(standing.original(isMirrored: true)).map { [$0] } ?? [] }
            return placing(0.8 * whole, 0.5, 0.86 * height, true).map { [$0] } ?? []
        }
    }

    func paint(_ move: Move) -> Bitmap? {
        let placings = FigureStage.placings(
            move, standing, scheme: job.scheme, shrink: job.between(0.8, 0.7, 0.6))
        guard !placings.isEmpty, !job.halted() else { return nil }
        let canvas = StageCanvas(width: width, height: height, fill: background)
        let isLit = move == .shadow && isShaded
        let relief = isLit ? study[SubjectRelief.self] : nil
        var covered = Mask(width: width, height: height)
        for placing in placings {
            if job.halted() { return nil }
            var layer = StageLayer(
                shape, relief: relief, placing: placing, width: width, height: height, crew: job.crew)
            if isLit {
                let light = SideLight(side: side, fill: (0.52, 0.54, 0.66), key: (0.62, 0.58, 0.50), rim: 0)
                layer = light.cast(on: layer, unit: study.unit, crew: job.crew)
            }
            if (move == .aside || move == .shadow) && standing.sides.count < 3 {
                let shadow = shadow(of: layer, placing, isLong: move == .shadow)
                canvas.shade(shadow, crew: job.crew)
                for i in covered.bytes.indices where shadow.values[i] > 0 { covered.bytes[i] = 1 }
            }
            canvas.lay(layer, crew: job.crew)
            for y in layer.rows {
                for x in layer.columns
                where layer.alpha.row(y - layer.rows.lowerBound)[x - layer.columns.lowerBound] > 0 {
                    covered.bytes[y * width + x] = 1
                }
            }
        }
        if job.halted() { return nil }
        var bitmap = canvas.bitmap(crew: job.crew)
        guard let background else { return bitmap }
        // What nothing was laid on keeps its very colour.
        bitmap.withMutablePixels { pixels in
            for i in covered.bytes.indices where covered.bytes[i] == 0 {
                (pixels[4 * i], pixels[4 * i + 1], pixels[4 * i + 2]) = (
                    background.red, background.green, background.blue
                )
            }
        }
        return bitmap
    }

    /// Whether the figure has shades of its own: on flat colours a lamp looks like dirt.
    private var isShaded: Bool {
        if study.kind != .drawing { return true }
        let inside = shape.mask.shrunk(2)
        let l = study.lab.l
        var (soft, count) = (0, 0)
        for y in 0..<height {
            for x in 1..<width where inside[x, y] && inside[x - 1, y] {
                let step = abs(l[x, y] - l[x - 1, y])
                count += 1
                if step > 0.001 && step < 0.02 { soft += 1 }
            }
        }
        return 4 * soft > count
    }

    /// The shadow on the ground: the outline laid flat behind the foot. Where the figure does not stand on one (a balloon, a
    /// thing seen from above), just below it.
    private func shadow(of layer: StageLayer, _ placing: Placing, isLong: Bool) -> Plane {
        let unit = study.unit
        let stands = FigureStage.stands(shape)
        let (flat, slope): (Float, Float) = isLong ? (0.45, 0.9) : (0.28, 0.55)
        let amount: Float = isLong ? 0.45 : 0.32
        let side = side
        let alpha = layer.alpha
        let (left, top) = (Float(layer.columns.lowerBound), Float(layer.rows.lowerBound))
        let (wide, high) = (Float(alpha.width), Float(alpha.height))
        let cast = Plane(width: width, height: height, crew: job.crew) { column, row in
            var (x, y) = (Float(column), Float(row))
            if stands {
                y = placing.foot + (y - placing.foot) / flat
                x += side * slope * (placing.foot - y)
            } else {
                x += side * 12 * unit
                y -= 14 * unit
            }
            (x, y) = (x - left, y - top)
            if x < 0 || y < 0 || x > wide - 1 || y > high - 1 { return 0 }
            return alpha.sample(x, y)
        }
        let soft = (isLong ? 6 : 9) * unit
        return cast.blurred(soft, crew: job.crew).map { $0 < 0.004 ? 0 : $0 * amount }
    }

    /// Whether the lowest part is broad enough to stand on.
    private static func stands(_ shape: CutSubject.Shape) -> Bool {
        let low = max(1, shape.rows.count / 12)
        var (first, last) = (Int.max, Int.min)
        for y in shape.rows.upperBound - low..<shape.rows.upperBound {
            for x in shape.columns where shape.mask[x, y] { (first, last) = (min(first, x), max(last, x)) }
        }
        return first <= last && 6 * (last - first + 1) > shape.columns.count
    }
}

/// Manners for figures on a clear ground or one of one colour.
struct FigurePainter: Painter {
    let manner: Manner
    private let move: FigureStage.Move

    static let all: [any Painter] = [
        FigurePainter("face to face", .pair, "the figure twice, one mirrored"),
        FigurePainter("three in depth", .depth, "three of it, near and far"),
        FigurePainter("cast shadow", .shadow, "the figure mirrored, its long shadow on the ground"),
    ]

    private init(_ name: String, _ move: FigureStage.Move, _ summary: String) {
        manner = Manner(name, .stage, summary)
        self.move = move
    }

    func schemes(of study: PictureStudy) -> Int { 2 }

    func refusal(of study: PictureStudy) -> String? {
        if let reason = StageRules.refusal(of: study) { return reason }
        guard let shape = study[CutSubject.self].shape else { return StageRules.noSubject }
        if shape.ground == .photograph { return "its ground is neither clear nor of one colour" }
        return FigureStage.places(move, shape, unit: study.unit) ? nil : FigureStage.isCutOff
    }

    func paint(_ study: PictureStudy, _ job: PaintJob) -> Bitmap? { FigureStage(study, job)?.paint(move) }
}

extension Painters {
    static let stage: [any Painter] = StagePainter.all + FigurePainter.all
}
