/// How a picture is drawn on a terminal.
public enum GraphicsMethod: Sendable, Hashable {
    /// 1×2 pixels a cell, drawn as coloured half blocks. Every font has them.
    case half(ColorDepth)
    /// 2×2 pixels a cell in two colours. Nearly every font has them.
    case quadrant(ColorDepth)
    /// 2×3 pixels a cell in two colours (Unicode 13).
    case sextant(ColorDepth)
    /// 2×4 pixels a cell in two colours (Unicode 16).
    case octant(ColorDepth)
    /// 2×4 dots a cell.
    case braille(ColorDepth)
    /// Characters below 128 only, for a locale that is not UTF-8.
    case ascii(ColorDepth)
    /// Real pixels in at most this many colours; 2…256 are used.
    case sixel(registers: Int)
    /// Real pixels by kitty's graphics protocol.
    case kitty(KittyStyle)
    /// Real pixels by iTerm2's inline images.
    case iterm2

    /// Whether it is made of characters alone.
    public var isMosaic: Bool {
        switch self {
        case .half, .quadrant, .sextant, .octant, .braille, .ascii: true
        case .sixel, .kitty, .iterm2: false
        }
    }

    /// Whether pictures are sent as PNGs, which may have any number of colours.
    public var takesPNG: Bool {
        switch self {
        case .kitty, .iterm2: true
        case .half, .quadrant, .sextant, .octant, .braille, .ascii, .sixel: false
        }
    }

    /// Number of colours, for the methods that draw with characters.
    var depth: ColorDepth? {
        switch self {
        case .half(let depth), .quadrant(let depth), .sextant(let depth), .octant(let depth), .braille(let depth),
            .ascii(let depth):
            depth
        case .sixel, .kitty, .iterm2: nil
        }
    }
}

/// How many colours the cells of a terminal can have. Ordered: more colours compare greater.
public enum ColorDepth: Sendable, Hashable, Comparable, CaseIterable {
    case mono, palette16, palette256, truecolor
}

/// How a picture that was sent to kitty is shown on the screen.
public enum KittyStyle: Sendable, Hashable {
    /// As cells whose character stands for a piece of the picture. Scrolling, covering and restoring text applies to
    /// them too. kitty ≥ 0.28, Ghostty, Rio; also through tmux.
    case placeholders
    /// At a screen position, under the text. All terminals with the protocol.
    case direct
}

/// The drawing method that the user chooses; `Capabilities.method(preferring:)` turns it into a `GraphicsMethod`.
public enum GraphicsChoice: String, Sendable, Hashable, CaseIterable {
    /// The best method that the terminal confirmed; half blocks otherwise.
    case auto
    case half
    case quadrant
    case sextant
    case octant
    case braille
    case ascii
    /// Half blocks in the terminal's two default colours.
    case mono
    /// `sixel`, `kitty` and `iterm` are used even if the terminal did not confirm them.
    case sixel
    case kitty
    case iterm
}

/// How colours that the palette lacks are approximated.
public enum Dither: String, Sendable, Hashable, CaseIterable {
    /// Every pixel takes the nearest colour.
    case none
    /// A fixed threshold matrix: a pixel does not depend on its neighbours.
    case ordered
    /// Floyd–Steinberg error diffusion. Mosaics have too few pixels for it and use `ordered`.
    case diffusion
}

/// How much detail of a picture is sent. Ordered: more compares greater.
public enum Fidelity: Sendable, Hashable, Comparable, CaseIterable {
    /// A first draft for a slow line: at most 30 KB for a photo in 56×28 cells, with any method.
    case coarse
    /// The normal view: every pixel, in visually distinct colours.
    case fine
    /// Every colour too, if the method supports it: for a close look.
    case full
}
