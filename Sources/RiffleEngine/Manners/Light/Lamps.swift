internal import RiffleImage

/// Lamps and lit windows that a picture shows: small warm bright spots.
struct Lamps: Finding {
    /// 0…1 at the size of `PictureStudy.picture`.
    let plane: Plane
    let count: Int

    init(of study: PictureStudy) {
        let view = study.small
        let (lab, unit) = (view.lab, view.unit)
        let (width, height) = (lab.width, lab.height)
        let local = lab.l - lab.l.blurred(22 * unit, crew: study.crew)
        let likeness = Plane(width: width, height: height)
        let warmth = Plane(width: width, height: height)
        for i in 0..<likeness.count {
            let color = lab[i]
            let hue = Portable.atan2(color.b, color.a)
            let warm = Portable.smoothstep(1.1, 0.6, abs(hue - 1.25)) * Portable.smoothstep(0.03, 0.09, color.chroma)
            warmth.values[i] = warm
            likeness.values[i] =
                Portable.smoothstep(0.12, 0.26, local.values[i]) * Portable.smoothstep(0.6, 0.8, color.l)
                * max(warm, 0.7 * Portable.smoothstep(0.9, 0.97, color.l))
        }
        let found = ConnectedParts(Mask(likeness, above: 0.35), diagonal: false)
        var warm = [Float](repeating: 0, count: found.parts.count)
        for run in found.runs { for x in run.columns { warm[run.part] += warmth[x, run.y] } }
        let isDark = lab.l.percentiles(50)[0] < 0.42
        let isLamp = found.parts.indices.map { label in
            let part = found.parts[label]
            return part.area >= 4 && Float(part.area) < 0.004 * Float(width * height) && part.solidity > 0.28
                && (isDark || warm[label] > 0.45 * Float(part.area))
        }
        let number = isLamp.filter { $0 }.count
        // So many are leaves in the sun.
        count = number > 45 ? 0 : number
        let mask = Plane(width: width, height: height, fill: 0)
        if count > 0 {
            for run in found.runs where isLamp[run.part] { for x in run.columns { mask[x, run.y] = 1 } }
        }
        let soft = mask.blurred(1.5 * unit, crew: study.crew).with(likeness) { min(1, 1.6 * $0) * $1 }
        plane = soft.resized(width: study.picture.width, height: study.picture.height)
    }
}
