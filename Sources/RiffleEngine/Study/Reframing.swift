/// Another framing of the same picture: nearer or further, from beside, a little turned, perhaps mirrored.
struct Reframing: Equatable {
    /// How much larger things get.
    var zoom: Double
    /// How far things move, in shares of the side.
    var right: Double
    var down: Double
    /// Sine of the turn.
    var turn: Double
    var mirrored: Bool

    /// The picture as it is.
    static let none = Reframing(zoom: 1, right: 0, down: 0, turn: 0, mirrored: false)

    /// Draws a framing.
    ///
    /// Where the source has more detail than the result, and of screenshots, most come nearer; of others few do, one in ten at
    /// medium, and the rest move things by whole pixels and leave every detail as it is. What a move uncovers is at most what
    /// the `margins` have room for and is made up later; the rest needs zoom.
    init(seed: UInt64, strength: Double, kind: SourceKind, margins: Margins, hasDetail: Bool) {
        let amount = Reframing.amount(strength)
        let draws = Draws(seed: seed)
        mirrored = draws.mirror < Reframing.mirroredShare && strength > Reframing.mirroredFrom && !kind.isFlat
        let edges = mirrored ? margins.mirrored : margins
        let reach = kind.isScreen ? 0 : Reframing.reach * amount
        let (columns, rows) = (
            Room(before: edges.left, after: edges.right, reach: reach),
            Room(before: edges.top, after: edges.bottom, reach: reach)
        )
        let (right, down) = (columns.turned(draws.right), rows.turned(draws.down))
        let share = Reframing.resampledShare(strength: strength, kind: kind, edges: edges, hasDetail: hasDetail)
        let isStuck = max(columns.room(for: right), rows.room(for: down)) < Reframing.least
        let isResampled = PictureSeed.place(of: seed) < share || isStuck
        zoom = isResampled ? 1 + (0.03 + 0.1 * draws.zoom) * amount * (kind.isScreen ? 2 : 1) : 1
        turn = isResampled && !kind.isFlat ? draws.turn * 0.04 * amount : 0
        // Half of what zoom cuts off can be panned over on either side; the turn takes its part of it.
        let spare = max(0, (zoom - 1) / 2 - abs(turn) / 2)
        func move(_ draw: Double, _ room: Room) -> Double {
            // Small moves look like none: they start at a third of the reach.
            let sized = draw < 0 ? draw * 2 / 3 - 1.0 / 3 : draw * 2 / 3 + 1.0 / 3
            return sized * (spare + room.room(for: draw) * (isResampled ? 0.3 : 1))
        }
        self.right = move(isResampled ? draws.right : right, columns)
        self.down = move(isResampled ? draws.down : down, rows)
    }

    /// What a framing is drawn from: 0..<1 for the zoom and the mirror, -1..<1 for the others.
    private struct Draws {
        let zoom, turn, right, down, mirror: Double

        init(seed: UInt64) {
            var noise = CounterNoise(seed: seed, .framing)
            (zoom, turn) = (noise.unit(), noise.signedUnit())
            (right, down, mirror) = (noise.signedUnit(), noise.signedUnit(), noise.unit())
        }
    }

    /// How far a picture can be moved along one axis, in shares of the side: forwards to where there is room before it,
    /// backwards to where there is room after it, and never beyond `reach`.
    private struct Room {
        let before, after, reach: Double

        func room(for draw: Double) -> Double { min(reach, draw < 0 ? after : before) }

        /// The draw, turned around where it points to an edge without room.
        func turned(_ draw: Double) -> Double { room(for: draw) < Reframing.least ? -draw : draw }
    }

    /// Share of framings that come nearer or turn.
    private static func resampledShare(
        strength: Double, kind: SourceKind, edges: Margins, hasDetail: Bool
    ) -> Double {
        let isCramped = edges.left + edges.right < cramped && edges.top + edges.bottom < cramped
        if kind.isScreen || isCramped { return 1 }
        // Nearer costs no sharpness where there is detail, and a little elsewhere.
        return hasDetail ? nearerShare : 0.2 * strength + 0.4 * max(0, strength - 0.5)
    }

    /// Draws a framing of what stands on clear ground: nearer or further, anywhere where all of it is still shown.
    static func moved(_ cutout: Cutout, seed: UInt64, strength: Double) -> Reframing {
        let amount = Reframing.amount(strength)
        var noise = CounterNoise(seed: seed, .framing)
        let (zoomDraw, rightDraw, downDraw) = (noise.unit(), noise.unit(), noise.unit())
        let widest = max(cutout.right - cutout.left, cutout.bottom - cutout.top)
        let zoom = min(1 + amount * (0.3 * zoomDraw - 0.15), max(1, 0.98 / widest))
        /// Moves so that the box, which lies at `from..<to` when scaled about the middle, stays inside.
        func move(_ from: Double, _ to: Double, _ draw: Double) -> Double {
            let (low, high) = (0.5 + (from - 0.5) * zoom, 0.5 + (to - 0.5) * zoom)
            let (back, forth) = (min(-low, 0), max(1 - high, 0))
            // A box that reaches beyond is brought back first.
            let fix = high > 0.99 ? 0.99 - high : low < 0.01 ? 0.01 - low : 0
            return fix != 0 ? fix : amount * 0.8 * (back + (forth - back) * draw)
        }
        return Reframing(
            zoom: zoom, right: move(cutout.left, cutout.right, rightDraw),
            down: move(cutout.top, cutout.bottom, downDraw), turn: 0, mirrored: false)
    }

    /// The layout as it is, perhaps mirrored.
    static func flipped(seed: UInt64, strength: Double, kind: SourceKind) -> Reframing {
        var noise = CounterNoise(seed: seed, .framing)
        let mirrored =
            noise.unit() < Reframing.mirroredShare && strength > Reframing.mirroredFrom && kind.name == .landscape
        return Reframing(zoom: 1, right: 0, down: 0, turn: 0, mirrored: mirrored)
    }

    /// Share of the widest moves; even the mildest picture is another one.
    private static func amount(_ strength: Double) -> Double { min(max(strength * 2, 0.15), 1) }

    /// True where pixels are read between pixels.
    var isResampled: Bool { zoom != 1 || turn != 0 }

    /// Makes a move one by whole pixels of a picture of `side`, so that it is the same at this size and at larger ones, and
    /// what looks alike at this size is alike.
    mutating func snap(to side: Int) {
        if isResampled { return }
        right = (right * Double(side)).rounded() / Double(side)
        down = (down * Double(side)).rounded() / Double(side)
    }

    private init(zoom: Double, right: Double, down: Double, turn: Double, mirrored: Bool) {
        self.zoom = zoom
        self.right = right
        self.down = down
        self.turn = turn
        self.mirrored = mirrored
    }

    /// Shares of the side on two opposite edges below which there is no room for a move.
    private static let cramped = 0.05
    /// Share of the side that a move must have room for; below, the picture would look the same.
    private static let least = 0.02
    /// Share of framings that come nearer or turn where that costs no sharpness.
    private static let nearerShare = 0.08
    /// Farthest move into what is made up, in shares of the side.
    private static let reach = 0.08
    /// Up to this strength left stays left: writing can be read, and a face is who it is.
    private static let mirroredFrom = 0.5
    private static let mirroredShare = 0.35

    /// The framed picture, `side` pixels a side, and the part of it that the source does not show, where its rim is
    /// repeated, or nothing is shown.
    /// - Complexity: O(side²), 16 pixels read for each where zoomed, turned or scaled (Keys, 1981).
    func framed(_ source: Raster, side: Int, clearsOutside: Bool = false) -> (picture: Raster, hole: Hole) {
        let result = Raster(side: side)
        var outside = [UInt8](repeating: 0, count: side * side)
        if zoom == 1, turn == 0, source.side == side {
            shift(source, into: result, outside: &outside)
        } else {
            resample(source, into: result, outside: &outside)
        }
        if clearsOutside {
            for i in 0..<side * side where outside[i] != 0 { for c in 0..<4 { result.pixels[4 * i + c] = 0 } }
        }
        return (result, Hole(side: side, pixels: outside))
    }

    private func shift(_ source: Raster, into result: Raster, outside: inout [UInt8]) {
        let side = result.side
        let (right, down) = (Int((right * Double(side)).rounded()), Int((down * Double(side)).rounded()))
        for y in 0..<side {
            let from = source.row(min(max(y - down, 0), side - 1))
            let to = result.row(y)
            for x in 0..<side {
                let column = x - right
                let inside = min(max(column, 0), side - 1)
                (to + 4 * x).update(from: from + 4 * (mirrored ? side - 1 - inside : inside), count: 4)
                if column != inside || !(0..<side).contains(y - down) { outside[y * side + x] = 255 }
            }
        }
    }

    private func resample(_ source: Raster, into result: Raster, outside: inout [UInt8]) {
        let side = result.side
        let scale = Double(source.side) / (Double(side) * zoom)
        let cosine = (1 - turn * turn).squareRoot()
        let middle = Double(side) / 2
        let sourceMiddle = Double(source.side) / 2 - 0.5
        let limit = Double(source.side) - 0.5
        let sampler = BicubicSampler(source)
        for y in 0..<side {
            let out = result.row(y)
            let v = Double(y) + 0.5 - middle - down * Double(side)
            for x in 0..<side {
                let across = Double(x) + 0.5 - middle - right * Double(side)
                let u = mirrored ? -across : across
                let fromX = sourceMiddle + (u * cosine - v * turn) * scale
                let fromY = sourceMiddle + (u * turn + v * cosine) * scale
                sampler.read(x: fromX, y: fromY, into: out + 4 * x)
                if fromX < -0.5 || fromY < -0.5 || fromX > limit || fromY > limit { outside[y * side + x] = 255 }
            }
        }
    }
}
