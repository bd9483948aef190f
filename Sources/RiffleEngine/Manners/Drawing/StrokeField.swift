internal import RiffleImage

/// Which way strokes run at each pixel: along the edges of what is shown, and in even places as the nearest strong edge does.
///
/// Source: the structure tensor of J. Bigün, G. H. Granlund, "Optimal orientation detection of linear symmetry", ICCV 1987;
/// its use for strokes after Kyprianidis, Kang, "Image and video abstraction by coherence-enhancing filtering", 2011.
struct StrokeField: Sendable {
    /// A vector of length 1 along the stroke; its opposite means the same.
    let x: Plane
    let y: Plane
    /// 0…1: 0 where nothing suggests a direction.
    let certainty: Plane

    var width: Int { x.width }
    var height: Int { x.height }

    /// Of given directions: radians from the x axis towards the y axis, which points down.
    init(angle: Plane, certainty: Plane) {
        let (x, y) = (Plane(width: angle.width, height: angle.height), Plane(width: angle.width, height: angle.height))
        for i in 0..<angle.count { (y.values[i], x.values[i]) = Portable.sinCos(angle.values[i]) }
        (self.x, self.y, self.certainty) = (x, y, certainty)
    }

    /// - Parameters:
    ///   - fine: deviation in pixels over which edges agree.
    ///   - broad: deviation over which strong edges reach into even places.
    init(of picture: LabPicture, fine: Float, broad: Float, crew: Crew = .alone) {
        let (width, height) = (picture.width, picture.height)
        let (xx, xy, yy) = StrokeField.products(picture, crew: crew)
        let energy = (xx + yy).blurred(fine, crew: crew)
        let reach = (xx + yy).blurred(broad, crew: crew)
        let level = 0.35 * energy.percentiles(60)[0] + 1e-8
        func spread(_ plane: Plane) -> Plane {
            let (near, far) = (plane.blurred(fine, crew: crew), plane.blurred(broad, crew: crew))
            return Plane(like: plane, crew: crew) { x, y in near[x, y] + far[x, y] * level / (reach[x, y] + 1e-9) }
        }
        let (e, f, g) = (spread(xx), spread(xy), spread(yy))
        let cosine = Plane(width: width, height: height)
        let sine = Plane(width: width, height: height)
        let certainty = Plane(width: width, height: height)
        for i in 0..<cosine.count {
            let (across, both, sum) = (e.values[i] - g.values[i], 2 * f.values[i], e.values[i] + g.values[i])
            let length = (across * across + both * both).squareRoot()
            certainty.values[i] = length / (sum + 1e-9)
            // The stroke is perpendicular to the gradient: half a turn of the doubled angle.
            cosine.values[i] = length < 1e-12 ? StrokeField.hand.cos : -across / length
            sine.values[i] = length < 1e-12 ? StrokeField.hand.sin : -both / length
        }
        self.init(doubledCosine: cosine, doubledSine: sine, certainty: certainty)
    }

    /// Of the doubled angle, of any length; opposite vectors, which mean the same, have the same doubled angle, so these can
    /// be averaged.
    init(doubledCosine: Plane, doubledSine: Plane, certainty: Plane) {
        let (x, y) = (
            Plane(width: certainty.width, height: certainty.height),
            Plane(width: certainty.width, height: certainty.height)
        )
        for i in 0..<x.count {
            let (c, s) = (doubledCosine.values[i], doubledSine.values[i])
            let length = (c * c + s * s).squareRoot()
            let cosine = length < 1e-6 ? StrokeField.hand.cos : c / length
            x.values[i] = max(0, 0.5 + 0.5 * cosine).squareRoot()
            let half = max(0, 0.5 - 0.5 * cosine).squareRoot()
            y.values[i] = s < 0 || length < 1e-6 ? -half : half
        }
        (self.x, self.y, self.certainty) = (x, y, certainty)
    }

    /// The doubled angle of a right-handed person's strokes, rising to the right at 49°.
    private static let hand = Portable.sinCos(-1.7)

    func resized(width: Int, height: Int) -> StrokeField {
        if width == self.width, height == self.height { return self }
        let cosine = x.with(y) { $0 * $0 - $1 * $1 }
        let sine = x.with(y) { 2 * $0 * $1 }
        return StrokeField(
            doubledCosine: cosine.resized(width: width, height: height),
            doubledSine: sine.resized(width: width, height: height),
            certainty: certainty.resized(width: width, height: height))
    }

    /// All strokes turned by an angle in radians.
    func turned(by angle: Float) -> StrokeField {
        let (sin, cos) = Portable.sinCos(angle)
        return StrokeField(
            x: x.with(y) { $0 * cos - $1 * sin }, y: x.with(y) { $0 * sin + $1 * cos }, certainty: certainty)
    }

    /// A hand's own direction, turned towards this field's by the given share of the angle between them.
    ///
    /// - Parameters:
    ///   - hand: radians for each pixel.
    ///   - share: 0…1 for each pixel.
    func leaned(from hand: Plane, share: Plane) -> StrokeField {
        let angle = Plane(width: width, height: height)
        for i in 0..<angle.count {
            let (sin, cos) = Portable.sinCos(hand.values[i])
            let (dx, dy) = (x.values[i], y.values[i])
            var between = Portable.atan2(cos * dy - sin * dx, cos * dx + sin * dy)
            if between > 1.570_796_33 { between -= 3.141_592_65 }
            if between < -1.570_796_33 { between += 3.141_592_65 }
            angle.values[i] = hand.values[i] + between * share.values[i]
        }
        return StrokeField(angle: angle, certainty: certainty)
    }

    private init(x: Plane, y: Plane, certainty: Plane) { (self.x, self.y, self.certainty) = (x, y, certainty) }

    /// The products xx, xy and yy of the gradient, summed over lightness and colours.
    private static func products(_ picture: LabPicture, crew: Crew) -> (Plane, Plane, Plane) {
        let (width, height) = (picture.width, picture.height)
        let xx = Plane(width: width, height: height, fill: 0)
        let xy = Plane(width: width, height: height, fill: 0)
        let yy = Plane(width: width, height: height, fill: 0)
        for (plane, weight) in [(picture.l, Float(1)), (picture.a, 1.5), (picture.b, 1.5)] {
            crew.rows(height) { y in
                let above = plane.row(max(y - 1, 0))
                let row = plane.row(y)
                let below = plane.row(min(y + 1, height - 1))
                for x in 0..<width {
                    let (left, right) = (max(x - 1, 0), min(x + 1, width - 1))
                    // Scharr's weights.
                    let dx =
                        3 * (above[right] - above[left] + below[right] - below[left]) + 10 * (row[right] - row[left])
                    let dy =
                        3 * (below[left] - above[left] + below[right] - above[right]) + 10 * (below[x] - above[x])
                    let (gx, gy) = (dx * weight / 32, dy * weight / 32)
                    let i = y * width + x
                    xx.values[i] += gx * gx
                    xy.values[i] += gx * gy
                    yy.values[i] += gy * gy
                }
            }
        }
        return (xx, xy, yy)
    }
}

/// The directions of strokes for a source. See `StrokeField`.
struct StrokeDirection: Finding {
    /// At no more than 512 pixels on the short side.
    let small: StrokeField
    /// At the size of `PictureStudy.picture`.
    let full: StrokeField

    init(of study: PictureStudy) {
        let picture = study.solid
        let scale = 1 / max(1, study.unit)
        let width = max(1, Int((Float(picture.width) * scale).rounded()))
        let height = max(1, Int((Float(picture.height) * scale).rounded()))
        let unit = min(1, study.unit)
        small = StrokeField(
            of: picture.resized(width: width, height: height), fine: 3 * unit, broad: 22 * unit,
            crew: study.crew)
        full = small.resized(width: picture.width, height: picture.height)
    }

    /// A hand's own hatching, which leans towards the forms where they are sure and matter; of the size of `small`.
    ///
    /// - Parameters:
    ///   - hand: radians.
    ///   - lean: 0…1, the most it leans.
    func form(_ study: PictureStudy, hand: Float, lean: Float, seed: UInt64) -> StrokeField {
        let wobble = Plane.noise(
            width: small.width, height: small.height, scale: 40 * min(1, study.unit), seed: seed,
            stream: NoiseStream.hand.rawValue, crew: study.crew)
        let importance = study.importance.resized(width: small.width, height: small.height)
        let share = small.certainty.with(importance) {
            lean * Portable.smoothstep(0.25, 0.7, $0) * Portable.smoothstep(0.1, 0.6, $1)
        }
        return small.leaned(from: wobble.map { hand + 0.1 * $0 }, share: share)
    }
}

extension LabPicture {
    func resized(width: Int, height: Int) -> LabPicture {
        if width == self.width, height == self.height { return self }
        var result = self
        result.l = l.resized(width: width, height: height)
        result.a = a.resized(width: width, height: height)
        result.b = b.resized(width: width, height: height)
        result.alpha = alpha.resized(width: width, height: height)
        return result
    }
}
