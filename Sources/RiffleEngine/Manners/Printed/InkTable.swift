internal import RiffleImage

/// Three inks that are printed over one another.
struct InkSet: Sendable {
    let inks: [SIMD4<Float>]

    static let paper = SIMD4<Float>(0.965, 0.95, 0.915, 0)

    /// Colours in sRGB on white paper.
    enum Ink {
        case pink, blue, yellow, red, teal, navy, orange, green, plum, sun

        var color: SIMD4<Float> {
            switch self {
            case .pink: SIMD4(0.98, 0.30, 0.62, 0)
            case .blue: SIMD4(0.05, 0.36, 0.72, 0)
            case .yellow: SIMD4(1, 0.88, 0.12, 0)
            case .red: SIMD4(0.93, 0.27, 0.27, 0)
            case .teal: SIMD4(0.05, 0.50, 0.52, 0)
            case .navy: SIMD4(0.16, 0.17, 0.33, 0)
            case .orange: SIMD4(1, 0.48, 0.22, 0)
            case .green: SIMD4(0.12, 0.55, 0.36, 0)
            case .plum: SIMD4(0.42, 0.18, 0.40, 0)
            case .sun: SIMD4(1, 0.74, 0.18, 0)
            }
        }
    }

    init(_ first: Ink, _ second: Ink, _ third: Ink) { inks = [first.color, second.color, third.color] }

    /// What amounts of the inks look like together on the paper: `steps` evenly spaced amounts, 0…1, of each with each.
    func mixtures(steps: Int) -> [(amounts: SIMD4<Float>, color: Lab)] {
        let paper = InkSet.paper.light
        let absorbed = inks.map { 1 - $0.light }
        return (0..<steps * steps * steps).map { i in
            let amounts =
                SIMD4<Float>(Float(i % steps), Float(i / steps % steps), Float(i / steps / steps), 0)
                / Float(steps - 1)
            let light = (0..<3).reduce(paper) { $0 * (1 - absorbed[$1] * amounts[$1]) }
            return (amounts, Lab(linear: light.x, light.y, light.z))
        }
    }
}

/// How much of each of three inks makes a colour, or the one nearest to it, tabled over all colours.
struct InkTable: Sendable {
    private let table: Canvas

    private static let steps = (l: 25, ab: 21)
    /// Greatest a and b in the table.
    private static let widest: Float = 0.32
    /// Of the squared amounts against squared distances in colour: the leanest of equal mixtures is taken, so that
    /// neighbours do not flicker between them.
    private static let leanness: Float = 0.07 * 0.07
    private static let neighbors = 5

    /// Squared; lightness counts most.
    @inline(__always)
    static func distance(_ a: Lab, _ b: Lab) -> Float {
        let (dl, da, db) = (a.l - b.l, a.a - b.a, a.b - b.b)
        return 2.56 * dl * dl + da * da + db * db
    }

    /// Nil when halted.
    init?(_ set: InkSet, crew: Crew, halted: @Sendable () -> Bool) {
        let mixtures = set.mixtures(steps: 11)
        let (l, ab) = InkTable.steps
        let table = Canvas(width: ab * ab, height: l)
        crew.rows(l) { row in
            if halted() { return }
            for column in 0..<ab * ab {
                func chroma(_ step: Int) -> Float { (2 * Float(step) / Float(ab - 1) - 1) * InkTable.widest }
                let wanted = Lab(Float(row) / Float(l - 1), chroma(column % ab), chroma(column / ab))
                table.pixels[row * ab * ab + column] = InkTable.amounts(for: wanted, mixtures)
            }
        }
        if halted() { return nil }
        self.table = table
    }

    /// The mean of the nearest mixtures, nearer ones counting more.
    private static func amounts(
        for wanted: Lab, _ mixtures: [(amounts: SIMD4<Float>, color: Lab)]
    ) -> SIMD4<Float> {
        var near = [(distance: Float, index: Int)](repeating: (.infinity, 0), count: neighbors)
        for (index, mixture) in mixtures.enumerated() {
            let amounts = mixture.amounts
            let distance = InkTable.distance(wanted, mixture.color) + leanness * (amounts * amounts).sum()
            if distance >= near[neighbors - 1].distance { continue }
            var place = neighbors - 1
            while place > 0, near[place - 1].distance > distance {
                near[place] = near[place - 1]
                place -= 1
            }
            near[place] = (distance, index)
        }
        var (sum, total) = (SIMD4<Float>.zero, Float(0))
        for (distance, index) in near {
            let weight = 1 / (distance + 4e-4)
            sum += mixtures[index].amounts * weight
            total += weight
        }
        return sum / total
    }

    /// How much of each ink each pixel takes, 0…1.
    func amounts(for picture: LabPicture, crew: Crew) -> [Plane] {
        let planes = (0..<3).map { _ in Plane(width: picture.width, height: picture.height) }
        crew.rows(picture.height) { y in
            for i in y * picture.width..<(y + 1) * picture.width {
                let amounts = self[picture[i]]
                for ink in 0..<3 { planes[ink].values[i] = amounts[ink] }
            }
        }
        return planes
    }

    /// Linear between the table's entries.
    private subscript(color: Lab) -> SIMD4<Float> {
        let (l, ab) = InkTable.steps
        func place(_ value: Float, _ steps: Int) -> (Int, Float) {
            let at = min(max(value, 0), 1) * Float(steps - 1)
            let low = min(Int(at), steps - 2)
            return (low, at - Float(low))
        }
        let (row, fl) = place(color.l, l)
        let (a, fa) = place(0.5 + 0.5 * color.a / InkTable.widest, ab)
        let (b, fb) = place(0.5 + 0.5 * color.b / InkTable.widest, ab)
        func plane(_ row: Int) -> SIMD4<Float> {
            let entries = table.pixels + (row * ab + b) * ab + a
            let upper = entries[0] * (1 - fa) + entries[1] * fa
            let lower = entries[ab] * (1 - fa) + entries[ab + 1] * fa
            return upper * (1 - fb) + lower * fb
        }
        return plane(row) * (1 - fl) + plane(row + 1) * fl
    }
}
