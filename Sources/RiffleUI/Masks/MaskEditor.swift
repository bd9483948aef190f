package import RiffleAPI

/// The mask editor: the brush, the painted steps, and those that can be redone.
package struct MaskEditor: Sendable, Equatable {
    package let source: Order.Source
    package let title: String
    /// Facts of the original picture.
    package let facts: PictureFacts
    /// How a picture is made square; the mask belongs to the result.
    package private(set) var mend = Mend.none
    package private(set) var sketch: MaskSketch
    private var undone: [MaskSketch.Step] = []
    /// The position of the brush.
    package private(set) var spot: MaskSketch.Spot
    /// Index in `brushes`.
    private var brush = 3
    package private(set) var erases = false
    /// Whether moving paints.
    package private(set) var isPenDown = false
    /// The first corner of a rectangle.
    package private(set) var corner: MaskSketch.Spot?
    private var scale: Double?

    /// Radii relative to the picture's shorter side.
    private static let brushes = [0.004, 0.008, 0.016, 0.032, 0.064, 0.125, 0.25]
    /// Maximum length of a stroke; a longer one becomes several steps.
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

    /// The visible part: all of the picture, or the area around the brush.
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

    /// Moves the brush; with the pen down it paints along the way.
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

    /// The picture's pixel at a cell.
    ///
    /// - Parameter cell: size of a cell in pixels.
    func spot(at point: Point, in rect: Rect, cell: Size) -> MaskSketch.Spot {
        func place(_ offset: Int, of cells: Int, _ size: Int, _ pixels: Int, _ middle: Double, _ scale: Double) -> Int {
            let room = Double(cells * size)
            let shown = Double(pixels) * scale
            // A picture larger than its area is not scrolled beyond its edges.
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

    /// Paints with the mouse: starts or continues a stroke, or moves the second corner of a rectangle.
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

    /// Paints at the brush, or finishes the rectangle.
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

    /// Cancels the rectangle or lifts the pen; false if there was neither.
    mutating func letGo() -> Bool {
        let held = corner != nil || isPenDown
        (corner, isPenDown) = (nil, false)
        return held
    }

    /// Continues with earlier marks.
    mutating func begin(with steps: [MaskSketch.Step]) { sketch.steps = steps }

    /// Clears the mask; false if it is empty.
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

    /// False if there is nothing to undo.
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

    /// Changes how the picture is made square. The mask belongs to the old shape and is cleared.
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
