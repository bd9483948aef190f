/// How a picture is turned into what a terminal shows.
public enum GraphicsMethod: Sendable, Hashable {
    /// Two pixels a cell, drawn as coloured half blocks. Every font has them.
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
    /// Real pixels in at most this many colours (2…256 are used; more registers bring nothing).
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

    /// Colours of the cells, for methods that draw with characters.
    var depth: ColorDepth? {
        switch self {
        case .half(let depth), .quadrant(let depth), .sextant(let depth), .octant(let depth), .braille(let depth),
            .ascii(let depth):
            depth
        case .sixel, .kitty, .iterm2: nil
        }
    }
}

/// How many colours the cells of a terminal can have. Ordered: more colours are greater.
public enum ColorDepth: Sendable, Hashable, Comparable, CaseIterable {
    case mono, palette16, palette256, truecolor
}

/// How a picture that was sent to kitty gets onto the screen.
public enum KittyStyle: Sendable, Hashable {
    /// As cells with a character that stands for a piece of the picture: whatever moves, covers or
    /// restores text does so with the picture. kitty ≥ 0.28, Ghostty, Rio; also through tmux.
    case placeholders
    /// At a position of the screen, under the text. All terminals with the protocol.
    case direct
}

/// What the person asks for; `Capabilities.method(preferring:)` makes a method of it.
public enum GraphicsChoice: String, Sendable, Hashable, CaseIterable {
    /// The best that the terminal answered that it has, half blocks elsewhere.
    case auto
    case half
    case quadrant
    case sextant
    case octant
    case braille
    case ascii
    /// Half blocks in the terminal's two own colours.
    case mono
    /// This and the two after it even where the terminal did not answer that it has it.
    case sixel
    case kitty
    case iterm
}

/// How colours that are not in the palette are approximated by their neighbourhood.
public enum Dither: String, Sendable, Hashable, CaseIterable {
    /// Every pixel takes the nearest colour.
    case none
    /// A fixed pattern of thresholds: a pixel does not change with what is around it.
    case ordered
    /// Floyd–Steinberg error diffusion. Mosaics have too few pixels for it and use `ordered` instead.
    case diffusion
}

/// How much of a picture is sent. Ordered: more is greater.
public enum Fidelity: Sendable, Hashable, Comparable, CaseIterable {
    /// A first look for a slow line: at most 30 KB for a photo in 56×28 cells, whatever the method.
    case coarse
    /// What is looked at: every pixel, in the colours that a person tells apart.
    case fine
    /// Every colour too, where the method can: for looking closely.
    case full
}
