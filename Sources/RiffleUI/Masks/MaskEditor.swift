package import RiffleAPI

/// The picture whose mask is painted: where the brush is, what was painted, and what could be painted again.
package struct MaskEditor: Sendable, Equatable {
    package let source: Order.Source
    package let title: String
    /// Of the picture as it is.
    package let facts: PictureFacts
    /// How a picture that is not square is made so; a mask belongs to one of these shapes.
    package private(set) var mend = Mend.none
    package private(set) var sketch: MaskSketch
    private var undone: [MaskSketch.Step] = []
    /// Where the brush is.
    package private(set) var spot: MaskSketch.Spot
    /// Place in `brushes`.
    private var brush = 3
    package private(set) var erases = false
    /// Moving paints.
    package private(set) var isPenDown = false
    /// Where a rectangle was begun.
    package private(set) var corner: MaskSketch.Spot?
    private var scale: Double?

    /// Radii in parts of the picture's shorter side.
    private static let brushes = [0.004, 0.008, 0.016, 0.032, 0.064, 0.125, 0.25]
    /// The longest stroke: a longer one goes on as a step of its own.
    private static let strokeLimit = 500

    init(source: Order.Source, title: String, facts: PictureFacts) {
        self.source = source
        self.title = title
        self.facts = facts
        sketch = MaskSketch(width: facts.width, height: facts.height)
        spot = MaskSketch.Spot(x: facts.width / 2, y: facts.height / 2)
    }

    private var side: Int { min(sketch.width, sketch.height) }

    package var radius: Int { max(1, Int((Double(side) * MaskEditor.brushes[brush]).rounded())) }

    /// The mask with the brush on it.
    package var shown: MaskSketch {
        var shown = sketch
        shown.pointer = corner.map { .rectangle($0, spot) } ?? .brush(spot, radius: radius)
        return shown
    }

    /// Where the person looks: all of it, or the surroundings of the brush.
    package var viewport: Viewport {
        guard let scale else { return .fit }
        return Viewport(
            scale: scale, x: (Double(spot.x) + 0.5) / Double(sketch.width),
            y: (Double(spot.y) + 0.5) / Double(sketch.height))
    }

    // MARK: Moving

    package enum Pace { case pixel, brush, far }

    mutating func move(x: Int, y: Int, _ pace: Pace) {
        let distance =
            switch pace {
            case .pixel: 1
            case .brush: max(1, radius)
            case .far: max(1, radius, side / 8)
            }
        go(to: MaskSketch.Spot(x: spot.x + x * distance, y: spot.y + y * distance))
    }

    /// To a place of the picture; with the pen down it is painted as far as there.
    mutating func go(to place: MaskSketch.Spot) {
        spot = MaskSketch.Spot(
            x: min(max(place.x, 0), sketch.width - 1), y: min(max(place.y, 0), sketch.height - 1))
        guard isPenDown, corner == nil else { return }
        if case .stroke(var spots, let radius, let erases) = sketch.steps.last, radius == self.radius,
            erases == self.erases, spots.count < MaskEditor.strokeLimit
        {
            if spots.last != spot { spots.append(spot) }
            sketch.steps[sketch.steps.count - 1] = .stroke(spots, radius: radius, erases: erases)
        } else {
            paint()
        }
    }

    /// The pixel of the picture that is shown at a cell.
    ///
    /// - Parameter cell: pixels of a cell of the screen.
    func spot(at point: Point, in rect: Rect, cell: Size) -> MaskSketch.Spot {
        func place(_ offset: Int, of cells: Int, _ size: Int, _ pixels: Int, _ middle: Double, _ scale: Double) -> Int {
            let room = Double(cells * size)
            let shown = Double(pixels) * scale
            // Where the picture is larger than its room it is moved no further than to its edges.
            let half = room / 2 / scale
            let middle =
                shown > room ? min(max(middle * Double(pixels), half), Double(pixels) - half) : Double(pixels) / 2
            return Int((middle + ((Double(offset) + 0.5) * Double(size) - room / 2) / scale).rounded(.down))
        }
        let fit = min(
            Double(rect.columns * cell.columns) / Double(sketch.width),
            Double(rect.rows * cell.rows) / Double(sketch.height), 8)
        let (scale, view) = (scale ?? fit, viewport)
        return MaskSketch.Spot(
            x: place(point.column - rect.column, of: rect.columns, cell.columns, sketch.width, view.x, scale),
            y: place(point.row - rect.row, of: rect.rows, cell.rows, sketch.height, view.y, scale))
    }

    /// Paints by the mouse: a new stroke, or one that goes on; with a rectangle begun its other corner.
    mutating func paint(to place: MaskSketch.Spot, isNew: Bool) {
        let wasDown = isPenDown
        if isNew {
            isPenDown = false
            go(to: place)
            if corner == nil { paint() }
        } else {
            isPenDown = true
            go(to: place)
        }
        isPenDown = wasDown
    }

    mutating func zoom(_ command: CommandName) {
        switch command {
        case .zoomIn: scale = min(32, scale.map { $0 * 2 } ?? 1)
        case .zoomOut: scale = scale.flatMap { $0 > 0.25 ? $0 / 2 : nil }
        default: scale = nil
        }
    }

    // MARK: Painting

    /// Paints where the brush is, or the rectangle that was begun.
    mutating func paint() {
        if let corner {
            self.corner = nil
            return take(.rectangle(corner, spot, erases: erases))
        }
        take(.stroke([spot], radius: radius, erases: erases))
    }

    mutating func take(_ step: MaskSketch.Step) {
        sketch.steps.append(step)
        undone = []
    }

    mutating func togglePen() {
        isPenDown.toggle()
        corner = nil
        if isPenDown { paint() }
    }

    mutating func toggleRectangle() {
        guard corner == nil else { return paint() }
        isPenDown = false
        corner = spot
    }

    /// Gives up a rectangle that was begun, or the pen; false where there was none.
    mutating func letGo() -> Bool {
        let held = corner != nil || isPenDown
        (corner, isPenDown) = (nil, false)
        return held
    }

    /// Goes on with marks that were made before.
    mutating func begin(with steps: [MaskSketch.Step]) { sketch.steps = steps }

    /// Begins anew; false where there is nothing to clear.
    @discardableResult
    mutating func clear() -> Bool {
        guard !sketch.steps.isEmpty else { return false }
        sketch.steps = []
        undone = []
        return true
    }

    mutating func toggleEraser() { erases.toggle() }

    mutating func size(by step: Int) { brush = min(max(brush + step, 0), MaskEditor.brushes.count - 1) }

    mutating func grow(_ isWider: Bool) {
        let distance = max(1, side / 100)
        take(isWider ? .grow(distance) : .shrink(distance))
    }

    /// False when there is nothing to take back.
    mutating func undo() -> Bool {
        guard let last = sketch.steps.popLast() else { return false }
        undone.append(last)
        isPenDown = false
        return true
    }

    mutating func redo() -> Bool {
        guard let next = undone.popLast() else { return false }
        sketch.steps.append(next)
        return true
    }

    /// The next way to a square, for a file that is none. What was painted belongs to the other shape and goes.
    mutating func turnMend() -> Bool {
        guard !facts.isSquare else { return false }
        let ways: [Mend] = [.none, .cropCenter, .cropStart, .cropEnd, .pad]
        mend = ways[((ways.firstIndex(of: mend) ?? 0) + 1) % ways.count]
        let (short, long) = (min(facts.width, facts.height), max(facts.width, facts.height))
        let side = mend == .pad ? long : short
        sketch =
            mend == .none
            ? MaskSketch(width: facts.width, height: facts.height) : MaskSketch(width: side, height: side)
        undone = []
        (corner, isPenDown) = (nil, false)
        spot = MaskSketch.Spot(x: sketch.width / 2, y: sketch.height / 2)
        return true
    }
}
