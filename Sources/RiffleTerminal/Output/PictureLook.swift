import RiffleGraphics

/// A preview, and whether a better one for the same placement will follow.
struct PictureLook {
    var preview: Preview
    var isFinal = true
}

extension Preview {
    /// First estimate of the bytes of one cell; measurements replace it.
    var expectedBytesPerCell: Int {
        switch self {
        case .mosaic: 34
        case .sixel: 400
        case .kitty: 10
        case .iterm: 150
        }
    }
}

extension PreviewOptions {
    /// Estimated bytes per cell of the whole picture, to decide whether the line is too slow for it.
    var expectedBytesPerCell: Int {
        switch method {
        case .half, .quadrant, .sextant, .octant, .braille, .ascii: 34
        // A photo in 256 colours.
        case .sixel: cell.width * cell.height * 3 / 2
        case .kitty, .iterm2: cell.width * cell.height * 3 / 4
        }
    }

    /// Whether a PNG of this many cells arrives at once with all its colours.
    ///
    /// - Parameter doesNow: whether pictures are sent so now. The estimate of the line varies, and a picture should not
    ///   be sent again for that.
    func affordsAllColors(cells: Int, over line: Line, doesNow: Bool) -> Bool {
        guard method.takesPNG else { return false }
        // A photo takes 1.7 bytes a pixel, and a third more in base64.
        if let time = line.time(for: cells * cell.width * cell.height * 9 / 4) {
            return time < .milliseconds(doesNow ? 300 : 150)
        }
        // Before the first picture only the round trip is known; one as short as this is that of a local terminal.
        return line.roundTrip.map { $0 < .milliseconds(5) } ?? false
    }
}
