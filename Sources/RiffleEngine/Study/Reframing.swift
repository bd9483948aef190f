/// Another framing of the same picture: nearer, from beside, a little turned, perhaps mirrored. It never shows what lies
/// outside the picture.
struct Reframing: Equatable {
    /// How much larger things get, at least 1.
    var zoom: Double
    /// Where the frame lies in the room that zoom and turn leave, -1…1 each way.
    var panRight: Double
    var panDown: Double
    /// Sine of the turn.
    var turn: Double
    var mirrored: Bool

    /// Draws a framing, `amount` 0…1 of the way to the strongest.
    init(seed: UInt64, amount: Double, kind: SourceKind) {
        var noise = CounterNoise(seed: seed, Reframing.key)
        func unit() -> Double { Double(noise.below(1 << 20)) / Double(1 << 20) }
        let turnDraw = 2 * unit() - 1
        turn = kind.isFlat ? 0 : turnDraw * 0.04 * amount
        zoom = 1 + (0.03 + 0.15 * unit()) * amount
        panRight = 2 * unit() - 1
        panDown = 2 * unit() - 1
        mirrored = unit() < 0.4 && amount >= Reframing.mirroredFrom && !kind.isFlat
    }

    /// Below this amount the layout stays as it is.
    private static let mirroredFrom = 0.8

    /// Keeps the stream apart from those of levels, whose keys are sides.
    private static let key = -2

    /// The framed picture, `side` pixels a side, by bicubic interpolation (Keys, 1981).
    /// - Complexity: O(side²), 16 pixels read for each.
    func framed(_ source: Raster, side: Int) -> Raster {
        let result = Raster(side: side)
        let cosine = (1 - turn * turn).squareRoot()
        // Half the frame's width and of the upright square around it, in halves of the source.
        let half = 1 / zoom
        let reach = half * (cosine + abs(turn))
        let fitted = reach > 1 ? half / reach : half
        let room = max(0, 1 - fitted * (cosine + abs(turn)))
        let scale = Double(source.side) / 2
        let stepAlong = fitted * cosine * scale * 2 / Double(side)
        let stepAcross = fitted * turn * scale * 2 / Double(side)
        let centerX = (1 + panRight * room) * scale - 0.5
        let centerY = (1 + panDown * room) * scale - 0.5
        let sampler = BicubicSampler(source)
        for y in 0..<side {
            let out = result.row(y)
            let v = Double(y) + 0.5 - Double(side) / 2
            for x in 0..<side {
                let across = Double(x) + 0.5 - Double(side) / 2
                let u = mirrored ? -across : across
                sampler.read(
                    x: centerX + u * stepAlong - v * stepAcross, y: centerY + u * stepAcross + v * stepAlong,
                    into: out + 4 * x)
            }
        }
        return result
    }
}
