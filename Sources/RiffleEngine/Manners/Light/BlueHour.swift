internal import RiffleImage

/// The blue light after sunset, the last warmth at the horizon, lamps lit.
struct BlueHour: Painter {
    let manner = Manner("blue hour", .light, "in the blue light after sunset")

    func refusal(of study: PictureStudy) -> String? { Scene.weatherRefusal(of: study) }

    func schemes(of study: PictureStudy) -> Int { BlueHour.skies.count }

    /// The sky from above to the horizon: with a rosy rim, and deep blue with a green one.
    private static let skies: [[SIMD4<Float>]] = [
        [SIMD4(0.020, 0.055, 0.19, 0), SIMD4(0.09, 0.17, 0.40, 0), SIMD4(0.55, 0.34, 0.36, 0)],
        [SIMD4(0.012, 0.045, 0.15, 0), SIMD4(0.05, 0.16, 0.34, 0), SIMD4(0.40, 0.46, 0.36, 0)],
    ]

    func paint(_ study: PictureStudy, _ job: PaintJob) -> Bitmap? {
        let (unit, crew) = (study.unit, job.crew)
        let source = study[LinearSource.self].canvas
        let (width, height) = (source.width, source.height)
        let (sky, depth, lamps) = (study[Sky.self], study[Depth.self].plane, study[Lamps.self].plane)
        let colors = BlueHour.skies[job.scheme % BlueHour.skies.count]
        let (zenith, middle, horizon) = (colors[0], colors[1], colors[2])
        let relief = study[ReliefGuess.self].lit(from: -1.57, crew: crew)
        if job.halted() { return nil }
        let scale = Float(relief.width) / Float(width)
        let lit = Canvas(width: (width + 3) / 4, height: (height + 3) / 4, crew: crew) { x, y in
            let i = min(4 * y + 1, height - 1) * width + min(4 * x + 1, width - 1)
            return source.pixels[i] * SIMD4(1.6, 1.07, 0.55, 0) * (lamps.values[i] * (1 - sky.plane.values[i]))
        }
        let (near, far) = (lit.blurred(3.5 * unit, crew: crew), lit.blurred(10 * unit, crew: crew))
        let luminance = Plane(width: lit.width, height: lit.height, crew: crew) { x, y in
            source.pixels[min(4 * y + 1, height - 1) * width + min(4 * x + 1, width - 1)].w
        }.blurred(4 * unit, crew: crew)
        if job.halted() { return nil }
        return Relighting(study: study, job: job, share: job.between(0.65, 1, 1.1)).picture { x, y, i, color in
            let (px, py) = ((Float(x) - 1) / 4, (Float(y) - 1) / 4)
            let turned = relief.sample(Float(x) * scale, Float(y) * scale)
            var light = (color * 0.5 + color.w * 0.5) * SIMD4(0.34, 0.52, 1, 0)
            light *= 0.5 * (1 + 0.25 * turned) * (0.72 + 0.28 * depth.values[i])
            let dusk = sky.plane.values[i]
            let haze = 0.22 * depth.values[i] * (1 - dusk)
            light += (SIMD4(0.16, 0.22, 0.40, 0) - light) * haze
            if dusk > 0.002 {
                let v = Portable.pow(min(Float(y) / Float(height) / sky.reach, 1), 1.3)
                let glow =
                    v < 0.6 ? zenith + (middle - zenith) * (v / 0.6) : middle + (horizon - middle) * ((v - 0.6) / 0.4)
                let texture = min(max(color.w / (luminance.sample(px, py) + 1e-3), 0.6), 1.5)
                light += (glow * texture - light) * (0.92 * dusk)
            }
            let lamp = lamps.values[i] * (1 - dusk)
            let pool = near.sample(px, py) * 1.5 + far.sample(px, py) * 1.6
            return light * (1 - lamp) + color * SIMD4(1.6, 1.07, 0.55, 0) * lamp + pool * (0.25 + 1.6 * color.w)
        }
    }
}
