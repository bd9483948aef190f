internal import RiffleImage

/// A photograph's subject and the ground without it, ready to be put together anew.
struct Stage {
    let shape: CutSubject.Shape
    let standing: Standing
    private let relief: SubjectRelief
    private let strip: FootStrip
    private let source: [Plane]
    private let plate: [Plane]
    let unit: Float
    let crew: Crew

    /// Nil where there is no subject on a photographed ground, or no ground without it.
    init?(_ study: PictureStudy, crew: Crew) {
        guard let shape = study[CutSubject.self].shape, shape.ground == .photograph,
            let plate = study[Plate.self].light
        else { return nil }
        self.shape = shape
        self.plate = plate
        self.crew = crew
        unit = study.unit
        standing = Standing(shape, unit: unit)
        relief = study[SubjectRelief.self]
        strip = study[FootStrip.self]
        source = LinearPicture(study.picture).planes
    }

    private var width: Int { shape.alpha.width }
    private var height: Int { shape.alpha.height }

    var ground: StageGround { StageGround(light: plate, unit: unit, crew: crew) }

    /// A ground that is not the source's at first sight: rolled sideways where that can be done; `isMirrored` tells whether the
    /// subject is, because both together would be the source mirrored. What cannot be rolled is not mirrored either: it shows
    /// too much, such as words.
    func otherGround(by share: Float, subjectIsMirrored isMirrored: Bool) -> StageGround {
        let ground = ground
        if ground.canRoll {
            let rolled = ground.rolled(by: share)
            return isMirrored ? rolled : rolled.mirrored
        }
        return ground
    }

    /// The ground with the strip of the source's that the subject stands in, where there is one.
    func footed(_ ground: StageGround, _ placing: Placing) -> StageGround {
        guard let alpha = strip.alpha else { return ground }
        let full = alpha.resized(width: width, height: height)
        let inside = shape.mask.plane.blurred(2 * unit, crew: crew)
        let light = zip(source, plate).map { own, plate in
            Plane(like: own, crew: crew) { x, y in
                let i = y * own.width + x
                return own.values[i] + (plate.values[i] - own.values[i]) * min(2 * inside.values[i], 1)
            }
        }
        let foot = CutSubject.Shape(
            alpha: full, light: light, mask: shape.mask, columns: shape.columns, rows: shape.rows, sides: shape.sides,
            ground: shape.ground)
        let layer = StageLayer(
            foot, relief: nil, placing: placing, width: width, height: height, margin: 80 * unit, crew: crew)
        let canvas = StageCanvas(ground.light.map { $0.copy() })
        canvas.lay(layer, crew: crew)
        return StageGround(light: canvas.light, unit: unit, crew: crew)
    }

    /// The subject as it stands there, a little darker or lighter where the new ground is.
    func subject(_ placing: Placing, on ground: StageGround) -> StageLayer {
        let layer = StageLayer(shape, relief: relief, placing: placing, width: width, height: height, crew: crew)
        let before = Stage.brightness(source, around: shape.alpha, columns: shape.columns, rows: shape.rows)
        let here = StageCanvas(width: width, height: height, fill: nil)
        here.lay(layer, crew: crew)
        let after = Stage.brightness(ground.light, around: here.alpha, columns: layer.columns, rows: layer.rows)
        let ratio = min(max((after + 0.02) / (before + 0.02), 0.5), 2)
        let gain = min(max(Portable.pow(ratio, 0.35), 0.82), 1.18)
        return layer.with(layer.light.map { $0 * gain })
    }

    private static func brightness(
        _ light: [Plane], around alpha: Plane, columns: Range<Int>, rows: Range<Int>
    ) -> Float {
        var (sum, weight): (Float, Float) = (0, 0)
        for y in rows {
            for x in columns {
                let share = 1 - alpha.row(y)[x]
                if share < 0.98 { continue }
                sum += (light[0].row(y)[x] + light[1].row(y)[x] + light[2].row(y)[x]) / 3
                weight += 1
            }
        }
        return weight > 50 ? sum / weight : light.reduce(0) { $0 + $1.mean } / 3
    }
}

/// What of the source's ground a subject brings along: the strip around its foot with its shadow, grass and stones, where
/// the ground there is darker than the fill.
struct FootStrip: Finding {
    /// At most 512 pixels a side; nil where none is needed.
    let alpha: Plane?

    init(of study: PictureStudy) {
        guard let shape = study[CutSubject.self].shape, let plate = study[Plate.self].light, !shape.sides.bottom else {
            alpha = nil
            return
        }
        let scale = min(1, 512 / Float(max(shape.alpha.width, shape.alpha.height)))
        let width = max(1, Int(Float(shape.alpha.width) * scale))
        let height = max(1, Int(Float(shape.alpha.height) * scale))
        let unit = Float(min(width, height)) / 512
        let mask = shape.mask.resized(width: width, height: height)
        let rows = mask.box.rows
        guard !rows.isEmpty else {
            alpha = nil
            return
        }
        let distance = Plane.distance(to: mask)
        let (high, foot) = (Float(rows.count), Float(rows.upperBound))
        func gray(_ planes: [Plane]) -> Plane {
            let small = planes.map { $0.resized(width: width, height: height) }
            return (small[0] * 0.21 + small[1] * 0.72 + small[2] * 0.07).blurred(4 * unit, crew: study.crew)
        }
        let (before, after) = (gray(LinearPicture(study.picture).planes), gray(plate))
        var (sum, count): (Float, Float) = (0, 0)
        for y in max(0, Int(foot - 0.25 * high))..<height {
            for x in 0..<width where mask.bytes[y * width + x] == 0 && distance[x, y] < 20 * unit {
                sum += min((before[x, y] + 0.01) / (after[x, y] + 0.01), 1)
                count += 1
            }
        }
        guard count > 0, sum / count < 0.95 else {
            alpha = nil
            return
        }
        let strip = Plane(width: width, height: height) { x, y in
            let low = min(max((Float(y) - (foot - 0.3 * high)) / (0.16 * high), 0), 1)
            let edge = min(Float(height - 1 - y) / (22 * unit), Float(min(x, width - 1 - x)) / (30 * unit))
            let near = Portable.smoothstep(0, 1, 1.3 - distance[x, y] / (64 * unit))
            return near * low * min(max(edge, 0), 1)
        }
        alpha = strip.blurred(3 * unit, crew: study.crew)
    }
}
