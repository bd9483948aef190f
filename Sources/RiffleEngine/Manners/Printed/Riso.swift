internal import RiffleImage

/// Three bright inks as dots of a screen, not quite in register.
struct Riso: Painter {
    let manner = Manner("riso", .medium, "three bright inks printed as dots, a little out of register")

    private static let sets: [InkSet] = [
        InkSet(.navy, .red, .sun), InkSet(.blue, .pink, .yellow), InkSet(.teal, .orange, .yellow),
        InkSet(.plum, .red, .sun), InkSet(.navy, .pink, .yellow), InkSet(.green, .orange, .sun),
    ]
    /// Degrees that the inks' screens are turned by, and how wide their cells are against the first's.
    private static let screens: [(angle: Float, cell: Float)] = [(45, 1), (75, 1), (0, 0.92)]
    /// Cells smaller than this, in pixels, cannot show dots.
    private static let leastCell: Float = 3.6

    func refusal(of study: PictureStudy) -> String? { study.printRefusal(smallest: 128) }
    /// The sets that fit the picture best, second and third best.
    func schemes(of study: PictureStudy) -> Int { 3 }

    func paint(_ study: PictureStudy, _ job: PaintJob) -> Bitmap? {
        let source = study.small
        var picture = EdgeKeepingBlur(sigma: 2 * source.unit, edge: 0.08, rounds: 2)(source.lab, crew: job.crew)
        picture.l = picture.l.toned(share: 0.3, limit: 1.6, low: 0.5).map { 0.22 + 0.76 * $0 }
        for i in 0..<picture.l.count { picture[i] = picture[i].livelier(by: 1.25) }
        if job.halted() { return nil }
        let inks = set(for: picture, rank: job.scheme, seed: study.seed)
        guard let table = InkTable(inks, crew: job.crew, halted: job.halted) else { return nil }
        let amounts = table.amounts(for: picture, crew: job.crew)
        if job.halted() { return nil }
        let sheet = PrintSheet(
            study, job, paper: InkSet.paper, border: PaperBorder(margin: 12, wander: 0.6, softness: 1.5))
        let (width, height) = (study.picture.width, study.picture.height)
        let cell = max(job.between(4.4, 5.2, 7.5) * study.unit, Riso.leastCell)
        let shift = job.between(0.9, 1.3, 2) * study.unit
        var noise = CounterNoise(seed: job.seed, .screenRegister)
        var prints: [Plane] = []
        for (ink, screen) in Riso.screens.enumerated() {
            func offset() -> Float { ink == 0 ? 0 : Float(noise.signedUnit()) * shift }
            let (right, down) = (offset(), offset())
            let amount = amounts[ink].enlarged(width: width, height: height, crew: job.crew)
                .moved(right: right, down: down, crew: job.crew)
            prints.append(
                Halftone(cell: cell * screen.cell, angle: screen.angle).printed(amount, crew: job.crew))
            if job.halted() { return nil }
        }
        let (first, second, third) = (prints[0], prints[1], prints[2])
        let absorbed = inks.inks.map { 1 - $0.light }
        let paper = sheet.paper.light
        return study.bitmap(crew: job.crew) { x, y in
            let hold = (1 - 0.07 * Portable.smoothstep(0.8, 1.9, sheet.grain[x, y])) * sheet.border[x, y]
            let light =
                paper * (1 - absorbed[0] * (hold * first[x, y])) * (1 - absorbed[1] * (hold * second[x, y]))
                * (1 - absorbed[2] * (hold * third[x, y]))
            return SIMD4(SRGB.encoded(light.x), SRGB.encoded(light.y), SRGB.encoded(light.z), 0)
        }
    }

    /// The set whose colours come nearest to the picture's, or the next nearest by `rank`.
    private func set(for picture: LabPicture, rank: Int, seed: UInt64) -> InkSet {
        let colors = ColorClusters(of: picture, count: 24, seed: seed, limit: 4_000)
        let misses = Riso.sets.map { set in
            let mixtures = set.mixtures(steps: 6).map(\.color)
            return zip(colors.colors, colors.shares).reduce(Float(0)) { sum, entry in
                let nearest = mixtures.reduce(Float.infinity) { min($0, InkTable.distance(entry.0, $1)) }
                return sum + nearest * entry.1
            }
        }
        return Riso.sets[misses.indices.sorted { (misses[$0], $0) < (misses[$1], $1) }[rank]]
    }
}
