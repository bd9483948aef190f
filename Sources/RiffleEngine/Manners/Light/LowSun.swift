internal import RiffleImage

/// Hard light from a low sun to one side: one side lit and warm, the other in cool shade.
struct LowSun: Painter {
    let manner = Manner("low sun", .light, "lit hard from one side by a low sun")

    func refusal(of study: PictureStudy) -> String? { Scene.daylightRefusal(of: study) }

    func schemes(of study: PictureStudy) -> Int { 2 }

    func paint(_ study: PictureStudy, _ job: PaintJob) -> Bitmap? {
        let isLeft = job.scheme % 2 == 1
        let sky = study[Sky.self].plane
        let relief = study[ReliefGuess.self].lit(from: isLeft ? 3.39 : -0.25, scales: 4, crew: job.crew)
        if job.halted() { return nil }
        let skin = study[Skin.self].plane
        let (width, scale) = (sky.width, Float(relief.width) / Float(sky.width))
        let (shade, sun) = (SIMD4<Float>(0.70, 0.82, 1.12, 0), SIMD4<Float>(1.22, 0.98, 0.70, 0))
        let share = job.between(0.95, 1.25, 1.35)
        return Relighting(study: study, job: job, share: share, glow: (0.8, 0.3)).picture { x, y, i, color in
            let across = Float(x) / Float(width)
            let near = isLeft ? 1 - across : across
            let turned = relief.sample(Float(x) * scale, Float(y) * scale)
            let position = min(0.22 + 1.05 * Portable.pow(near, 1.2), 1.3)
            // Half a face in black would be no face.
            let least = 0.1 + 0.5 * skin.sample(Float(x) * scale, Float(y) * scale)
            let direct = min(max(position * (1 + (turned < 0 ? 0.95 : 1.35) * turned), least), 2.4)
            let t = Portable.smoothstep(0.4, 1.2, direct)
            let light = color * (shade * (1 - t) + sun * t) * (direct * 1.08)
            return light * (1 - 0.25 * sky.values[i] * (1 - near))
        }
    }
}
