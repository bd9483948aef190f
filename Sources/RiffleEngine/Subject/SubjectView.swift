internal import RiffleImage

/// A photograph as its subject is looked for in it: small, in CIELAB, with what tells where it is sharp and how coarse.
///
/// CIELAB (lightness 0…100) rather than OKLab, because all limits of the search were found in its units.
struct SubjectView: Sendable {
    let l: Plane
    let a: Plane
    let b: Plane
    /// Logarithm of the finest detail and of coarser detail around each pixel.
    let focus: Plane
    let texture: Plane
    /// How much sharper the sharp parts are than the others; above about 1 the picture has a plane of focus.
    let focusSpread: Float
    let features: ColorMixture.Features
    /// What parting each of `GridCut.pairs` costs, 0…1.06.
    let bonds: [Plane]

    var width: Int { l.width }
    var height: Int { l.height }
    var count: Int { l.count }

    /// Longest side of the picture that detail is measured in.
    static let detailSide = 512
    /// Lightness counts less than colour when colours are compared: light falls unevenly on one thing.
    static let lightness: Float = 0.7

    /// - Parameters:
    ///   - picture: at most `detailSide` pixels a side.
    ///   - side: of the view's longer side, in pixels.
    init(_ picture: Bitmap, side: Int) {
        let scale = min(1, Float(side) / Float(max(picture.width, picture.height)))
        let width = max(8, Int((Float(picture.width) * scale).rounded()))
        let height = max(8, Int((Float(picture.height) * scale).rounded()))
        let small = picture.resized(width: width, height: height)
        (l, a, b) = SubjectView.lab(small)

        let gray = SubjectView.gray(picture)
        let fine = gray.with(gray.blurred(1)) { abs($0 - $1) }
        let coarse = gray.blurred(2).with(gray.blurred(5)) { abs($0 - $1) }
        let around = Float(max(picture.width, picture.height)) / 60
        focus = fine.blurred(around).resized(width: width, height: height).map { Portable.log($0 + 0.25) }
        texture = coarse.blurred(around).resized(width: width, height: height).map { Portable.log($0 + 0.5) }
        let ends = focus.percentiles(30, 92)
        focusSpread = ends[1] - ends[0]

        let weight = min(max((focusSpread - 0.5) / 1.5, 0), 1)
        features = ColorMixture.Features(planes: [
            l * (1 / 22), a * (1 / 11), b * (1 / 11), texture.standardized * 0.5, focus.standardized * (0.9 * weight),
        ])
        bonds = SubjectView.bonds(l.blurred(0.6), a.blurred(0.6), b.blurred(0.6))
    }

    private static func gray(_ picture: Bitmap) -> Plane {
        let plane = Plane(width: picture.width, height: picture.height)
        picture.withPixels { pixels in
            for i in 0..<plane.count {
                let p = 4 * i
                plane.values[i] =
                    0.299 * Float(pixels[p]) + 0.587 * Float(pixels[p + 1]) + 0.114 * Float(pixels[p + 2])
            }
        }
        return plane
    }

    /// Source: CIE 15, with the white point D65.
    private static func lab(_ picture: Bitmap) -> (l: Plane, a: Plane, b: Plane) {
        func plane() -> Plane { Plane(width: picture.width, height: picture.height) }
        let (l, a, b) = (plane(), plane(), plane())
        func bent(_ t: Float) -> Float { t > 0.008_856 ? Portable.cbrt(t) : 7.787 * t + 16 / 116 }
        let light = SRGB.toLinear
        picture.withPixels { pixels in
            for i in 0..<l.count {
                let (red, green, blue) = (
                    light[Int(pixels[4 * i])], light[Int(pixels[4 * i + 1])], light[Int(pixels[4 * i + 2])]
                )
                let x = bent((0.412_453 * red + 0.357_580 * green + 0.180_423 * blue) / 0.950_456)
                let y = bent(0.212_671 * red + 0.715_160 * green + 0.072_169 * blue)
                let z = bent((0.019_334 * red + 0.119_193 * green + 0.950_227 * blue) / 1.088_754)
                l.values[i] = 116 * y - 16
                a.values[i] = 500 * (x - y)
                b.values[i] = 200 * (y - z)
            }
        }
        return (l, a, b)
    }

    /// Dear between pixels of like colour, cheap across edges: in units of the picture's own mean step.
    private static func bonds(_ l: Plane, _ a: Plane, _ b: Plane) -> [Plane] {
        let (width, height) = (l.width, l.height)
        let steps = GridCut.pairs.map { step in
            Plane(like: l) { x, y in
                guard y + step.dy < height, x + step.dx >= 0, x + step.dx < width else { return 0 }
                let (i, j) = (y * width + x, (y + step.dy) * width + x + step.dx)
                let (dl, da, db) = (l.values[i] - l.values[j], a.values[i] - a.values[j], b.values[i] - b.values[j])
                return dl * dl + da * da + db * db
            }
        }
        let beta = 1 / (0.5 * steps.reduce(0) { $0 + $1.mean } + 1e-6)
        return zip(GridCut.pairs, steps).map { pair, step in
            let nearness: Float = pair.dx != 0 && pair.dy != 0 ? 0.707 : 1
            return step.map { nearness * (0.06 + Portable.exp(-beta * $0)) }
        }
    }

    /// Mean of L, a, b, with L discounted, as three planes.
    var weighted: [Plane] { [l * SubjectView.lightness, a, b] }
}

extension Plane {
    /// With mean 0 and deviation 1.
    var standardized: Plane {
        let (mean, scale) = (mean, 1 / (deviation + 1e-6))
        return map { ($0 - mean) * scale }
    }
}
