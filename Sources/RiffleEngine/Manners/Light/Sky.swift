internal import RiffleImage

/// A guess of where the sky is: smooth, blue, pale or warm, and reaching a good part of the upper edge.
///
/// Studio backdrops and pale walls can pass for it; water below a hazy horizon can belong to it.
struct Sky: Finding {
    /// 0…1 at the size of `PictureStudy.picture`.
    let plane: Plane
    /// Of the picture, 0…1; 0 where there is no sky.
    let share: Float
    /// The lowest row that is mostly sky, as a share of the height; half the height where there is none.
    let horizon: Float
    /// The lowest row with any sky, as a share of the height.
    let reach: Float
    /// Its median lightness, 1 where there is none.
    let lightness: Float
    /// How much of it is half sky, half twigs or leaves, against its share: other light shows there as a fringe.
    let raggedness: Float

    init(of study: PictureStudy) {
        let view = study.small
        let (width, height, unit) = (view.lab.width, view.lab.height, view.unit)
        let l = view.lab.l
        let like = Sky.likeness(view, crew: study.crew)
        let rim = max(2, Int(6 * unit))
        let region = Sky.region(Mask(like, above: 0.38).opened(max(1, Int(3 * unit))), rim: rim)
        let isSky = Plane(width: width, height: height)
        for i in 0..<isSky.count { isSky.values[i] = Float(region.bytes[i]) }
        var top = 0
        for x in 0..<width where (0..<min(rim, height)).contains(where: { isSky[x, $0] > 0 }) { top += 1 }
        let middle = Sky.median(l, where: isSky, is: 1)
        // Dark but for the night, and darker than what is below, is a backdrop.
        let isBackdrop = middle < 0.48 && middle < Sky.median(l, where: isSky, is: 0)
        // What is not blue has to span the picture and to end above its lower edge, or tables and walls would pass.
        let isBlue = Sky.median(Sky.blueness(of: view.lab), where: isSky, is: 1) > 0.3
        let bottom = (0..<width).filter { isSky[$0, height - 1] > 0 }.count
        let isTable = !isBlue && (Float(top) < 0.55 * Float(width) || 10 * bottom > width)
        // The light of a grey day comes from the sky; walls are lit by it.
        let below = (0..<l.count).filter { isSky.values[$0] == 0 }.map { l.values[$0] }.sorted()
        let isWall = !isBlue && !below.isEmpty && middle < below[below.count * 19 / 20]
        guard isSky.mean >= 0.05, Float(top) >= 0.3 * Float(width), !isBackdrop, !isTable, !isWall else {
            plane = Plane(width: study.picture.width, height: study.picture.height, fill: 0)
            (share, horizon, reach, lightness, raggedness) = (0, 0.5, 0.5, 1, 0)
            return
        }
        let soft = isSky.blurred(unit, crew: study.crew).guided(
            by: l, radius: max(1, Int(8 * unit)), epsilon: 1e-3, crew: study.crew)
        let small = soft.map { Portable.smoothstep(0.25, 0.75, $0) }
        share = small.mean
        raggedness = soft.map { $0 > 0.1 && $0 < 0.9 ? 1 : 0 }.mean / max(share, 1e-3)
        var (lowest, mostly) = (0, -1)
        for y in 0..<height {
            var count = 0
            for x in 0..<width where small[x, y] > 0.5 { count += 1 }
            if count > 0 { lowest = y }
            if 2 * count > width { mostly = y }
        }
        horizon = min(max(mostly < 0 ? 0.4 : Float(mostly) / Float(height), 0.15), 0.8)
        reach = max(0.2, Float(lowest) / Float(height))
        lightness = middle
        plane = view.refined(small, study: study, radius: 4, epsilon: 6e-4)
    }

    private static func median(_ plane: Plane, where mask: Plane, is value: Float) -> Float {
        let values = (0..<plane.count).filter { mask.values[$0] == value }.map { plane.values[$0] }.sorted()
        return values.isEmpty ? 1 : values[values.count / 2]
    }

    private static func blueness(of lab: LabPicture) -> Plane {
        let blue = Plane(like: lab.l)
        for i in 0..<blue.count { blue.values[i] = Sky.blueness(lab[i]) }
        return blue
    }

    private static func blueness(_ color: Lab) -> Float {
        Portable.smoothstep(0.9, 0.55, abs(Portable.atan2(color.b, color.a) + 1.75))
            * Portable.smoothstep(0.01, 0.04, color.chroma)
    }

    private static func likeness(_ view: SmallSource, crew: Crew) -> Plane {
        let (lab, unit) = (view.lab, view.unit)
        let smooth = lab.l.blurred(1.2 * unit, crew: crew)
        let edges = smooth.slope(length: unit).blurred(1.5 * unit, crew: crew)
        let like = Plane(width: lab.width, height: lab.height)
        for i in 0..<like.count {
            let color = lab[i]
            let (chroma, blue) = (color.chroma, blueness(color))
            let grey = Portable.smoothstep(0.04, 0.022, chroma) * Portable.smoothstep(0.62, 0.78, color.l)
            let isGreen = Portable.smoothstep(1.7, 2, Portable.atan2(color.b, color.a))
            let warm =
                Portable.smoothstep(0.55, 0.7, color.l) * Portable.smoothstep(0.12, 0.05, chroma) * 0.6 * (1 - isGreen)
            like.values[i] = max(blue, grey, warm) * Portable.smoothstep(0.02, 0.009, edges.values[i])
        }
        return like.blurred(2 * unit, crew: crew)
    }

    /// The parts that are sky: large ones along the upper edge, and what something in front cuts off from them.
    private static func region(_ like: Mask, rim: Int) -> Mask {
        let (width, height) = (like.width, like.height)
        let found = ConnectedParts(like, diagonal: false)
        var top = [Set<Int>](repeating: [], count: found.parts.count)
        for run in found.runs where run.y < rim { top[run.part].formUnion(run.columns) }
        let all = Float(width * height)
        var isSky = found.parts.indices.map { part in
            Float(top[part].count) > 0.12 * Float(width) && Float(found.parts[part].area) > 0.04 * all
        }
        let end = found.parts.indices.filter { isSky[$0] }.map { found.parts[$0].bottom }.max() ?? 0
        for (i, part) in found.parts.enumerated() where !isSky[i] {
            isSky[i] =
                part.bottom <= end && Float(part.area) > 0.003 * all && (!top[i].isEmpty || end > height / 4)
        }
        var region = Mask(width: width, height: height)
        for run in found.runs where isSky[run.part] {
            for x in run.columns { region.bytes[run.y * width + x] = 1 }
        }
        return region
    }
}

extension SmallSource {
    /// A plane of this size at the size of the picture, its edges laid on the picture's.
    func refined(_ plane: Plane, study: PictureStudy, radius: Int, epsilon: Float) -> Plane {
        if study.unit <= 1 { return plane }
        let large = plane.resized(width: study.picture.width, height: study.picture.height)
        let fine = large.guided(
            by: study.solid.l, radius: max(1, Int(Float(radius) * study.unit)), epsilon: epsilon, crew: study.crew)
        return fine.map { min(max($0, 0), 1) }
    }
}

extension Plane {
    /// How steep the plane is at each pixel: the length of its gradient times `length` pixels.
    func slope(length: Float) -> Plane {
        Plane(like: self) { x, y in
            let (dx, dy) = gradient(x, y)
            return (dx * dx + dy * dy).squareRoot() * length
        }
    }

    /// Sobel's gradient, per pixel.
    @inline(__always)
    func gradient(_ x: Int, _ y: Int) -> (Float, Float) {
        let (above, row, below) = (row(max(y - 1, 0)), row(y), row(min(y + 1, height - 1)))
        let (left, right) = (max(x - 1, 0), min(x + 1, width - 1))
        let dx = above[right] - above[left] + below[right] - below[left] + 2 * (row[right] - row[left])
        let dy = below[left] - above[left] + below[right] - above[right] + 2 * (below[x] - above[x])
        return (dx / 8, dy / 8)
    }
}
