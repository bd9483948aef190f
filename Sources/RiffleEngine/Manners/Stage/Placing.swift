/// Where a subject stands in a picture, and how large.
struct Placing: Equatable {
    /// Against its size in the source.
    var scale: Float
    var isMirrored: Bool
    /// The middle of its box across, and the box's lower edge, in pixels.
    var x: Float
    var foot: Float
}

/// The box of a subject within its picture, and the rules of where else it may stand.
struct Standing {
    let width: Float
    let height: Float
    let left: Float
    let right: Float
    let top: Float
    let bottom: Float
    let sides: Mask.Sides
    /// Pixels to keep from the picture's edge.
    let margin: Float

    init(_ shape: CutSubject.Shape, unit: Float) {
        (width, height) = (Float(shape.alpha.width), Float(shape.alpha.height))
        (left, right) = (Float(shape.columns.lowerBound), Float(shape.columns.upperBound))
        (top, bottom) = (Float(shape.rows.lowerBound), Float(shape.rows.upperBound))
        sides = shape.sides
        margin = 6 * unit
    }

    var middle: Float { (left + right) / 2 }
    var wide: Float { right - left }
    var high: Float { bottom - top }
    /// The third of the width that is away from where the subject was.
    var otherThird: Float { middle >= width / 2 ? 1 / 3 : 2 / 3 }

    /// Where it stood, mirrored or not.
    func original(isMirrored: Bool = false) -> Placing {
        Placing(scale: 1, isMirrored: isMirrored, x: isMirrored ? width - middle : middle, foot: bottom)
    }

    /// Where the foot of a subject of another size stands: smaller things stand a little higher.
    func foot(at scale: Float) -> Float {
        if sides.bottom { return height }
        if bottom > height / 2 { return bottom - (1 - scale) * 0.35 * (bottom - height / 2) }
        return bottom + (1 - scale) * 0.25 * high
    }

    /// The nearest placing that keeps the rules, nil where none does: what the picture cut off stays cut off by that side
    /// (by the other when mirrored) and is not pushed out by more than an eighth; what it did not stays within.
    func fitted(_ wanted: Placing) -> Placing? {
        var placing = wanted
        let (wide, high) = (wide * wanted.scale, high * wanted.scale)
        let tied = wanted.isMirrored ? sides.mirrored : sides
        let pushed: Float = 0.12
        switch (tied.left, tied.right) {
        case (true, true):
            if wide < width - 1 { return nil }
            placing.x = min(max(wanted.x, width - wide / 2), wide / 2)
        case (true, false): placing.x = min(max(wanted.x, wide / 2 - pushed * wide), wide / 2)
        case (false, true):
            placing.x = min(max(wanted.x, width - wide / 2), width - wide / 2 + pushed * wide)
        case (false, false):
            if wide + 2 * margin > width { return nil }
            placing.x = min(max(wanted.x, wide / 2 + margin), width - wide / 2 - margin)
        }
        switch (tied.top, tied.bottom) {
        case (true, true):
            if high < height - 1 { return nil }
            placing.foot = min(max(wanted.foot, height), high)
        case (false, true):
            placing.foot = min(max(wanted.foot, height), height + 0.25 * high)
            // The head stays in the picture.
            if placing.foot - high < margin {
                placing.foot = high + margin >= height ? min(height + 0.3 * high, high + margin) : placing.foot
            }
        case (true, false): placing.foot = high
        case (false, false):
            if high + 2 * margin > height { return nil }
            placing.foot = min(max(wanted.foot, high + margin), height - margin)
        }
        return placing
    }

    /// The first of some sizes at which the subject can stand at a share of the width.
    func placed(at share: Float, scales: [Float], isMirrored: Bool, foot: ((Float) -> Float)? = nil) -> Placing? {
        scales.lazy.compactMap { scale in
            fitted(
                Placing(
                    scale: scale, isMirrored: isMirrored, x: share * width, foot: foot?(scale) ?? self.foot(at: scale)))
        }.first
    }

    /// How far a placing moves the subject, in shares of the picture's width and of the subject's size.
    func change(to placing: Placing) -> Float {
        let shift = abs(placing.x - (placing.isMirrored ? width - middle : middle)) / width
        return max(shift, abs(placing.scale - 1))
    }
}
