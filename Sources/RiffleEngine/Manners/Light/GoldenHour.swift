internal import RiffleImage

/// A warm sun just outside the picture to one side, long shade on the other, and its light in the air.
struct GoldenHour: Painter {
    let manner = Manner("golden hour", .light, "in the warm light of a sun near the horizon")

    func refusal(of study: PictureStudy) -> String? { Scene.daylightRefusal(of: study) }

    func schemes(of study: PictureStudy) -> Int { 4 }

    /// Light, shade, veil and both ends of the sky: gold and rose.
    private static let palettes: [[SIMD4<Float>]] = [
        [
            SIMD4(1.32, 0.93, 0.52, 0), SIMD4(0.74, 0.80, 1.08, 0), SIMD4(0.62, 0.384, 0.149, 0),
            SIMD4(0.20, 0.30, 0.52, 0), SIMD4(1.05, 0.58, 0.26, 0),
        ],
        [
            SIMD4(1.32, 0.86, 0.66, 0), SIMD4(0.76, 0.76, 1.06, 0), SIMD4(0.56, 0.35, 0.25, 0),
            SIMD4(0.26, 0.22, 0.46, 0), SIMD4(1.02, 0.46, 0.38, 0),
        ],
    ]

    func paint(_ study: PictureStudy, _ job: PaintJob) -> Bitmap? {
        let isLeft = job.scheme % 2 == 1
        let palette = GoldenHour.palettes[[0, 1, 1, 0][job.scheme % 4]]
        let (warm, cool, veil, zenith, horizon) = (palette[0], palette[1], palette[2], palette[3], palette[4])
        let sky = study[Sky.self]
        let depth = study[Depth.self].plane
        let source = study[LinearSource.self].canvas
        let (width, height) = (source.width, source.height)
        let relief = study[ReliefGuess.self].lit(from: isLeft ? -2.69 : -0.45, crew: job.crew)
        if job.halted() { return nil }
        let luminance = Plane(width: width, height: height, crew: job.crew) { x, y in source.pixels[y * width + x].w }
        let broad = luminance.resized(width: max(1, width / 4), height: max(1, height / 4)).blurred(
            4 * study.unit, crew: job.crew)
        let sun = SIMD2<Float>(isLeft ? -0.05 : 1.05, sky.share > 0.03 ? 0.34 : 0.12)
        let scale = Float(relief.width) / Float(width)
        let skin = study[Skin.self].plane
        // Rooms hold no haze.
        let air: Float = sky.share > 0.03 ? 1 : 0.5
        return Relighting(study: study, job: job, share: job.between(0.75, 1.3, 1.45)).picture { x, y, i, color in
            let place = SIMD2(Float(x) / Float(width), Float(y) / Float(height))
            let away = (place - sun) * SIMD2(1, 0.9)
            let distance = (away * away).sum().squareRoot()
            let turned = relief.sample(Float(x) * scale, Float(y) * scale)
            let direct = min(max(1.12 - 0.72 * distance, 0.25), 1.15) * (1 + 0.75 * turned)
            let t = Portable.smoothstep(0.35, 1.05, direct)
            let least = 0.12 + 0.5 * skin.sample(Float(x) * scale, Float(y) * scale)
            var light = color * (cool * (1 - t) + warm * t) * (min(max(direct, least), 2.2) * 1.12)
            let near = Portable.exp(-distance * distance / 0.1764)
            let haze = (0.1 + 0.42 * depth.values[i]) * near * air
            light = light * (1 - 0.45 * haze) + veil * haze
            let share = 0.78 * sky.plane.values[i]
            if share > 0.002 {
                let v = place.y / sky.reach
                let texture = min(max(color.w / (broad.sample(Float(x) / 4, Float(y) / 4) + 1e-3), 0.5), 1.6)
                let glow = (zenith * (1 - v) + horizon * v) * ((0.75 + 0.7 * near) * texture * 0.82)
                light = light * (1 - share) + glow * share
            }
            return light
        }
    }
}
