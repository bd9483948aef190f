/// Finds the shortest byte sequence that draws a line of cells.
///
/// A cell can be drawn as its glyph, or as the inverse glyph with the colours exchanged; a cell of a single colour as a
/// space or as a full block. A choice that is cheap now may cost more later, so a beam search keeps the cheapest few
/// pen states along the line, and the path to the cheapest final state is used.
struct CheapestLine {
    /// One cell as it will be written.
    struct Step {
        var pen: MosaicWriter.Pen
        var glyph: MosaicGlyph

        var cell: Mosaic.Cell {
            let foreground = glyph.isBlank ? pen.background : pen.foreground
            return Mosaic.Cell(glyph: glyph, foreground: foreground, background: pen.background)
        }
    }

    private struct State {
        var step: Step
        /// Bytes since the start of the line.
        var cost: Int32
        /// Summed squared distance from the wanted colours; breaks ties in cost.
        var error: Int32
        /// Index of the previous state in `history`.
        var origin: Int32

        static func < (a: State, b: State) -> Bool { a.cost == b.cost ? a.error < b.error : a.cost < b.cost }
    }

    /// Bytes of the latest line.
    private(set) var cost = 0
    private let tolerance: Int
    /// Beam width: the number of states kept at each cell.
    private let width: Int
    /// All kept states, cell by cell.
    private var history: [State] = []
    private var fresh: [State] = []

    /// - Parameter tolerance: how far (0…255) a channel may differ from the wanted colour to save bytes.
    init(tolerance: Int = 0) {
        self.tolerance = tolerance
        width = tolerance == 0 ? 4 : tolerance == 1 ? 6 : 16
    }

    /// - Complexity: O(cells · beam width²).
    mutating func steps(for cells: ArraySlice<Mosaic.Cell>, from pen: MosaicWriter.Pen) -> [Step] {
        history.removeAll(keepingCapacity: true)
        history.append(State(step: Step(pen: pen, glyph: .space), cost: 0, error: 0, origin: -1))
        var last = 0..<1
        for cell in cells {
            fresh.removeAll(keepingCapacity: true)
            for origin in last { extend(origin, by: cell) }
            if fresh.count > width {
                fresh.sort { $0 < $1 }
                fresh.removeSubrange(width...)
            }
            last = history.count..<history.count + fresh.count
            history += fresh
        }
        var place = last.min { history[$0] < history[$1] }!
        cost = Int(history[place].cost)
        var steps: [Step] = []
        steps.reserveCapacity(cells.count)
        while history[place].origin >= 0 {
            steps.append(history[place].step)
            place = Int(history[place].origin)
        }
        return steps.reversed()
    }

    /// Adds all ways to draw a cell after a state.
    private mutating func extend(_ origin: Int, by cell: Mosaic.Cell) {
        let pen = history[origin].step.pen
        let (ink, paper) = (cell.foreground, cell.background)
        if cell.glyph.isBlank {
            add(origin, cell.glyph, pen.foreground, near(pen.background, paper), from: (pen.foreground, paper))
            if let full = cell.glyph.exchanged, ink == paper, paper != .terminalDefault {
                add(origin, full, near(pen.foreground, paper), pen.background, from: (paper, pen.background))
            }
            return
        }
        add(origin, cell.glyph, near(pen.foreground, ink), near(pen.background, paper), from: (ink, paper))
        guard let inverse = cell.glyph.exchanged, ink != .terminalDefault, paper != .terminalDefault else { return }
        add(origin, inverse, near(pen.foreground, paper), near(pen.background, ink), from: (paper, ink))
        guard tolerance > 0, ink.distance(to: paper).largest <= 2 * tolerance else { return }
        // If both colours are similar, one is enough.
        for single in [pen.background, ink.middle(to: paper)] where stands(single, for: ink, paper) {
            add(origin, .empty, pen.foreground, single, from: (ink, paper), isSingle: true)
        }
        if stands(pen.foreground, for: ink, paper) {
            add(origin, .full, pen.foreground, pen.background, from: (ink, paper), isSingle: true)
        }
    }

    private func stands(_ color: CellColor, for ink: CellColor, _ paper: CellColor) -> Bool {
        color.distance(to: ink).largest <= tolerance && color.distance(to: paper).largest <= tolerance
    }

    /// `set`, the current colour, if it is close enough to `wanted`; otherwise `wanted`.
    private func near(_ set: CellColor, _ wanted: CellColor) -> CellColor {
        guard tolerance > 0, set != wanted else { return wanted }
        return set.distance(to: wanted).largest <= tolerance ? set : wanted
    }

    /// - Parameters:
    ///   - wanted: the colours that foreground and background approximate.
    ///   - isSingle: whether one of the two approximates both.
    private mutating func add(
        _ origin: Int, _ glyph: MosaicGlyph, _ foreground: CellColor, _ background: CellColor,
        from wanted: (CellColor, CellColor), isSingle: Bool = false
    ) {
        let before = history[origin]
        let pen = MosaicWriter.Pen(foreground: foreground, background: background)
        var state = State(
            step: Step(pen: pen, glyph: glyph),
            cost: before.cost + pen.cost(after: before.step.pen)
                + Int32(glyph.scalar.length), error: before.error, origin: Int32(truncatingIfNeeded: origin))
        if tolerance > 0 {
            let shown = glyph.isBlank ? background : foreground
            state.error +=
                isSingle
                ? shown.distance(to: wanted.0).squared + shown.distance(to: wanted.1).squared
                : foreground.distance(to: wanted.0).squared + background.distance(to: wanted.1).squared
        }
        if let same = fresh.firstIndex(where: { $0.step.pen == pen }) {
            if state < fresh[same] { fresh[same] = state }
        } else {
            fresh.append(state)
        }
    }
}

extension CellColor {
    /// The distance between two colours: the largest over the channels, and the sum of squares. Very large for colours
    /// that cannot be compared.
    func distance(to other: CellColor) -> (largest: Int, squared: Int32) {
        guard case .rgb(let red, let green, let blue) = self,
            case .rgb(let otherRed, let otherGreen, let otherBlue) = other
        else { return self == other ? (0, 0) : (256, 1 << 18) }
        let r = abs(Int(red) - Int(otherRed))
        let g = abs(Int(green) - Int(otherGreen))
        let b = abs(Int(blue) - Int(otherBlue))
        return (max(r, g, b), Int32(r * r + g * g + b * b))
    }

    /// The colour between two true colours.
    func middle(to other: CellColor) -> CellColor {
        guard case .rgb(let red, let green, let blue) = self,
            case .rgb(let otherRed, let otherGreen, let otherBlue) = other
        else { return self }
        return .rgb(
            red: UInt8((Int(red) + Int(otherRed)) / 2), green: UInt8((Int(green) + Int(otherGreen)) / 2),
            blue: UInt8((Int(blue) + Int(otherBlue)) / 2))
    }
}
