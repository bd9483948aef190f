/// Writes cells so that a colour that is already set is not sent again.
///
/// Of the two ways to draw a half block (`▀`, or `▄` with the colours exchanged) it takes the one
/// that needs fewer bytes after the cell before.
struct MosaicWriter {
    private(set) var bytes: [UInt8] = []
    /// Colours that are set now.
    private var foreground = CellColor.terminalDefault
    private var background = CellColor.terminalDefault

    /// - Parameter resettingFirst: whether colours and attributes (bold, reverse) of what was written
    ///   before may still be set. If not, they are taken to be the terminal's own.
    init(reserving count: Int = 0, resettingFirst: Bool) {
        bytes.reserveCapacity(count)
        if resettingFirst { bytes.append(contentsOf: MosaicWriter.plain) }
    }

    /// SGR without parameters: the terminal's own colours, no attributes.
    private static let plain: [UInt8] = [0x1B, 0x5B, 0x6D]

    mutating func move(column: Int, row: Int) {
        bytes.appendMove(column: column, row: row)
    }

    mutating func write(_ cell: Mosaic.Cell) {
        if cell.glyph.isBlank {
            set(foreground: nil, background: cell.background)
            cell.glyph.append(to: &bytes)
            return
        }
        if let inverse = cell.glyph.inverse, cell.foreground != .terminalDefault, cell.background != .terminalDefault,
            cost(foreground: cell.background, background: cell.foreground)
                < cost(foreground: cell.foreground, background: cell.background)
        {
            set(foreground: cell.background, background: cell.foreground)
            inverse.append(to: &bytes)
        } else {
            set(foreground: cell.foreground, background: cell.background)
            cell.glyph.append(to: &bytes)
        }
    }

    /// Gives the terminal its own colours back, if any were set.
    mutating func reset() {
        guard foreground != .terminalDefault || background != .terminalDefault else { return }
        bytes.append(contentsOf: MosaicWriter.plain)
        foreground = .terminalDefault
        background = .terminalDefault
    }

    mutating func endLine() {
        bytes.append(0x0A)
    }

    private func cost(foreground: CellColor, background: CellColor) -> Int {
        (foreground == self.foreground ? 0 : foreground.parameterLength)
            + (background == self.background ? 0 : background.parameterLength)
    }

    private mutating func set(foreground: CellColor?, background: CellColor) {
        let changesForeground = foreground != nil && foreground != self.foreground
        let changesBackground = background != self.background
        guard changesForeground || changesBackground else { return }
        bytes.append(0x1B)
        bytes.append(UInt8(ascii: "["))
        if changesForeground, let foreground {
            foreground.appendParameters(isForeground: true, to: &bytes)
            self.foreground = foreground
            if changesBackground { bytes.append(UInt8(ascii: ";")) }
        }
        if changesBackground {
            background.appendParameters(isForeground: false, to: &bytes)
            self.background = background
        }
        bytes.append(UInt8(ascii: "m"))
    }
}
