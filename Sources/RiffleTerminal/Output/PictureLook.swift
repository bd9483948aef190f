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
}
