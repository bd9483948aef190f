internal import RiffleImage

/// A spotlight on the subject, the rest in coloured dark.
struct Spotlight: Painter {
    let manner = Manner("stage light", .light, "a spotlight on the subject, the rest in colored dark")

    func refusal(of study: PictureStudy) -> String? {
        if let reason = Scene.daylightRefusal(of: study) { return reason }
        let scene = study[Scene.self]
        if scene.sky >= 0.1, !scene.mayShowPerson || scene.foliage > 0.02 { return "it is under open sky" }
        return scene.subject >= 0.42 ? "its subject fills it" : nil
    }

    func schemes(of study: PictureStudy) -> Int { Spotlight.fills.count }

    /// Warm, neutral and amber keys; teal, plum and petrol fills.
    private static let keys: [SIMD4<Float>] = [
        SIMD4(1.15, 1, 0.80, 0), SIMD4(1, 0.98, 0.95, 0), SIMD4(1.12, 0.92, 0.74, 0),
    ]
    private static let fills: [SIMD4<Float>] = [
        SIMD4(0.16, 0.34, 0.60, 0), SIMD4(0.46, 0.18, 0.40, 0), SIMD4(0.12, 0.42, 0.44, 0),
    ]

    func paint(_ study: PictureStudy, _ job: PaintJob) -> Bitmap? {
        let isLeft = job.scheme % 2 == 1
        let (key, fill) = (Spotlight.keys[job.scheme % 3], Spotlight.fills[job.scheme % 3])
        let guess = study[ReliefGuess.self]
        let relief = guess.lit(from: isLeft ? -2.2 : -0.9, crew: job.crew)
        let rim = guess.lit(from: isLeft ? -0.2 : 3.34, scales: 2, crew: job.crew)
        if job.halted() { return nil }
        let importance = study.importance
        let (width, height) = (importance.width, importance.height)
        let subject = importance.map { Portable.smoothstep(0.25, 0.65, $0) }
        let spot = Spot(subject)
        let view = study.small
        let soft = subject.resized(width: view.lab.width, height: view.lab.height)
            .guided(by: view.lab.l, radius: max(1, Int(20 * view.unit)), epsilon: 2e-3, crew: job.crew).map {
                min(max($0, 0), 1)
            }
        let scale = Float(relief.width) / Float(width)
        let (lean, share) = (Float(isLeft ? -0.22 : 0.22), job.between(0.95, 1.2, 1.3))
        return Relighting(study: study, job: job, share: share).picture { x, y, _, color in
            let (u, v) = (Float(x) / Float(width), Float(y) / Float(height))
            let (sx, sy) = (Float(x) * scale, Float(y) * scale)
            let (du, dv) = ((u - spot.x) / spot.width, (v - spot.y) / spot.height)
            let inside = Portable.smoothstep(1.35, 0.45, (du * du + dv * dv).squareRoot())
            let mask = soft.sample(sx, sy)
            let (turned, edge) = (relief.sample(sx, sy), rim.sample(sx, sy))
            let lit = inside * (0.3 + 0.7 * mask)
            let ambient = (color * 0.5 + color.w * 0.5) * (fill * 0.8 + 0.06) * (0.2 * (1 + 0.6 * edge))
            var light = ambient + color * key * (lit * 1.4 * (1 + 0.55 * turned))
            light += color * fill * (1.6 * max(edge, 0) * mask)
            let axis = spot.x + (v - spot.y) * lean
            let beam = 0.06 + 0.3 * min(max(v + 0.15, 0), 2) * spot.width / 0.3
            let cone =
                0.03 * Portable.smoothstep(1, 0.2, abs(u - axis) / beam)
                * Portable.smoothstep(spot.y + spot.height, 0, v)
            return light + key * (cone * (1 - 0.7 * mask))
        }
    }

    /// An ellipse around the subject, in shares of the picture's sides.
    private struct Spot {
        var (x, y, width, height) = (Float(0.5), Float(0.5), Float(0.5), Float(0.5))

        init(_ subject: Plane) {
            var (total, mx, my, xx, yy) = (0.0, 0.0, 0.0, 0.0, 0.0)
            for row in 0..<subject.height {
                let v = Double(row) / Double(subject.height)
                for column in 0..<subject.width {
                    let u = Double(column) / Double(subject.width)
                    let weight = Double(subject[column, row] * subject[column, row])
                    total += weight
                    mx += weight * u
                    my += weight * v
                    xx += weight * u * u
                    yy += weight * v * v
                }
            }
            if total <= 0 { return }
            (x, y) = (Float(mx / total), Float(my / total))
            width = Float(max(0, xx / total - (mx / total) * (mx / total)).squareRoot()) * 2.1 + 0.08
            height = Float(max(0, yy / total - (my / total) * (my / total)).squareRoot()) * 2.1 + 0.08
        }
    }
}
