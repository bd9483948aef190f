internal import RiffleImage

/// A guess of how surfaces are turned, from their tones: what is lighter to one side faces it.
///
/// Lightness is blurred inside the object only: blurred across its outline, the sky beside it would get a black halo.
struct ReliefGuess: Finding {
    private let lightness: Plane
    private let object: Plane
    private let sky: Plane
    private let unit: Float
    /// Lightness blurred inside the object, by scale.
    private let blurred: [(scale: Float, plane: Plane)]
    private let outline: [(scale: Float, plane: Plane)]

    /// Of folds and features, in pixels at 512.
    static let scales: [Float] = [2.3, 6, 13, 28]

    init(of study: PictureStudy) {
        let view = study.small
        let (l, unit) = (view.lab.l, view.unit)
        self.unit = unit
        lightness = l
        sky = study[Sky.self].plane.resized(width: l.width, height: l.height)
        let importance = view.importance
        object = importance.map { Portable.smoothstep(0.08, 0.38, $0) }
            .guided(by: l, radius: max(1, Int(8 * unit)), epsilon: 1e-3, crew: study.crew)
            .with(sky) { min(max($0, 0), 1) * (1 - $1) }
        let even = EdgeKeepingBlur(sigma: 3 * unit, edge: 0.15, rounds: 2)(l, crew: study.crew)
        let weight = object.map { max($0, 0.02) }
        let weighted = even * weight
        blurred = ReliefGuess.scales.map { scale in
            (
                scale,
                weighted.blurred(scale * unit, crew: study.crew).with(weight.blurred(scale * unit, crew: study.crew)) {
                    $0 / $1
                }
            )
        }
        let object = object
        outline = [6, 16].map { ($0, object.blurred($0 * unit, crew: study.crew)) }
    }

    /// The lit side less the dark side, -1…1, at the size of the guess.
    ///
    /// - Parameters:
    ///   - angle: where the light comes from, radians from the x axis towards the y axis, which points down.
    ///   - scales: how many of `scales` count, from the finest on.
    func lit(from angle: Float, scales: Int = 3, crew: Crew) -> Plane {
        let (sin, cos) = Portable.sinCos(angle)
        let unit = unit
        let fields = blurred.prefix(scales).map { ($0.scale * unit, $0.plane) }
        let outlines = outline.map { (0.5 * $0.scale * unit, $0.plane) }
        let object = object
        let raw = Plane(like: lightness, crew: crew) { x, y in
            var sum: Float = 0
            for (weight, plane) in fields {
                let (dx, dy) = plane.gradient(x, y)
                // A great step is the border of two materials, not a fold: lit, it would get a halo.
                let step = (dx * cos + dy * sin) * weight
                sum -= step / (1 + step * step / 0.02)
            }
            // Where the object is uncertain its outline would lie on the ground beside it, as a dark halo.
            let sure = Portable.smoothstep(0.5, 0.95, object[x, y])
            for (weight, plane) in outlines where sure > 0 {
                let (dx, dy) = plane.gradient(x, y)
                sum -= (dx * cos + dy * sin) * weight * sure
            }
            return Portable.tanh(6 * sum) * object[x, y]
        }
        return raw.guided(by: lightness, radius: max(1, Int(6 * unit)), epsilon: 8e-4, crew: crew)
            .with(sky) { $0 * (1 - $1) }
    }
}
