/// Another light on the same picture: tone, warmth, colourfulness, and a side that the light comes from.
///
/// Curves are made of additions, products and divisions alone, so that they come out the same everywhere. Greys of a grey
/// picture stay grey, and one colour becomes one colour where there is no fall-off.
struct Light: Equatable {
    /// -1…1 each: darker to brighter, flatter to more contrast, cooler to warmer, greyer to more colourful.
    var brightness: Double
    var contrast: Double
    var warmth: Double
    var color: Double
    /// How far colours turn towards one another around grey, as the tangent of half the angle; only of drawings and
    /// screenshots, where no face can look ill.
    var turn = 0.0
    /// Change of brightness from the middle to the rim, to the right and downwards, in shares.
    var fallRight: Double
    var fallDown: Double

    /// Draws a light, `amount` 0…1 of the way to the strongest.
    /// - Parameters:
    ///   - isGray: no warmth then.
    ///   - isFlat: no fall-off then, which would give areas of one colour many.
    init(seed: UInt64, amount: Double, isGray: Bool, isFlat: Bool) {
        var noise = CounterNoise(seed: seed, .light)
        func draw() -> Double { amount * noise.signedUnit() }
        brightness = 0.17 * draw()
        contrast = 0.25 * draw()
        warmth = 0.055 * draw() * (isGray ? 0 : 1)
        color = 0.15 * draw()
        fallRight = 0.18 * draw() * (isFlat ? 0 : 1)
        fallDown = 0.10 * draw() * (isFlat ? 0 : 1)
        if isFlat, !isGray { turn = 0.35 * draw() }
    }

    /// Writes the picture in this light over itself.
    /// - Complexity: O(side²).
    func cast(on picture: Raster) {
        let curves = [1 + warmth, 1 + warmth * 0.15, 1 - warmth].map(curve)
        let vivid = Int32((256 * (1 + color)).rounded())
        // A turn around the axis of greys: the rows of its matrix are the same three numbers in turn. In 1/4096.
        let (cosine, sine) = ((1 - turn * turn) / (1 + turn * turn), 2 * turn / (1 + turn * turn) / 3.0.squareRoot())
        let turned = (
            Int32(((cosine + (1 - cosine) / 3) * 4096).rounded()),
            Int32((((1 - cosine) / 3 + sine) * 4096).rounded()), Int32((((1 - cosine) / 3 - sine) * 4096).rounded())
        )
        let side = picture.side
        let across = (0..<side).map {
            Int32((4096 * fallRight * (2 * Double($0) / Double(max(side - 1, 1)) - 1)).rounded())
        }
        curves[0].withUnsafeBufferPointer { red in
            curves[1].withUnsafeBufferPointer { green in
                curves[2].withUnsafeBufferPointer { blue in
                    for y in 0..<side {
                        let row = picture.row(y)
                        let downward = Int32(
                            (4096 * fallDown * (2 * Double(y) / Double(max(side - 1, 1)) - 1)).rounded())
                        for x in 0..<side {
                            let p = row + 4 * x
                            let alpha = Int32(p[3])
                            if alpha == 0 { continue }
                            let gain = 4096 + across[x] + downward
                            func straight(_ c: Int) -> Int {
                                let value = alpha == 255 ? Int32(p[c]) : (Int32(p[c]) * 255 + alpha / 2) / alpha
                                return Int(min((value * gain + 2048) >> 12, 255))
                            }
                            var (r, g, b) = (red[straight(0)], green[straight(1)], blue[straight(2)])
                            // Source: ITU-R BT.601, luma, in 1/256.
                            let luma = (77 * r + 150 * g + 29 * b + 128) >> 8
                            if turn != 0 {
                                let (p, q, s) = (r - luma, g - luma, b - luma)
                                r = luma + (turned.0 * p + turned.2 * q + turned.1 * s) >> 12
                                g = luma + (turned.1 * p + turned.0 * q + turned.2 * s) >> 12
                                b = luma + (turned.2 * p + turned.1 * q + turned.0 * s) >> 12
                            }
                            func write(_ c: Int, _ value: Int32) {
                                let mixed = min(max(luma + ((value - luma) * vivid + 128) >> 8, 0), 255)
                                p[c] = UInt8(alpha == 255 ? mixed : (mixed * alpha + 127) / 255)
                            }
                            write(0, r)
                            write(1, g)
                            write(2, b)
                        }
                    }
                }
            }
        }
    }

    /// What each level of one channel becomes. Black stays black and white stays white, but for the channel's gain.
    private func curve(gain: Double) -> [Int32] {
        (0...255).map { level in
            let x = Double(level) / 255
            // A brighter curve for a > 0: x = 0 and 1 stay. Source: Schlick, "Fast alternatives to Perlin's bias and gain
            // functions", Graphics Gems IV, 1994.
            let a = 1 + 2 * brightness * (brightness > 0 ? 1 : 0.8)
            let toned = x * a / (1 + x * (a - 1))
            let bent = toned + contrast * (toned * toned * (3 - 2 * toned) - toned)
            return Int32((min(max(bent * gain, 0), 1) * 255).rounded())
        }
    }
}
