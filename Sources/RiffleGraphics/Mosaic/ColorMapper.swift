import RiffleImage

/// Maps pixels to terminal colours.
struct ColorMapper {
    private let palette: TerminalPalette?
    /// Distance between neighbouring palette colours, for ordered dithering; 0 for no dithering.
    let spread: Int
    /// Cached palette index for each bin of 4×4×4 colours; -1 if not computed yet.
    private var known: [Int16]

    init(_ depth: ColorDepth, _ options: PreviewOptions) {
        let isDithered = options.effectiveDither != .none
        switch depth {
        case .truecolor: (palette, spread) = (nil, 0)
        case .palette256: (palette, spread) = (.xterm256, isDithered ? 40 : 0)
        case .palette16, .mono: (palette, spread) = (.ansi16, isDithered ? 128 : 0)
        }
        known = palette == nil ? [] : Array(repeating: -1, count: 64 * 64 * 64)
    }

    /// The colour of a pixel at its position, dithered if configured.
    mutating func color(of pixel: Pixel, x: Int, y: Int) -> CellColor {
        if palette == nil { return .rgb(red: pixel.red, green: pixel.green, blue: pixel.blue) }
        let moved = spread == 0 ? pixel : OrderedDither.moved(pixel, x: x, y: y, spread: spread)
        return .indexed(index(red: moved.red, green: moved.green, blue: moved.blue))
    }

    /// The palette index nearest to a colour, 0…255 in x, y and z.
    mutating func index(nearest color: SIMD4<Float>) -> UInt8 {
        let channels = SIMD4<Int32>(color + 0.5)
        return index(
            red: UInt8(clamping: channels.x), green: UInt8(clamping: channels.y), blue: UInt8(clamping: channels.z))
    }

    /// The colour of a palette index, 0…255.
    func shown(_ index: UInt8) -> SIMD4<Float> {
        guard let palette else { return .zero }
        let color = palette.colors[Int(index) - palette.firstIndex]
        return [Float(color.red), Float(color.green), Float(color.blue), 0]
    }

    /// Uses the centre of the colour's bin, so that results can be cached: a search compares every entry.
    private mutating func index(red: UInt8, green: UInt8, blue: UInt8) -> UInt8 {
        let bin = Int(red >> 2) << 12 | Int(green >> 2) << 6 | Int(blue >> 2)
        if known[bin] >= 0 { return UInt8(known[bin]) }
        let found = palette?.nearest(red: red & ~3 | 2, green: green & ~3 | 2, blue: blue & ~3 | 2) ?? 0
        known[bin] = Int16(found)
        return found
    }
}
