internal import RiffleImage

/// Snow on leaves, on smooth ground and on upper edges, under a grey sky, and snow that falls.
struct Snow: Painter {
    let manner = Manner("snow", .light, "under fresh snow, with more falling")

    func refusal(of study: PictureStudy) -> String? { Scene.weatherRefusal(of: study) }

    /// By day, and at dusk.
    func schemes(of study: PictureStudy) -> Int { 2 }

    func paint(_ study: PictureStudy, _ job: PaintJob) -> Bitmap? {
        let (unit, crew) = (study.unit, job.crew)
        let source = study[LinearSource.self].canvas
        let (width, height) = (source.width, source.height)
        let (sky, depth) = (study[Sky.self].plane, study[Depth.self].plane)
        let l = study.solid.l
        let cover = cover(study, job, sky: sky)
        if job.halted() { return nil }
        let overcast = Overcast(study, crew: crew)
        let flakes = flakes(study, job)
        if job.halted() { return nil }
        let share = job.between(0.75, 1, 1)
        let clouds = Plane.noise(
            width: width, height: max(1, height / 2), scale: 40 * unit, seed: job.seed,
            stream: NoiseStream.weather.rawValue + 5, crew: crew)
        let importance = study.importance
        let hour = job.scheme % 2 == 0 ? SIMD4<Float>.one : SIMD4(0.56, 0.68, 0.95, 0)
        return Relighting(study: study, job: job, share: share, glow: (0.9, 0.2)).picture { x, y, i, color in
            let v = Float(y) / Float(height)
            var light = overcast.light(color, x, y)
            let cloud = 0.56 + 0.05 * clouds.sample(Float(x), Float(y) / 2) + 0.14 * v
            light += (SIMD4(0.93, 0.98, 1.05, 0) * cloud - light) * (0.8 * sky.values[i])
            let snow = SIMD4<Float>(0.80, 0.85, 0.93, 0) * (0.72 + 0.5 * min(max(l.values[i], 0), 1))
            light += (snow - light) * (0.92 * cover.values[i])
            let haze = 0.22 * depth.values[i] * (1 - Portable.smoothstep(0.5, 0.9, importance.values[i]))
            light += (SIMD4(0.74, 0.78, 0.84, 0) - light) * haze
            return (light + (0.95 - light) * flakes.values[i]) * hour
        }
    }

    /// How much snow lies at each place, 0…1.
    private func cover(_ study: PictureStudy, _ job: PaintJob, sky: Plane) -> Plane {
        let (unit, crew) = (study.unit, job.crew)
        let (l, importance, foliage) = (study.solid.l, study.importance, study[Foliage.self].plane)
        let (near, around, fine) = (
            l.blurred(1.6 * unit, crew: crew), l.blurred(12 * unit, crew: crew), l.blurred(2 * unit, crew: crew)
        )
        let rough = l.with(fine) { abs($0 - $1) }.blurred(6 * unit, crew: crew)
        let patches = Plane.noise(
            width: l.width, height: l.height, scale: 5 * unit, seed: job.seed, stream: NoiseStream.weather.rawValue + 4,
            crew: crew)
        let edges = Plane(like: l, crew: crew) { x, y in
            Portable.smoothstep(-0.004, -0.03, near.gradient(x, y).1 * unit)
        }.blurred(1.2 * unit, crew: crew)
        let amount = job.between(0.8, 1, 1.2)
        let raw = Plane(like: l, crew: crew) { x, y in
            let i = y * l.width + x
            let land = 1 - sky.values[i]
            let leaf = foliage.values[i]
            let low = Portable.smoothstep(0.35, 0.8, Float(y) / Float(l.height))
            let lit = Portable.smoothstep(0, 0.1, l.values[i] - around.values[i])
            let ground = land * (0.9 * leaf + 0.35 * low * Portable.smoothstep(0.02, 0.006, rough.values[i]))
            var cover = ground * (0.45 + 0.55 * lit + 0.3 * low) + 0.75 * edges.values[i] * land * (1 - 0.3 * leaf)
            cover = min(max(cover * amount, 0), 1) * (0.75 + 0.25 * Portable.smoothstep(-0.6, 0.6, patches.values[i]))
            return cover * (1 - 0.55 * Portable.smoothstep(0.5, 0.9, importance.values[i]) * (1 - leaf))
        }
        return raw.guided(by: l, radius: max(1, Int(3 * unit)), epsilon: 2e-3, crew: crew).map { min(max($0, 0), 1) }
    }

    /// Falling flakes of three sizes: how much of what is behind each pixel they hide.
    private func flakes(_ study: PictureStudy, _ job: PaintJob) -> Plane {
        let (width, height, unit) = (study.picture.width, study.picture.height, study.unit)
        let plane = Plane(width: width, height: height, fill: 0)
        let shape = Float(max(width, height)) / Float(min(width, height))
        var noise = CounterNoise(seed: job.seed, .weather, 6)
        let more = job.between(0.7, 1, 1.4)
        for (count, radius, opacity) in [(420, Float(0.9), Float(0.55)), (150, 1.6, 0.75), (34, 3.2, 0.55)] {
            for _ in 0..<Int(Float(count) * shape * more) {
                let (cx, cy) = (Float(noise.below(width)), Float(noise.below(height)))
                let size = radius * unit * (0.7 + Float(noise.below(64)) / 100)
                let strength = opacity * (0.6 + 0.4 * Float(noise.below(64)) / 64)
                let reach = Int(2.5 * size) + 1
                for y in max(0, Int(cy) - reach)...min(height - 1, Int(cy) + reach) {
                    for x in max(0, Int(cx) - reach)...min(width - 1, Int(cx) + reach) {
                        let (dx, dy) = (Float(x) - cx, Float(y) - cy)
                        let here = strength * Portable.exp(-0.5 * (dx * dx + dy * dy) / (size * size))
                        plane[x, y] = max(plane[x, y], here)
                    }
                }
            }
        }
        return plane
    }
}

/// The even light of a clouded sky: shadows and lights nearer to each other, detail kept.
struct Overcast {
    private let base: Plane
    private let middle: Float
    private let scale: Float

    init(_ study: PictureStudy, crew: Crew) {
        let view = study.small
        let brightness = Plane(like: view.lab.l)
        for i in 0..<brightness.count {
            let light = view.lab[i].linear
            brightness.values[i] = Portable.log(max(SIMD4(light.r, light.g, light.b, 0).luminance, 0) + 0.004)
        }
        base = brightness.guided(by: view.lab.l, radius: max(1, Int(40 * view.unit)), epsilon: 0.02, crew: crew)
        middle = base.percentiles(50)[0]
        scale = Float(base.width) / Float(study.picture.width)
    }

    /// - Parameter source: linear light with its luminance.
    @inline(__always)
    func light(_ source: SIMD4<Float>, _ x: Int, _ y: Int) -> SIMD4<Float> {
        let base = base.sample(Float(x) * scale, Float(y) * scale)
        let detail = Portable.log(source.w + 0.004) - base
        let brightness = Portable.exp(middle + (base - middle) * 0.58 + detail * 0.95) * 1.03
        let lit = source * (brightness / (source.w + 0.004))
        let grey = lit.luminance
        return (grey + (lit - grey) * 0.75) * SIMD4(0.95, 1, 1.06, 0)
    }
}

extension Plane {
    /// Of the size of another, undefined until written.
    convenience init(like other: Plane) { self.init(width: other.width, height: other.height) }
}
