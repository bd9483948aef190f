internal import RiffleImage

/// A black-and-white print as a careful printer makes it: a filter, burned corners, a dodged subject, grain, toning and a rim.
struct DarkroomPrint: Painter {
    let manner = Manner("darkroom print", .light, "printed in black and white, burned, dodged and toned")

    func refusal(of study: PictureStudy) -> String? {
        if min(study.width, study.height) < 32 { return "it is too small" }
        switch study.kind {
        case .document: return "it is a document"
        case .pixelArt: return "it is pixel art"
        case .drawing: return "it is a drawing"
        case .scene, .structure: return nil
        }
    }

    func schemes(of study: PictureStudy) -> Int { 3 }

    /// Panchromatic, green and red filters.
    private static let filters: [SIMD4<Float>] = [
        SIMD4(0.55, 0.38, 0.07, 0), SIMD4(0.35, 0.50, 0.15, 0), SIMD4(0.75, 0.25, 0, 0),
    ]
    /// Black, paper and the colour between them: neutral, warm, selenium.
    private static let tonings: [[SIMD4<Float>]] = [
        [SIMD4(0.050, 0.045, 0.045, 0), SIMD4(0.965, 0.955, 0.93, 0), SIMD4(1.02, 1, 0.97, 0)],
        [SIMD4(0.060, 0.045, 0.035, 0), SIMD4(0.97, 0.95, 0.90, 0), SIMD4(1.08, 1, 0.86, 0)],
        [SIMD4(0.045, 0.040, 0.060, 0), SIMD4(0.96, 0.96, 0.955, 0), SIMD4(0.97, 0.985, 1.06, 0)],
    ]

    func paint(_ study: PictureStudy, _ job: PaintJob) -> Bitmap? {
        let (unit, crew) = (study.unit, job.crew)
        let source = study[LinearSource.self].canvas
        let (width, height) = (source.width, source.height)
        let filter = DarkroomPrint.filters[job.scheme % 3]
        let grey = Plane(width: width, height: height, crew: crew) { x, y in
            SRGB.encoded((source.pixels[y * width + x] * filter).sum())
        }
        let spread = grey.with(grey.equalized(limit: 2.2)) { 0.62 * $0 + 0.38 * $1 }.stretched(0.6, 99.4)
        if job.halted() { return nil }
        let small = study.small.lab
        let base = spread.resized(width: small.width, height: small.height)
        let smooth = base.guided(by: base, radius: max(1, Int(30 * min(1, unit))), epsilon: 0.02, crew: crew)
            .resized(width: width, height: height)
        let detail = job.between(1.2, 1.45, 1.7)
        let (sky, importance) = (study[Sky.self].plane, study.importance)
        let burn = job.between(0.25, 0.42, 0.6)
        let grain = Paper(.fine, unit: unit, seed: job.seed)
        let printed = Plane(width: width, height: height, crew: crew) { x, y in
            let i = y * width + x
            let (u, v) = (Float(x) / Float(width), Float(y) / Float(height))
            var tone = min(max(smooth.values[i] + (spread.values[i] - smooth.values[i]) * detail, 0), 1)
            let corner = Portable.smoothstep(0.3, 0.75, ((u - 0.5) * (u - 0.5) + (v - 0.5) * (v - 0.5)).squareRoot())
            let burned =
                1 - burn * corner * (1 - 0.5 * importance.values[i]) - 0.22 * sky.values[i] * (1 - v)
            let dodged = 1 + 0.16 * Portable.smoothstep(0.4, 0.8, importance.values[i])
            tone = min(max(tone * burned * dodged, 0), 1)
            tone += 0.32 * (tone * tone * (3 - 2 * tone) - tone)
            let middle = min(max(4 * tone * (1 - tone), 0), 1).squareRoot()
            return min(max(tone + 0.028 * grain[x, y] * middle, 0), 1)
        }
        if job.halted() { return nil }
        let halation = printed.map { max($0 - 0.75, 0) * 0.22 }.blurred(7 * unit, crew: crew)
        let toning = DarkroomPrint.tonings[job.scheme % 3]
        let (black, paper) = (toning[0], study.paperColor(toning[1].x, toning[1].y, toning[1].z))
        let middle = (black + paper) * 0.5 * toning[2]
        let rim = study[SolidSource.self].keepsGround || job.strength < 0.35 ? 0 : (16 * unit).rounded()
        let (frameX, frameY) = (Float(width) / (Float(width) - 2 * rim), Float(height) / (Float(height) - 2 * rim))
        let line = max(1, unit)
        return study.bitmap(crew: crew) { x, y in
            let edge = Float(min(x, y, width - 1 - x, height - 1 - y))
            if edge < rim - line { return paper * 0.99 }
            if edge < rim { return black * 1.5 }
            // The whole picture, a little smaller, inside the rim.
            let (px, py) = ((Float(x) - rim + 0.5) * frameX - 0.5, (Float(y) - rim + 0.5) * frameY - 0.5)
            let tone = min(printed.sample(px, py) + halation.sample(px, py), 1)
            return tone < 0.5
                ? black + (middle - black) * (2 * tone) : middle + (paper - middle) * (2 * tone - 1)
        }
    }
}
