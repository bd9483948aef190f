internal import RiffleImage

/// The source as painters look at it: with colours also under what is transparent, and with the ground that has to stay.
struct SolidSource: Finding {
    /// Where the source is transparent, the colours of what is nearest; `alpha` as the source has it.
    let lab: LabPicture
    /// Whether some of the source is transparent.
    let isCutOut: Bool
    /// 0 where the ground is pure white and has to stay so, 1 elsewhere, smooth just inside the edge. Nil: there is none.
    let shown: Plane?

    /// 0…1: what is neither transparent nor the ground that has to stay.
    var figure: Plane { shown ?? lab.alpha }

    /// Paper is left white and without a border, because the ground of the picture is white or transparent.
    var keepsGround: Bool { isCutOut || shown != nil }

    init(of study: PictureStudy) {
        let source = study.lab
        isCutOut = source.alpha.percentiles(0.5)[0] < 0.98
        lab = isCutOut ? SolidSource.filled(source, crew: study.crew) : source
        shown = isCutOut ? nil : SolidSource.shown(study.picture, unit: study.unit, crew: study.crew)
    }

    private static func filled(_ source: LabPicture, crew: Crew) -> LabPicture {
        var result = source
        let alpha = source.alpha
        let widths: [Float] = [1.5, 6, 24, 96]
        let weights = widths.map { alpha.blurred($0, crew: crew) }
        func fill(_ plane: Plane) -> Plane {
            let weighted = plane * alpha
            let blurs = widths.map { weighted.blurred($0, crew: crew) }
            let mean = weighted.mean / max(alpha.mean, 1e-6)
            return Plane(like: plane, crew: crew) { x, y in
                if alpha[x, y] > 0.995 { return plane[x, y] }
                guard let i = widths.indices.first(where: { weights[$0][x, y] > 0.02 }) else { return mean }
                let around = blurs[i][x, y] / weights[i][x, y]
                return around + (plane[x, y] - around) * alpha[x, y]
            }
        }
        (result.l, result.a, result.b) = (fill(source.l), fill(source.a), fill(source.b))
        return result
    }

    /// White that reaches most of the picture's edge, or nil.
    private static func shown(_ picture: Bitmap, unit: Float, crew: Crew) -> Plane? {
        let (width, height) = (picture.width, picture.height)
        var isWhite = [Bool](repeating: false, count: width * height)
        picture.withPixels { pixels in
            for i in isWhite.indices {
                let p = 4 * i
                isWhite[i] = min(pixels[p], pixels[p + 1], pixels[p + 2]) >= 254
            }
        }
        var edge: [Int] = []
        for x in 0..<width { edge += [x, (height - 1) * width + x] }
        for y in 0..<height { edge += [y * width, y * width + width - 1] }
        var open = edge.filter { isWhite[$0] }
        if 2 * open.count < edge.count { return nil }
        let mask = Plane(width: width, height: height, fill: 1)
        while let i = open.popLast() {
            if mask.values[i] == 0 { continue }
            mask.values[i] = 0
            let (x, y) = (i % width, i / width)
            if x > 0, isWhite[i - 1] { open.append(i - 1) }
            if x < width - 1, isWhite[i + 1] { open.append(i + 1) }
            if y > 0, isWhite[i - width] { open.append(i - width) }
            if y < height - 1, isWhite[i + width] { open.append(i + width) }
        }
        let soft = mask.blurred(max(1, 1.5 * unit), crew: crew)
        return mask.with(soft) { $0 * Portable.smoothstep(0.45, 0.95, $1) }
    }
}

extension PictureStudy {
    /// The source with colours also under what is transparent.
    var solid: LabPicture { self[SolidSource.self].lab }
}
