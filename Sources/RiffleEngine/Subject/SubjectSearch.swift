internal import RiffleImage

/// Looks for the subject of a photograph: several guesses from several signs, each cut several times with other weights,
/// and the one that holds together best.
struct SubjectSearch {
    /// At most `SubjectView.detailSide` pixels a side.
    let picture: Bitmap
    var crew: Crew = .alone
    let halted: @Sendable () -> Bool

    /// A quick look first; only where that promises something, the thorough one.
    private static let quickSide = 128
    static let side = 176
    /// Quality from which on a look promises something. Source: of 280 photographs none below it came to pass.
    private static let promising: Float = 1.2
    /// Quality from which on the box of a guess is worth another search.
    private static let worthBoxing: Float = 1.4

    /// The likeliest subject, however unlikely; nil where there is nothing to be found, or when halted.
    func best() -> SubjectGuess? {
        guard let first = glance().guess else { return nil }
        if first.quality < SubjectSearch.promising { return first }
        let view = SubjectView(picture, side: SubjectSearch.side)
        let cues = SubjectCues(view)
        var hypotheses: [Hypothesis] = [.whole]
        if !first.passes { hypotheses += view.focusSpread > 1.1 ? [.bust, .focused] : [.bust] }
        let guesses = guesses(hypotheses, view: view, cues: cues, runs: 5, rounds: 4)
        guard let best = SubjectSearch.likeliest(guesses), best.quality > SubjectSearch.worthBoxing,
            let again = again(best, view: view, cues: cues)
        else { return SubjectSearch.likeliest(guesses) }
        return SubjectSearch.likeliest([best, again])
    }

    /// A quick look, and the small picture that it was taken in.
    func glance() -> (view: SubjectView, guess: SubjectGuess?) {
        let view = SubjectView(picture, side: SubjectSearch.quickSide)
        return (view, guesses([.whole], view: view, cues: SubjectCues(view), runs: 4, rounds: 3).first)
    }

    static func likeliest(_ guesses: [SubjectGuess]) -> SubjectGuess? {
        // Of equals the first.
        guesses.max { $0.quality < $1.quality }
    }

    // MARK: From the frame inwards

    /// Which parts of the frame are taken for ground: no one choice fits all pictures.
    enum Hypothesis: Sendable {
        /// All of it, the middle of the lower side dearer.
        case whole
        /// The top and the upper sides: somebody cut off below.
        case bust
        /// What is sharp.
        case focused
    }

    /// A guess from each hypothesis that leads to one, in their order.
    private func guesses(
        _ hypotheses: [Hypothesis], view: SubjectView, cues: SubjectCues, runs: Int, rounds: Int
    ) -> [SubjectGuess] {
        let maps = Slots<Maps>(count: hypotheses.count)
        let cuts = Slots<Mask>(count: hypotheses.count * runs)
        let guesses = Slots<SubjectGuess>(count: hypotheses.count)
        crew.perform(maps.count) { i in
            if !halted() { maps[i] = Maps(hypotheses[i], view: view, cues: cues) }
        }
        if halted() { return [] }
        crew.perform(cuts.count) { i in
            let hypothesis = i / runs
            cuts[i] = cut(maps[hypothesis]!, run: i % runs, view: view, rounds: rounds)
        }
        if halted() { return [] }
        crew.perform(guesses.count) { i in
            guesses[i] = SubjectGuess((i * runs..<(i + 1) * runs).compactMap { cuts[$0] }, runs: runs, view: view)
        }
        return halted() ? [] : guesses.values
    }

    /// What a hypothesis takes for the subject.
    private struct Maps: Sendable {
        let hypothesis: Hypothesis
        let signs: [(map: Plane, weight: Float)]
        let prior: Plane

        init(_ hypothesis: Hypothesis, view: SubjectView, cues: SubjectCues) {
            self.hypothesis = hypothesis
            signs = SubjectSearch.signs(hypothesis, view: view, cues: cues)
            prior = SubjectSearch.prior(hypothesis, width: view.width, height: view.height)
        }
    }

    /// The first run takes the signs as they are, the others with other weights.
    private func cut(_ maps: Maps, run: Int, view: SubjectView, rounds: Int) -> Mask? {
        if halted() { return nil }
        let (width, height) = (view.width, view.height)
        var noise = CounterNoise(seed: 0, .subject, run)
        func between(_ low: Float, _ high: Float) -> Float { low + (high - low) * Float(noise.below(4096)) / 4096 }
        let weights = maps.signs.map { $0.weight * (run == 0 ? 1 : -1.2 * Portable.log(between(0.002, 1))) }
        let total = weights.reduce(0, +)
        let floor = between(0.15, 0.6)
        let map = Plane(width: width, height: height, fill: 0)
        for (sign, weight) in zip(maps.signs, weights) {
            for i in 0..<map.count { map.values[i] += weight / total * sign.map.values[i] }
        }
        map.update { value, i in value * (floor + maps.prior.values[i]) }
        let saliency = map.stretched(2, 98)
        let cutoff = saliency.otsu * (run == 0 ? 1 : between(0.8, 1.15))
        let (threshold, slope) = (min(max(cutoff, 0.15), 0.75), between(5, 9))
        let hypothesis = maps.hypothesis
        let guess = Plane(like: saliency) { x, y in
            let value = 1 / (1 + Portable.exp((threshold - saliency.row(y)[x]) * slope))
            let isRim = y < 2 || ((x < 2 || x >= width - 2) && (hypothesis != .bust || 5 * y < 3 * height))
            return isRim ? 0.6 * value : value
        }
        return SubjectCut(
            view: view, seed: UInt64(run), smoothness: between(6, 14), trust: between(0.5, 1.3), rounds: rounds
        ).run(guess, halted: halted)?.cleaned()
    }

    private static func signs(
        _ hypothesis: Hypothesis, view: SubjectView, cues: SubjectCues
    ) -> [(map: Plane, weight: Float)] {
        let (width, height) = (view.width, view.height)
        let band = max(3, max(width, height) / 20)
        let sharp = view.focus.stretched(2, 98)
        let sharpness = min(max((view.focusSpread - 0.6) / 1.4, 0), 1)
        if hypothesis == .bust {
            let seeds = Mask(width: width, height: height) { x, y in
                y == 0 || ((x == 0 || x == width - 1) && 5 * y < 3 * height)
            }
            let ring = Mask(width: width, height: height) { x, y in
                y < band || ((x < band || x >= width - band) && 100 * y < 62 * height)
            }
            let frame = cues.frameFields([.top, .left, .right], downTo: 0.6)
            return [
                (cues.barrier(to: seeds), 1), (cues.geodesic(from: frame) { _, _ in 0 }, 1.2), (cues.contrast, 0.4),
                (cues.strangeness(to: ring, clusters: 6), 1.2), (sharp, 0.8 * sharpness),
            ]
        }
        let open = Mask(width: width, height: height) { x, y in
            x == 0 || x == width - 1 || y == 0
                || (y == height - 1 && (100 * x < 12 * width || 100 * x >= 88 * width))
        }
        let ring = Mask(width: width, height: height) { x, y in
            let side = x < band || x >= width - band
            return y < band || side || (y >= height - band && (6 * x < width || 6 * x >= 5 * width))
        }
        let barrier = cues.barrier(to: open)
        let frame = cues.frameFields([.left, .right, .top, .bottom])
        let way = cues.geodesic(from: frame) { x, y in y > 0.9 && abs(x - 0.5) < 0.4 ? 8 : 0 }
        let strange = cues.strangeness(to: ring, clusters: 7)
        if hypothesis == .focused { return [(sharp, 3), (barrier, 0.6), (way, 0.5), (strange, 0.5)] }
        let closed = Mask(width: width, height: height) { x, y in
            x == 0 || x == width - 1 || y == 0 || y == height - 1
        }
        return [
            (barrier, 1), (way, 1), (cues.contrast, 1), (strange, 0.8), (cues.barrier(to: closed), 0.5),
            (sharp, 1.3 * sharpness),
        ]
    }

    /// Where subjects lie, 0…1.
    private static func prior(_ hypothesis: Hypothesis, width: Int, height: Int) -> Plane {
        Plane(width: width, height: height) { column, row in
            let (x, y) = (Float(column) / Float(width - 1) - 0.5, Float(row) / Float(height - 1))
            switch hypothesis {
            case .whole, .focused:
                let (u, v) = (x / 0.36, (y - 0.52) / 0.4)
                let middle = Portable.exp(-(u * u + v * v) / 1.6)
                return hypothesis == .whole ? middle : 0.35 + 0.65 * middle
            case .bust:
                // A column that widens downwards.
                let u = x / (0.26 + 0.16 * y)
                let v = min(y - 0.5, 0) / 0.36
                return Portable.exp(-u * u / 1.6) * Portable.exp(-v * v / 1.3)
            }
        }
    }

    // MARK: From a box inwards

    /// The subject once more, with all that lies outside its own box for certain ground.
    private func again(_ guess: SubjectGuess, view: SubjectView, cues: SubjectCues) -> SubjectGuess? {
        inside(SubjectSearch.box(around: guess.region), view: view, cues: cues, lines: nil)
    }

    /// The box of a region and a little more.
    static func box(around region: Mask) -> Mask {
        let (columns, rows) = region.box
        let (across, down) = (Int(0.035 * Float(region.width)), Int(0.035 * Float(region.height)))
        return Mask(width: region.width, height: region.height) { x, y in
            x >= columns.lowerBound - across && x < columns.upperBound + across && y >= rows.lowerBound - down
                && y < rows.upperBound + down
        }
    }

    /// The subject that lies in a box.
    /// - Parameter lines: pixels that the person said belong to the subject, and to the ground.
    func inside(
        _ box: Mask, view: SubjectView, cues: SubjectCues, lines: (subject: Mask, ground: Mask)?
    ) -> SubjectGuess? {
        if halted() { return nil }
        let (width, height) = (view.width, view.height)
        let ground = lines.map { box.inverted.union($0.ground) } ?? box.inverted
        let (columns, rows) = box.box
        guard !columns.isEmpty else { return nil }
        // Where nothing is left of the frame its upper edge stands in for it.
        let seeds =
            ground.isEmpty ? Mask(width: width, height: height) { _, y in y == 0 } : ground
        let barrier = cues.barrier(to: seeds)
        let strange = cues.strangeness(to: seeds, clusters: 7, blur: 0)
        let ellipse = SubjectSearch.ellipse(in: columns, rows, width: width, height: height)
        var nearness: Plane?
        if let lines, !lines.subject.isEmpty {
            let planes = view.weighted.map { $0.blurred(0.8) }
            let toSubject = Plane.geodesicDistance(planes, to: lines.subject, toll: 0.35)
            let toGround = Plane.geodesicDistance(planes, to: seeds, toll: 0.35)
            nearness = toGround.with(toSubject) { $0 / ($0 + $1 + 1e-3) }
        }
        let runs = 5
        let cuts = Slots<Mask>(count: runs)
        let near = nearness
        crew.perform(runs) { run in
            var noise = CounterNoise(seed: 0, .subject, 100 + run)
            func between(_ low: Float, _ high: Float) -> Float { low + (high - low) * Float(noise.below(4096)) / 4096 }
            let (u, v, w) = (between(0.5, 1.2), between(0.3, 0.9), between(0.8, 1.4))
            let map = Plane(like: barrier) { x, y in
                let i = y * width + x
                return u * barrier.values[i] + v * strange.values[i] + w * ellipse.values[i]
            }
            let within = box.bytes.indices.filter { box.bytes[$0] != 0 }.map { map.values[$0] }.sorted()
            let scale = 1 / max(within.last ?? 1, 1e-6)
            let threshold = within[Int(between(0.22, 0.38) * Float(within.count - 1))]
            let middle = between(0.38, 0.5)
            let guess = Plane(like: map) { x, y in
                let i = y * width + x
                if box.bytes[i] == 0 { return 0 }
                let value = 1 / (1 + Portable.exp((threshold - map.values[i]) * scale * 5))
                guard let near else { return value }
                return 0.35 * value + 0.65 / (1 + Portable.exp((middle - near.values[i]) * 9))
            }
            let cut = SubjectCut(
                view: view, seed: UInt64(run), smoothness: between(7, 13), trust: between(0.5, 1.1),
                certain: lines?.subject, excluded: ground)
            cuts[run] = cut.run(guess, halted: halted)?.cleaned()
        }
        if halted() { return nil }
        return SubjectGuess((0..<runs).compactMap { cuts[$0] }, runs: runs, view: view)
    }

    /// Fades from the middle of a box outwards; where the box meets the picture's edge, from there.
    private static func ellipse(in columns: Range<Int>, _ rows: Range<Int>, width: Int, height: Int) -> Plane {
        let isOpen = (
            left: columns.lowerBound <= 2, right: columns.upperBound >= width - 2, bottom: rows.upperBound >= height - 2
        )
        let (wide, high) = (Float(columns.count), Float(rows.count))
        let isHalf = isOpen.left != isOpen.right
        let x0 =
            isHalf
            ? Float(isOpen.left ? columns.lowerBound : columns.upperBound)
            : Float(columns.lowerBound + columns.upperBound) / 2
        let y0 = isOpen.bottom ? Float(rows.upperBound) : Float(rows.lowerBound + rows.upperBound) / 2
        let (rx, ry) = (isHalf ? wide : wide / 2, isOpen.bottom ? high : high / 2)
        return Plane(width: width, height: height) { x, y in
            let (u, v) = ((Float(x) - x0) / rx, (Float(y) - y0) / ry)
            return Portable.exp(-(u * u + v * v) / 1.4)
        }
    }
}

extension Plane {
    /// The threshold that parts values of 0…1 best in two groups.
    /// Source: Otsu, "A threshold selection method from gray-level histograms", 1979.
    var otsu: Float {
        var histogram = [Float](repeating: 0, count: 256)
        for i in 0..<count { histogram[Int(min(max(values[i], 0), 1) * 255)] += 1 }
        let total = Float(count)
        let mean = histogram.enumerated().reduce(0) { $0 + Float($1.offset) * $1.element } / total
        var (weight, moment, best, threshold): (Float, Float, Float, Float) = (0, 0, -1, 0)
        for level in 0..<256 {
            weight += histogram[level] / total
            moment += Float(level) * histogram[level] / total
            if weight <= 0 || weight >= 1 { continue }
            let spread = mean * weight - moment
            let variance = spread * spread / (weight * (1 - weight))
            if variance > best { (best, threshold) = (variance, Float(level) / 255) }
        }
        return threshold
    }
}
