/// Writes cells without repeating colours that are already set.
struct MosaicWriter {
    private(set) var bytes: [UInt8] = []
    private var pen = Pen()
    private var line = CheapestLine()

    /// The current foreground and background.
    struct Pen: Equatable {
        var foreground = CellColor.terminalDefault
        var background = CellColor.terminalDefault
    }

    /// - Parameter resettingFirst: whether earlier output may have left colours or attributes set. If false, the
    ///   terminal's defaults are assumed.
    init(reserving count: Int = 0, resettingFirst: Bool) {
        bytes.reserveCapacity(count)
        if resettingFirst { bytes.append(contentsOf: MosaicWriter.plain) }
    }

    /// SGR without parameters: default colours, no attributes.
    private static let plain: [UInt8] = [0x1B, 0x5B, 0x6D]

    mutating func move(column: Int, row: Int) {
        bytes.appendMove(column: column, row: row)
    }

    /// Moves the cursor to the right by at least one cell.
    mutating func skip(_ count: Int) {
        bytes.append(0x1B)
        bytes.append(UInt8(ascii: "["))
        if count > 1 { bytes.appendDecimal(count) }
        bytes.append(UInt8(ascii: "C"))
    }

    /// Writes adjacent cells.
    mutating func write(_ cells: ArraySlice<Mosaic.Cell>) {
        for step in line.steps(for: cells, from: pen) {
            set(step.pen)
            bytes.append(step.glyph.scalar)
        }
    }

    mutating func write(_ cell: Mosaic.Cell) {
        write([cell])
    }

    /// Writes one cell whose character has combining marks.
    mutating func write(_ text: String, foreground: CellColor) {
        set(Pen(foreground: foreground, background: .terminalDefault))
        bytes.append(contentsOf: text.utf8)
    }

    /// Restores the default colours, if any were set.
    mutating func reset() {
        guard pen != Pen() else { return }
        bytes.append(contentsOf: MosaicWriter.plain)
        pen = Pen()
    }

    mutating func endLine() {
        bytes.append(0x0A)
    }

    private mutating func set(_ new: Pen) {
        guard new != pen else { return }
        bytes.append(0x1B)
        bytes.append(UInt8(ascii: "["))
        if new.foreground != pen.foreground {
            new.foreground.appendParameters(isForeground: true, to: &bytes)
            if new.background != pen.background { bytes.append(UInt8(ascii: ";")) }
        }
        if new.background != pen.background { new.background.appendParameters(isForeground: false, to: &bytes) }
        bytes.append(UInt8(ascii: "m"))
        pen = new
    }
}

extension MosaicWriter.Pen {
    /// Bytes of the sequence that changes `other` to this pen.
    func cost(after other: Self) -> Int32 {
        let changesForeground = foreground != other.foreground
        let changesBackground = background != other.background
        guard changesForeground || changesBackground else { return 0 }
        let parameters =
            (changesForeground ? foreground.parameterLength : 0) + (changesBackground ? background.parameterLength : 0)
        return Int32(3 + parameters + (changesForeground && changesBackground ? 1 : 0))
    }
}
