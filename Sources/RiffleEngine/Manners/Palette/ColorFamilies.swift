internal import RiffleImage

/// The families of a picture's colours: hues around which many of its colours lie.
struct ColorFamilies {
    /// Degrees, the commonest first; at most five, at least 30° apart.
    private(set) var hues: [Float] = []
    /// Share of the counted pixels that are coloured at all.
    private(set) var colored: Float = 0

    /// Chroma below which a pixel counts as grey.
    static let gray: Float = 0.035

    private static let bins = 72
    private static let spread: [Float] = (-9...9).map { Portable.exp(-0.5 * (Float($0) / 2.6) * (Float($0) / 2.6)) }

    init() {}

    /// - Parameter weight: how much a pixel counts.
    init(_ colors: [(color: Lab, weight: Float)]) {
        var histogram = [Float](repeating: 0, count: ColorFamilies.bins)
        var (total, sum): (Float, Float) = (0, 0)
        for (color, weight) in colors {
            total += weight
            let chroma = color.chroma
            if chroma <= ColorFamilies.gray { continue }
            sum += weight
            let bin = Int((color.hue + 360) / 5) % ColorFamilies.bins
            histogram[bin] += weight * chroma
        }
        colored = total > 0 ? sum / total : 0
        let smooth = histogram.indices.map { bin in
            ColorFamilies.spread.indices.reduce(Float(0)) {
                $0 + ColorFamilies.spread[$1] * histogram[(bin + $1 - 9 + ColorFamilies.bins) % ColorFamilies.bins]
            }
        }
        let least = 0.03 * smooth.reduce(0, +) / 5
        let peaks = smooth.indices.filter { bin in
            smooth[bin] >= smooth[(bin + 71) % 72] && smooth[bin] > smooth[(bin + 1) % 72] && smooth[bin] > least
        }.sorted { (smooth[$0], $1) > (smooth[$1], $0) }
        var kept: [Int] = []
        for peak in peaks where kept.count < 5 && kept.allSatisfy({ abs((peak - $0 + 108) % 72 - 36) >= 6 }) {
            kept.append(peak)
        }
        hues = kept.map { 5 * Float($0) + 2.5 }
    }

    /// Of at most some 60,000 pixels of a picture, by their opacity in a mask or by their alpha.
    init(_ picture: LabPicture, mask: Plane? = nil) {
        let count = picture.width * picture.height
        let step = max(1, count / 60_000) | 1
        self.init(
            stride(from: 0, to: count, by: step).map { i in
                (picture[i], (mask ?? picture.alpha).values[i] > 0.5 ? 1 : 0)
            })
    }

    /// The share of each family in a colour of a hue in degrees: all together 1.
    func shares(of hue: Float, width: Float) -> [Float] {
        let weights = hues.map { family in
            let distance = ColorFamilies.difference(hue, family) / width
            return Portable.exp(-distance * distance) + 1e-9
        }
        let sum = weights.reduce(0, +)
        return weights.map { $0 / sum }
    }

    /// Degrees from one hue to another, -180…180.
    static func difference(_ hue: Float, _ other: Float) -> Float {
        let turn = (hue - other + 180) / 360
        return (turn - turn.rounded(.down)) * 360 - 180
    }
}
