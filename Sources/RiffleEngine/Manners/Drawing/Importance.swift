internal import RiffleImage

/// What matters in a picture: the subject the person marked, or a guess from what differs from the picture's edge, from
/// detail, skin and nearness to the middle.
struct Importance: Finding {
    /// 0…1 at the size of `PictureStudy.picture`.
    let plane: Plane

    init(of study: PictureStudy) {
        let (width, height) = (study.picture.width, study.picture.height)
        let scale = min(1, 256 / Float(min(width, height)))
        let small = study.solid.resized(
            width: max(1, Int((Float(width) * scale).rounded())), height: max(1, Int((Float(height) * scale).rounded()))
        )
        var found = Importance.guess(small, seed: study.seed, crew: study.crew)
        if let marked = study.markedSubject {
            let mask = LabPicture(marked).alpha.resized(width: small.width, height: small.height)
            found = mask.blurred(2, crew: study.crew).with(found) { $0 * (0.7 + 0.3 * $1) }
        } else if study[SolidSource.self].isCutOut {
            found = found * small.alpha
        }
        plane = found.resized(width: width, height: height)
    }

    private static func guess(_ picture: LabPicture, seed: UInt64, crew: Crew) -> Plane {
        let (width, height) = (picture.width, picture.height)
        let unit = Float(min(width, height)) / 512
        let rim = max(1, Int(12 * unit))
        var samples: [Lab] = []
        for y in 0..<height {
            for x in stride(from: y & 1, to: width, by: 2) where y < rim || x < rim || x >= width - rim {
                samples.append(picture[y * width + x])
            }
        }
        if samples.isEmpty { samples = [picture[0]] }
        let ground = ColorClusters(of: samples, count: 4, seed: seed).colors
        let distance = Plane(width: width, height: height)
        let skin = Plane(width: width, height: height)
        for i in 0..<distance.count {
            let color = picture[i]
            let nearest = ground.reduce(Float.infinity) { min($0, color.squaredDistance(to: $1)) }
            distance.values[i] = nearest.squareRoot()
            skin.values[i] = Importance.skin(color)
        }
        let l = picture.l
        let fine = l.with(l.blurred(1.6 * unit, crew: crew)) { abs($0 - $1) }.blurred(9 * unit, crew: crew)
        let apart = distance.blurred(4 * unit, crew: crew)
        let (mostFine, mostApart) = (fine.percentiles(97)[0] + 1e-6, apart.percentiles(97)[0] + 1e-6)
        let skinAround = skin.blurred(6 * unit, crew: crew)
        let raw = Plane(like: l, crew: crew) { x, y in
            let (u, v) = ((Float(x) / Float(width) - 0.5) / 0.34, (Float(y) / Float(height) - 0.48) / 0.38)
            let middle = Portable.exp(-(u * u + v * v))
            let found =
                0.8 * min(apart[x, y] / mostApart, 1) + 0.6 * min(fine[x, y] / mostFine, 1) + 0.4 * skinAround[x, y]
            return found * (0.25 + 0.75 * middle)
        }
        return raw.blurred(7 * unit, crew: crew).guided(
            by: l, radius: max(1, Int(16 * unit)), epsilon: 2e-3, crew: crew
        ).stretched(12, 95)
    }

    /// How much a colour is one that skin has, 0…1; fur, sand and wood share it.
    static func skin(_ color: Lab) -> Float {
        let chroma = color.chroma
        if chroma < 0.03 || chroma > 0.19 || color.l < 0.35 { return 0 }
        let off = (Portable.atan2(color.b, color.a) - 0.85) / 0.35
        return Portable.exp(-off * off) * Portable.smoothstep(0.03, 0.06, chroma)
            * (1 - Portable.smoothstep(0.14, 0.19, chroma)) * Portable.smoothstep(0.35, 0.5, color.l)
    }
}

extension PictureStudy {
    /// What matters in the picture, 0…1 for each pixel. See `Importance`.
    var importance: Plane { self[Importance.self].plane }
}
