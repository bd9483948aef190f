internal import RiffleImage

/// The subject of a source, cut out at the size of `PictureStudy.picture`.
struct CutSubject: Finding {
    /// Nil where there is no subject that may be used.
    let shape: Shape?

    struct Shape: Sendable {
        /// How opaque each pixel is, 0…1.
        let alpha: Plane
        /// The subject's own colours in linear light (red, green, blue), without the ground's, carried on beyond its rim.
        let light: [Plane]
        /// Where it is mostly opaque, and the box around that, in pixels.
        let mask: Mask
        let columns: Range<Int>
        let rows: Range<Int>
        /// Sides of the picture that it is cut off by.
        let sides: Mask.Sides
        /// What lies behind it.
        let ground: Ground
    }

    enum Ground: Equatable, Sendable {
        case photograph
        /// Clear, or of one colour.
        case plain(Figure.Ground)
    }

    init(of study: PictureStudy) {
        if study.markedSubject == nil, let figure = CutSubject.plainFigure(study) {
            shape =
                CutSubject.isMovable(Mask(figure.alpha, above: 0.5))
                ? CutSubject.shape(figure.alpha, study, ground: .plain(figure.ground)) : nil
            return
        }
        let found = study[SubjectMask.self]
        guard found.passes, let region = found.region, !study.halted() else {
            shape = nil
            return
        }
        let alpha = Matting.alpha(region, in: study.lab, band: 7 * study.unit, crew: study.crew)
        shape = study.halted() ? nil : CutSubject.shape(alpha, study, ground: .photograph)
    }

    /// What is shown on a clear ground or on an even one of one colour.
    static func plainFigure(_ study: PictureStudy) -> Figure? {
        let figure = study.figure
        switch figure.ground {
        case .scenic: return nil
        case .clear: return figure
        case .plain:
            let ground = Mask(figure.alpha, above: 0).inverted
            let lab = study.lab
            // A sky is nearly of one colour, and not for this.
            let isEven = [lab.l, lab.a, lab.b].allSatisfy { $0.deviation(over: ground) < 0.01 }
            return ground.share > 0.2 && isEven ? figure : nil
        }
    }

    /// Whether what is shown is one thing that can be moved about: not a plot, a card or a scatter.
    static func isMovable(_ shown: Mask) -> Bool {
        let parts = ConnectedParts(shown).parts
        guard let largest = parts.max(by: { $0.area < $1.area }) else { return false }
        let area = parts.reduce(0) { $0 + $1.area }
        let scraps = parts.count { $0.area >= 4 && 100 * $0.area < largest.area }
        let share = Float(area) / Float(shown.bytes.count)
        // What fills its box is a plot, or a photograph on a page.
        let fill = Float(largest.area) / Float(largest.width * largest.height)
        return share > 0.03 && share < 0.7 && Float(largest.area) > 0.8 * Float(area) && scraps < 8 && fill < 0.93
    }

    private static func shape(_ alpha: Plane, _ study: PictureStudy, ground: Ground) -> Shape? {
        let mask = Mask(alpha, above: 0.5)
        if mask.isEmpty { return nil }
        let planes = LinearPicture(study.picture).planes
        let light =
            ground == .plain(.clear)
            ? planes.map { CutSubject.carriedOn($0, alpha: alpha, crew: study.crew) }
            : CutSubject.ownLight(planes, alpha: alpha, crew: study.crew)
        let (columns, rows) = mask.box
        return Shape(
            alpha: alpha, light: light, mask: mask, columns: columns, rows: rows, sides: mask.touched, ground: ground)
    }

    /// The colours of what is at least a little opaque, carried on over what is clear.
    private static func carriedOn(_ plane: Plane, alpha: Plane, crew: Crew) -> Plane {
        let far = plane.carriedOn(weight: alpha, crew: crew)
        return Plane(like: plane, crew: crew) { x, y in
            let i = y * plane.width + x
            return alpha.values[i] > 0.02 ? plane.values[i] : far.values[i]
        }
    }

    /// Colours of the subject where the ground shows through it: those of the opaque pixels around, corrected so that mixed
    /// with the ground's they give what is there.
    /// Source: Germer and others, "Fast multi-level foreground estimation", ICPR 2020 (the idea: from coarse to fine).
    private static func ownLight(_ picture: [Plane], alpha: Plane, crew: Crew) -> [Plane] {
        let opaque = alpha.map { $0 > 0.95 ? 1 : $0 > 0.5 ? 0.02 : 0 }
        let clear = alpha.map { $0 < 0.05 ? 1 : $0 < 0.5 ? 0.02 : 0 }
        return picture.map { plane in
            let inside = plane.carriedOn(weight: opaque, crew: crew)
            let outside = plane.carriedOn(weight: clear, crew: crew)
            return Plane(like: plane, crew: crew) { x, y in
                let i = y * plane.width + x
                let a = alpha.values[i]
                if a > 0.98 { return plane.values[i] }
                let (f, b) = (inside.values[i], outside.values[i])
                let rest = plane.values[i] - a * f - (1 - a) * b
                return min(max(f + a * rest / (a * a + (1 - a) * (1 - a)), 0), 1)
            }
        }
    }
}

/// A picture in linear light, 0…1, without its alpha.
struct LinearPicture {
    /// Red, green, blue.
    let planes: [Plane]

    init(_ bitmap: Bitmap) {
        let planes = (0..<3).map { _ in Plane(width: bitmap.width, height: bitmap.height) }
        let light = SRGB.toLinear
        bitmap.withPixels { pixels in
            for i in 0..<planes[0].count {
                for c in 0..<3 { planes[c].values[i] = light[Int(pixels[4 * i + c])] }
            }
        }
        self.planes = planes
    }
}

extension Plane {
    /// The values where the weight is large, carried on to where it is not: averages over ever larger surroundings.
    func carriedOn(weight: Plane, crew: Crew) -> Plane {
        if crew.halted() { return self }
        var (sums, weights) = ([self * weight], [weight])
        while let last = sums.last, min(last.width, last.height) >= 2 {
            let (w, h) = ((last.width + 1) / 2, (last.height + 1) / 2)
            sums.append(last.gathered(width: w, height: h))
            weights.append(weights.last!.gathered(width: w, height: h))
        }
        var result = sums.last!.with(weights.last!) { $1 > 1e-6 ? $0 / $1 : 0 }
        for level in (0..<sums.count - 1).reversed() {
            let (sum, weight) = (sums[level], weights[level])
            let coarse = result.resized(width: sum.width, height: sum.height)
            for i in 0..<coarse.count {
                // What the coarser level says counts as a hundredth of a pixel.
                coarse.values[i] = (sum.values[i] + 0.01 * coarse.values[i]) / (weight.values[i] + 0.01)
            }
            result = coarse
        }
        return result
    }

    /// Half as large: sums of two by two.
    private func gathered(width newWidth: Int, height newHeight: Int) -> Plane {
        Plane(width: newWidth, height: newHeight) { x, y in
            var sum: Float = 0
            for row in 2 * y..<min(2 * y + 2, height) {
                for column in 2 * x..<min(2 * x + 2, width) { sum += self.row(row)[column] }
            }
            return sum
        }
    }
}

extension Plane {
    /// Standard deviation over a part of the picture; 0 where that is empty.
    func deviation(over region: Mask) -> Float {
        var (sum, squares, count) = (0.0, 0.0, 0.0)
        for i in region.bytes.indices where region.bytes[i] != 0 {
            let value = Double(values[i])
            sum += value
            squares += value * value
            count += 1
        }
        let mean = sum / max(count, 1)
        return Float(max(0, squares / max(count, 1) - mean * mean).squareRoot())
    }
}
