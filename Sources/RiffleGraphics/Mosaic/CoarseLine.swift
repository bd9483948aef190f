/// Finds a way to draw a line of cells that trades bytes against error.
///
/// A current colour may be kept for cells that want another; a new colour may be the mean of what this cell and the
/// next want; one colour may replace a cell's two. Each byte has a price in squared error. As in `CheapestLine`, a beam
/// search keeps the best few pen states.
///
/// Source of the trade-off: A. Ortega and K. Ramchandran, "Rate-distortion methods for image and video compression",
/// IEEE Signal Processing Magazine 15(6), 1998.
struct CoarseLine {
    /// A colour with the length of its SGR parameters.
    private struct Ink: Equatable {
        let color: CellColor
        /// Red, green, blue; w is 1 if they are undefined.
        let channels: SIMD4<Int32>
        let length: Int32

        init(_ color: CellColor) {
            self.color = color
            length = Int32(truncatingIfNeeded: color.parameterLength)
            if case .rgb(let red, let green, let blue) = color {
                channels = [Int32(red), Int32(green), Int32(blue), 0]
            } else {
                channels = [0, 0, 0, 1]
            }
        }

        static func == (a: Self, b: Self) -> Bool {
            a.channels == b.channels && (a.channels.w == 0 || a.color == b.color)
        }

        /// Squared distance, summed over the channels; `never` if one has no channels.
        func error(for wanted: Ink) -> Int32 {
            if self == wanted { return 0 }
            if channels.w | wanted.channels.w != 0 { return CoarseLine.never }
            let difference = channels &- wanted.channels
            return (difference &* difference).wrappedSum()
        }

        func middle(to other: Ink) -> Ink {
            let mean = (channels &+ other.channels) / 2
            return Ink(
                .rgb(
                    red: UInt8(truncatingIfNeeded: mean.x), green: UInt8(truncatingIfNeeded: mean.y),
                    blue: UInt8(truncatingIfNeeded: mean.z)))
        }
    }

    private struct State {
        var foreground: Ink
        var background: Ink
        var glyph: MosaicGlyph
        var bytes: Int32
        /// Error so far, plus the price of the bytes.
        var cost: Int32
        /// Index of the previous state in `history`.
        var origin: Int32
    }

    /// A way to draw one colour of a cell.
    private typealias Choice = (ink: Ink, error: Int32)

    /// Squared error that is acceptable to save one byte.
    private let price: Int32
    /// Beam width: the number of states kept at each cell.
    private static let width = 8
    private static let never: Int32 = 1 << 20
    /// Least and most bytes of a colour change, about.
    private static let change = (least: Int32(12), most: Int32(22))

    /// Bytes of the latest line.
    private(set) var bytes = 0
    private var history: [State] = []
    private var fresh: [State] = []

    init(price: Int) { self.price = Int32(truncatingIfNeeded: price) }

    /// - Complexity: O(cells · beam width · choices for a cell).
    mutating func steps(for cells: ArraySlice<Mosaic.Cell>, from pen: MosaicWriter.Pen) -> [CheapestLine.Step] {
        history.removeAll(keepingCapacity: true)
        history.append(
            State(
                foreground: Ink(pen.foreground), background: Ink(pen.background), glyph: .space, bytes: 0, cost: 0,
                origin: -1))
        var last = 0..<1
        for index in cells.indices {
            let next = index + 1 < cells.endIndex ? cells[index + 1] : cells[index]
            let (ink, paper) = (Ink(cells[index].foreground), Ink(cells[index].background))
            let (inkAfter, paperAfter) = (Ink(next.foreground), Ink(next.background))
            let inks = changes(to: ink, before: inkAfter)
            let papers = ink == paper ? inks : changes(to: paper, before: paperAfter)
            let one = single(for: ink, paper)
            fresh.removeAll(keepingCapacity: true)
            for origin in last {
                extend(origin, by: cells[index].glyph, ink, paper, changes: (inks, papers), single: one)
            }
            last = history.count..<history.count + fresh.count
            history += fresh
        }
        var place = last.min { history[$0].cost < history[$1].cost }!
        var states: [State] = []
        states.reserveCapacity(cells.count)
        while history[place].origin >= 0 {
            states.append(history[place])
            place = Int(history[place].origin)
        }
        states.reverse()
        fit(\.foreground, of: &states, to: cells)
        fit(\.background, of: &states, to: cells)
        bytes = 0
        var before = pen
        return states.map { state in
            let pen = MosaicWriter.Pen(foreground: state.foreground.color, background: state.background.color)
            bytes += Int(pen.cost(after: before)) + state.glyph.scalar.length
            before = pen
            return CheapestLine.Step(pen: pen, glyph: state.glyph)
        }
    }

    /// Replaces each colour by the mean of the colours that it stands for, until the next change.
    private func fit(_ layer: WritableKeyPath<State, Ink>, of states: inout [State], to cells: ArraySlice<Mosaic.Cell>)
    {
        let isForeground = layer == \.foreground
        var start = 0
        // The first run may continue a colour that was set before the line.
        var set = history[0][keyPath: layer]
        while start < states.count {
            let ink = states[start][keyPath: layer]
            let end = states[start...].firstIndex { $0[keyPath: layer] != ink } ?? states.count
            defer { start = end }
            if ink == set { continue }
            set = ink
            var sum = SIMD4<Int32>.zero
            var count: Int32 = 0
            for index in start..<end {
                let cell = cells[cells.startIndex + index]
                for color in CoarseLine.colors(of: cell, shownBy: states[index].glyph, isForeground: isForeground) {
                    sum &+= Ink(color).channels
                    count += 1
                }
            }
            // Nothing to average, or a colour without channels.
            guard count > 0, sum.w == 0 else { continue }
            let mean = (sum &+ count / 2) / count
            let fitted = Ink(
                .rgb(
                    red: UInt8(truncatingIfNeeded: mean.x), green: UInt8(truncatingIfNeeded: mean.y),
                    blue: UInt8(truncatingIfNeeded: mean.z)))
            for index in start..<end { states[index][keyPath: layer] = fitted }
        }
    }

    /// Which colours of a cell the foreground, or the background, of a glyph shows.
    private static func colors(of cell: Mosaic.Cell, shownBy glyph: MosaicGlyph, isForeground: Bool) -> [CellColor] {
        if glyph.isBlank || glyph.exchanged?.isBlank == true {
            guard glyph.isBlank != isForeground else { return [] }
            return cell.glyph.isBlank ? [cell.background] : [cell.foreground, cell.background]
        }
        return [(glyph == cell.glyph) == isForeground ? cell.foreground : cell.background]
    }

    /// Candidate colours to set for a cell: its own, and one that may suit the next cell too.
    private func changes(to wanted: Ink, before next: Ink) -> [Choice] {
        let distance = wanted.error(for: next)
        guard distance > 0, distance < 2 * price * CoarseLine.change.most else { return [(wanted, 0)] }
        let middle = wanted.middle(to: next)
        return [(wanted, 0), (middle, middle.error(for: wanted))]
    }

    /// One colour for both, if they are similar enough.
    private func single(for ink: Ink, _ paper: Ink) -> Choice? {
        let distance = ink.error(for: paper)
        guard distance > 0, distance < 2 * price * CoarseLine.change.most else { return nil }
        let middle = ink.middle(to: paper)
        return (middle, middle.error(for: ink) + middle.error(for: paper))
    }

    /// The candidates after a current colour: only that colour if its error is small enough that any change costs more.
    private func choices(after set: Ink, for wanted: Ink, _ changes: [Choice]) -> [Choice] {
        let error = set.error(for: wanted)
        if error <= price * CoarseLine.change.least / 2 { return [(set, error)] }
        return error <= price * CoarseLine.change.most * 2 ? changes + [(set, error)] : changes
    }

    /// Adds all ways to draw a cell after a state.
    private mutating func extend(
        _ origin: Int, by glyph: MosaicGlyph, _ ink: Ink, _ paper: Ink, changes: (ink: [Choice], paper: [Choice]),
        single: Choice?
    ) {
        let (foreground, background) = (history[origin].foreground, history[origin].background)
        if glyph.isBlank {
            // Counted twice, because it replaces both colours.
            for choice in choices(after: background, for: paper, changes.paper) {
                add(origin, glyph, foreground, choice.ink, error: 2 * choice.error)
            }
            guard let full = glyph.exchanged, ink == paper, paper.channels.w == 0 else { return }
            for choice in choices(after: foreground, for: paper, changes.paper) {
                add(origin, full, choice.ink, background, error: 2 * choice.error)
            }
            return
        }
        let papers = choices(after: background, for: paper, changes.paper)
        for upper in choices(after: foreground, for: ink, changes.ink) {
            for lower in papers { add(origin, glyph, upper.ink, lower.ink, error: upper.error + lower.error) }
        }
        guard let inverse = glyph.exchanged, ink.channels.w | paper.channels.w == 0 else { return }
        let inks = choices(after: background, for: ink, changes.ink)
        for upper in choices(after: foreground, for: paper, changes.paper) {
            for lower in inks { add(origin, inverse, upper.ink, lower.ink, error: upper.error + lower.error) }
        }
        guard let single else { return }
        add(origin, .empty, foreground, single.ink, error: single.error)
        add(origin, .empty, foreground, background, error: background.error(for: ink) + background.error(for: paper))
        add(origin, .full, foreground, background, error: foreground.error(for: ink) + foreground.error(for: paper))
    }

    private mutating func add(
        _ origin: Int, _ glyph: MosaicGlyph, _ foreground: Ink, _ background: Ink, error: Int32
    ) {
        let before = history[origin]
        let changesForeground = foreground != before.foreground
        let changesBackground = background != before.background
        var bytes = Int32(truncatingIfNeeded: glyph.scalar.length)
        if changesForeground || changesBackground {
            bytes += 3 + (changesForeground && changesBackground ? 1 : 0)
            if changesForeground { bytes += foreground.length }
            if changesBackground { bytes += background.length }
        }
        let state = State(
            foreground: foreground, background: background, glyph: glyph, bytes: before.bytes + bytes,
            cost: before.cost + error + price * bytes, origin: Int32(truncatingIfNeeded: origin))
        // Keeps the best few states, each pen once.
        if fresh.count == CoarseLine.width, state.cost >= fresh[CoarseLine.width - 1].cost { return }
        if let same = fresh.firstIndex(where: { $0.foreground == foreground && $0.background == background }) {
            guard state.cost < fresh[same].cost else { return }
            fresh.remove(at: same)
        } else if fresh.count == CoarseLine.width {
            fresh.removeLast()
        }
        fresh.insert(state, at: fresh.firstIndex { $0.cost > state.cost } ?? fresh.endIndex)
    }
}
