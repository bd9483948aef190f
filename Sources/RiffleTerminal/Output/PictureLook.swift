import RiffleGraphics

/// A preview, and whether a better one of the same picture in the same place will follow.
struct PictureLook {
    var preview: Preview
    var isFinal = true
}

extension Preview {
    /// A first guess of what one cell takes on the line; what has been drawn then tells better.
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
    /// About what a cell of the whole picture takes, to tell whether a line is too slow for it.
    var expectedBytesPerCell: Int {
        switch method {
        case .half, .quadrant, .sextant, .octant, .braille, .ascii: 34
        // A photo in 256 colours.
        case .sixel: cell.width * cell.height * 3 / 2
        case .kitty, .iterm2: cell.width * cell.height * 3 / 4
        }
    }
}
