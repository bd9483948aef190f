/// One mark of a brush, chalk or pencil along a line.
struct Mark {
    let layer: MarkLayer
    let color: SIMD4<Float>
    /// Half its width in pixels.
    let radius: Float
    /// Of the line in pixels.
    let length: Float
    /// Where the mark's hairs begin in the table of bristles, and where its start lies.
    let hair: Float
    let along: Float
    let bristles: UnsafeMutablePointer<Float>
    /// The height of the paper's grain at each pixel of the canvas, for layers with a tooth.
    let grain: UnsafeMutablePointer<Float>?
    /// The share of the paint that the grain takes on the whole, so that the plain canvas is as dark as the other.
    let meanTooth: Float
    /// Hairs to a pixel.
    let textureScale: Float

    /// Draws the mark on the canvas, and without the grain of the paper on the plain one.
    ///
    /// Each piece of the line between two points draws the pixels on its side of the lines that halve the angles to the
    /// pieces before and after, so none is drawn twice but in tight bends.
    func draw(_ points: UnsafeBufferPointer<SIMD2<Float>>, on canvas: Canvas, plain: Canvas) {
        let last = points.count - 2
        for i in 0...last {
            let (start, end) = (points[i], points[i + 1])
            let span = end - start
            let length = ((span * span).sum()).squareRoot()
            if length < 1e-6 { continue }
            let direction = span / length
            var piece = Piece(start: start, direction: direction, length: length, done: Float(i) * layer.hop)
            if i > 0 { piece.entry = direction + Mark.unit(start - points[i - 1]) }
            if i < last { piece.exit = direction + Mark.unit(points[i + 2] - end) }
            draw(piece, on: canvas, plain: plain)
        }
    }

    private struct Piece {
        let start: SIMD2<Float>
        let direction: SIMD2<Float>
        let length: Float
        /// Of the line before it.
        let done: Float
        /// Normals of the lines that halve the angles at both ends; nil at the ends of the mark.
        var entry: SIMD2<Float>?
        var exit: SIMD2<Float>?
    }

    private static func unit(_ vector: SIMD2<Float>) -> SIMD2<Float> {
        vector / (((vector * vector).sum()).squareRoot() + 1e-9)
    }

    private func draw(_ piece: Piece, on canvas: Canvas, plain: Canvas) {
        let (d, a) = (piece.direction, piece.start)
        let side = radius + 0.5
        // The ends of the mark are round, or cut; a bend needs at most the same room.
        let before = piece.entry == nil && layer.isBlunt ? 0.15 * piece.length : side
        let after = piece.exit == nil && layer.isBlunt ? 0.15 * piece.length : side
        let rise = side * abs(d.x)
        let (y0, y1) = (a.y - before * d.y, a.y + (piece.length + after) * d.y)
        let top = max(0, Int(Portable.ceil(min(y0, y1) - rise)))
        let bottom = min(canvas.height - 1, Int(Portable.floor(max(y0, y1) + rise)))
        if top > bottom { return }
        for y in top...bottom {
            let dy = Float(y) - a.y
            // |across| = |dx·(-d.y) + dy·d.x| <= side and -before <= along = dx·d.x + dy·d.y <= length + after.
            var (low, high) = (-a.x, Float(canvas.width - 1) - a.x)
            Mark.cut(&low, &high, slope: -d.y, offset: dy * d.x, from: -side, to: side)
            Mark.cut(&low, &high, slope: d.x, offset: dy * d.y, from: -before, to: piece.length + after)
            if let entry = piece.entry {
                Mark.cut(&low, &high, slope: entry.x, offset: dy * entry.y, from: 0, to: .infinity)
            }
            if let exit = piece.exit {
                let offset = (dy - piece.length * d.y) * exit.y - piece.length * d.x * exit.x
                Mark.cut(&low, &high, slope: exit.x, offset: offset, from: -.infinity, to: -1e-6)
            }
            if low > high { continue }
            let left = max(0, Int(Portable.ceil(low + a.x)))
            let right = min(canvas.width - 1, Int(Portable.floor(high + a.x)))
            if left > right { continue }
            for x in left...right {
                let dx = Float(x) - a.x
                let across = dy * d.x - dx * d.y
                let along = dx * d.x + dy * d.y
                let beyond = max(-along, along - piece.length, 0)
                let away = beyond > 0 ? (across * across + beyond * beyond).squareRoot() : abs(across)
                let place = piece.done + min(max(along, 0), piece.length)
                drawPixel(x, y, canvas, plain, across: across, away: away, place: place)
            }
        }
    }

    /// Cuts an interval of x to where slope · x + offset is within limits.
    @inline(__always)
    private static func cut(
        _ low: inout Float, _ high: inout Float, slope: Float, offset: Float, from: Float, to: Float
    ) {
        if abs(slope) < 1e-6 {
            if offset < from || offset > to { high = low - 1 }
            return
        }
        let (one, two) = ((from - offset) / slope, (to - offset) / slope)
        low = max(low, min(one, two))
        high = min(high, max(one, two))
    }

    @inline(__always)
    private func drawPixel(
        _ x: Int, _ y: Int, _ canvas: Canvas, _ plain: Canvas, across: Float, away: Float, place: Float
    ) {
        let share = place / (length + 1e-6)
        let width = layer.isBlunt ? radius : radius * min(1, 0.55 + 2.2 * share) * min(1, 0.35 + 2 * (1 - share))
        let cover = min(max(width - away + 0.5, 0), 1)
        if cover <= 0 { return }
        let mask = Bristles.side - 1
        let (row, column) = (
            Int(hair + (across + radius) * 1.6 * textureScale) & mask, Int(along + place * 0.6 * textureScale) & mask
        )
        let bristle = bristles[row * Bristles.side + column]
        let i = y * canvas.width + x
        let whole = layer.alpha * cover
        plain.pixels[i] = Mark.laid(color, over: plain.pixels[i], whole * meanTooth, layer.paint)
        var alpha = whole
        if layer.dryness > 0 {
            let v = min(abs(across) / radius, 1)
            let wet = bristle + 0.9 - layer.dryness * (share * share * 1.7 + v * v * v * 0.7)
            alpha *= min(max(3 * wet, 0), 1)
        }
        if let tooth = layer.tooth, let grain { alpha *= tooth.share(grain[i]) }
        if alpha <= 0.003 { return }
        let height = canvas.pixels[i].w
        var painted = Mark.laid(
            color * (1 + layer.hairs * bristle), over: canvas.pixels[i],
            alpha, layer.paint)
        painted.w = height * (1 - 0.85 * alpha) + alpha * (0.9 * bristle + 0.55)
        canvas.pixels[i] = painted
    }

    @inline(__always)
    static func laid(
        _ color: SIMD4<Float>, over under: SIMD4<Float>, _ alpha: Float, _ paint: MarkLayer.Paint
    ) -> SIMD4<Float> {
        switch paint {
        case .cover: under + (color - under) * alpha
        case .glaze: under * (1 - (1 - color) * alpha)
        }
    }
}
