internal import RiffleImage

/// A picture being put together: premultiplied linear light and alpha.
struct StageCanvas {
    let light: [Plane]
    let alpha: Plane
    var width: Int { alpha.width }
    var height: Int { alpha.height }

    init(_ light: [Plane]) {
        self.light = light
        alpha = Plane(width: light[0].width, height: light[0].height, fill: 1)
    }

    /// One colour all over, or nothing.
    init(width: Int, height: Int, fill: Pixel?) {
        let channels: [UInt8] = fill.map { [$0.red, $0.green, $0.blue] } ?? [0, 0, 0]
        light = channels.map { Plane(width: width, height: height, fill: SRGB.toLinear[Int($0)]) }
        alpha = Plane(width: width, height: height, fill: fill == nil ? 0 : 1)
    }

    /// Lays a picture over what is there.
    func lay(_ layer: StageLayer, crew: Crew) {
        crew.rows(layer.rows.count) { line in
            let y = layer.rows.lowerBound + line
            for column in 0..<layer.columns.count {
                let i = y * width + layer.columns.lowerBound + column
                let j = line * layer.columns.count + column
                let share = layer.alpha.values[j]
                if share <= 0 { continue }
                for c in 0..<3 {
                    light[c].values[i] += (layer.light[c].values[j] - light[c].values[i]) * share
                }
                alpha.values[i] += (1 - alpha.values[i]) * share
            }
        }
    }

    /// Darkens by a share of each pixel, 0…1; on nothing that is a shadow by itself.
    func shade(_ shadow: Plane, crew: Crew) {
        crew.rows(height) { y in
            for i in y * width..<(y + 1) * width {
                let share = shadow.values[i]
                if share <= 0 { continue }
                for c in 0..<3 { light[c].values[i] *= 1 - share }
                alpha.values[i] += (1 - alpha.values[i]) * share
            }
        }
    }

    func bitmap(crew: Crew) -> Bitmap {
        var bitmap = Bitmap(width: width, height: height)
        bitmap.withMutablePixels { pixels in
            let target = MutablePointer(pixels.baseAddress!)
            crew.rows(height) { y in
                if crew.halted() { return }
                for i in y * width..<(y + 1) * width {
                    let share = alpha.values[i]
                    let p = target.address + 4 * i
                    let scale = share > 0.002 ? 1 / share : 0
                    for c in 0..<3 { p[c] = SRGB.byte(light[c].values[i] * scale) }
                    p[3] = UInt8(min(share, 1) * 255 + 0.5)
                }
            }
        }
        return bitmap
    }
}

/// A subject as it stands in a picture: the part of the picture that it takes up.
struct StageLayer {
    let columns: Range<Int>
    let rows: Range<Int>
    let alpha: Plane
    /// Linear light, not premultiplied.
    let light: [Plane]
    /// The direction its surface faces, across and down, -1…1; see `SubjectRelief`.
    let facing: (x: Plane, y: Plane)?

    /// - Parameters:
    ///   - relief: of the subject, where it is to be lit.
    ///   - size: of the picture.
    init(
        _ shape: CutSubject.Shape, relief: SubjectRelief?, placing: Placing, width: Int, height: Int,
        margin around: Float = 16, crew: Crew
    ) {
        let scale = placing.scale
        let margin = around * scale
        let half = Float(shape.columns.count) / 2 * scale + margin
        let high = Float(shape.rows.count) * scale + margin
        let left = min(max(0, Int(placing.x - half)), width)
        let right = min(max(left, Int((placing.x + half).rounded(.up))), width)
        let top = min(max(0, Int(placing.foot - high)), height)
        let bottom = min(max(top, Int((placing.foot + margin).rounded(.up))), height)
        (columns, rows) = (left..<right, top..<bottom)
        // Blurred first where it shrinks, so that no pixel is skipped.
        let blur: Float = scale < 0.95 ? 0.36 / scale : 0
        let middle = Float(shape.columns.lowerBound + shape.columns.upperBound) / 2
        let foot = Float(shape.rows.upperBound)
        let across = (placing.isMirrored ? -1 : 1) / scale
        let columns = columns, rows = rows
        func warped(_ plane: Plane, sharp: Bool) -> Plane {
            if crew.halted() { return Plane(width: max(1, columns.count), height: max(1, rows.count), fill: 0) }
            let source = blur > 0 ? plane.blurred(blur, crew: crew) : plane
            let ratio = Float(source.width) / Float(shape.alpha.width)
            return Plane(width: max(1, columns.count), height: max(1, rows.count), crew: crew) { x, y in
                let fromX = middle + (Float(columns.lowerBound + x) + 0.5 - placing.x) * across
                let fromY = foot + (Float(rows.lowerBound + y) + 0.5 - placing.foot) / scale
                let (u, v) = (fromX * ratio - 0.5, fromY * ratio - 0.5)
                return sharp ? source.cubic(u, v) : source.sample(u, v)
            }
        }
        let isSharp = scale >= 0.95
        alpha = warped(shape.alpha, sharp: isSharp).map { min(max($0, 0), 1) }
        var colors = shape.light.map { warped($0, sharp: isSharp).map { min(max($0, 0), 1) } }
        if scale > 1.02, shape.ground == .photograph {
            // Gives back the crispness that enlarging takes.
            colors = colors.map { plane in
                let smooth = plane.blurred(1.1, crew: crew)
                return plane.with(smooth) { min(max($0 + (scale - 1) * ($0 - $1), 0), 1) }
            }
        }
        light = colors
        facing = relief.map { relief in
            let x = warped(relief.x, sharp: false)
            return (placing.isMirrored ? x.map { -$0 } : x, warped(relief.y, sharp: false))
        }
    }

    private init(_ layer: StageLayer, light: [Plane]) {
        (columns, rows, alpha, facing) = (layer.columns, layer.rows, layer.alpha, layer.facing)
        self.light = light
    }

    /// The same in other light.
    func with(_ light: [Plane]) -> StageLayer { StageLayer(self, light: light) }
}

extension Plane {
    /// The value at a point by a cubic through the 16 pixels around it; points outside count as the nearest inside.
    /// Source: Keys, "Cubic convolution interpolation for digital image processing", 1981, with a = -0.5.
    func cubic(_ x: Float, _ y: Float) -> Float {
        let cx = min(max(x, 0), Float(width - 1))
        let cy = min(max(y, 0), Float(height - 1))
        let (left, top) = (Int(cx), Int(cy))
        let (fx, fy) = (cx - Float(left), cy - Float(top))
        @inline(__always) func weights(_ f: Float) -> SIMD4<Float> {
            SIMD4(
                ((-0.5 * f + 1) * f - 0.5) * f, (1.5 * f - 2.5) * f * f + 1, ((-1.5 * f + 2) * f + 0.5) * f,
                (0.5 * f - 0.5) * f * f)
        }
        let (wx, wy) = (weights(fx), weights(fy))
        var sum: Float = 0
        for r in 0..<4 {
            let row = row(min(max(top + r - 1, 0), height - 1))
            var line: Float = 0
            for c in 0..<4 { line += wx[c] * row[min(max(left + c - 1, 0), width - 1)] }
            sum += wy[r] * line
        }
        return sum
    }
}
