internal import RiffleImage

/// The source in linear light.
struct LinearSource: Finding {
    /// Red, green and blue, and the luminance as the fourth number.
    let canvas: Canvas

    init(of study: PictureStudy) {
        let lab = study.solid
        let canvas = Canvas(width: lab.width, height: lab.height)
        for i in 0..<canvas.count {
            let light = lab[i].linear
            let color = SIMD4(max(light.r, 0), max(light.g, 0), max(light.b, 0), 0)
            canvas.pixels[i] = color.withLuminance
        }
        self.canvas = canvas
    }
}

extension SIMD4<Float> {
    /// The luminance of linear light.
    var luminance: Float { 0.2126 * x + 0.7152 * y + 0.0722 * z }
    var withLuminance: SIMD4<Float> { SIMD4(x, y, z, luminance) }
}

/// A source lit anew.
struct Relighting {
    let study: PictureStudy
    let job: PaintJob
    /// How far towards the new light, in the logarithm of light: 1 all the way, more beyond.
    var share: Float = 1
    /// Light from which on things glow, and how much.
    var glow: (from: Float, share: Float) = (0.75, 0.35)

    /// The picture; nil when halted.
    ///
    /// - Parameter light: the new linear light of the pixel at (x, y) of the source, its index and its light.
    func picture(
        _ light: @escaping @Sendable (_ x: Int, _ y: Int, _ i: Int, _ source: SIMD4<Float>) -> SIMD4<Float>
    ) -> Bitmap? {
        let source = study[LinearSource.self].canvas
        let (width, height, crew) = (source.width, source.height, job.crew)
        let share = share
        @Sendable func mixed(_ x: Int, _ y: Int) -> SIMD4<Float> {
            let i = y * width + x
            let from = source.pixels[i]
            let to = light(x, y, i, from)
            if share == 1 { return to }
            var result = SIMD4<Float>.zero
            for c in 0..<3 {
                result[c] = (from[c] + 0.004) * Portable.pow((max(to[c], 0) + 0.004) / (from[c] + 0.004), share) - 0.004
            }
            return result
        }
        if job.halted() { return nil }
        let step = max(1, max(width, height) / 160)
        if step > 1 {
            job.show(
                Canvas(width: width / step, height: height / step, crew: crew) { x, y in
                    Relighting.shown(mixed(x * step, y * step))
                }.preview(), 0.4)
        }
        if job.halted() { return nil }
        let lit = Canvas(width: width, height: height, crew: crew) { x, y in mixed(x, y) }
        if job.halted() { return nil }
        // Glow is soft: a quarter of the size holds it.
        let (columns, rows) = ((width + 3) / 4, (height + 3) / 4)
        let (from, strength) = glow
        let bright = Canvas(width: columns, height: rows, crew: crew) { x, y in
            let color = lit.pixels[min(4 * y + 1, height - 1) * width + min(4 * x + 1, width - 1)]
            return (color - from).clamped(lowerBound: .zero, upperBound: SIMD4(repeating: 3))
        }.blurred(9 * study.unit / 4, crew: crew)
        if job.halted() { return nil }
        return study.bitmap(crew: crew, byte: { SRGB.byte($0) }) { x, y in
            Relighting.rolled(
                lit.pixels[y * width + x] + bright.sample((Float(x) - 1) / 4, (Float(y) - 1) / 4) * strength)
        }
    }

    /// Linear light as a screen shows it, 0…1.
    static func shown(_ light: SIMD4<Float>) -> SIMD4<Float> {
        let soft = rolled(light)
        return SIMD4(SRGB.encoded(soft.x), SRGB.encoded(soft.y), SRGB.encoded(soft.z), 0)
    }

    /// Bright light rolled off softly towards white, as film does.
    @inline(__always)
    static func rolled(_ light: SIMD4<Float>) -> SIMD4<Float> {
        func roll(_ x: Float) -> Float { x < 0.6 ? max(x, 0) : 1 - 0.4 * Portable.exp((0.6 - x) / 0.4) }
        return SIMD4(roll(light.x), roll(light.y), roll(light.z), 0)
    }
}
