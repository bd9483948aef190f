/// How a picture is turned into what a terminal shows.
public enum GraphicsMethod: Sendable, Hashable {
    /// Two pixels a cell, drawn as coloured half blocks.
    case half(ColorDepth)
    /// Real pixels in at most this many colours (2…256 are used; more registers bring nothing).
    case sixel(registers: Int)
    /// One pixel a cell in bytes below 128 only, for a locale that is not UTF-8.
    case ascii(ColorDepth)
}

/// How many colours the cells of a terminal can have. Ordered: more colours are greater.
public enum ColorDepth: Sendable, Hashable, Comparable, CaseIterable {
    case mono, palette16, palette256, truecolor
}

/// What the person asks for; `Capabilities.method(preferring:)` makes a method of it.
public enum GraphicsChoice: String, Sendable, Hashable, CaseIterable {
    /// Sixel where the terminal answered that it has it, half blocks elsewhere.
    case auto
    case half
    /// Sixel even where the terminal did not answer that it has it.
    case sixel
}

/// How colours that are not in the palette are approximated by their neighbourhood.
public enum Dither: String, Sendable, Hashable, CaseIterable {
    /// Every pixel takes the nearest colour.
    case none
    /// A fixed 4×4 threshold pattern: the same pixel always looks the same, whatever is around it.
    case ordered
    /// Floyd–Steinberg error diffusion. Mosaics have too few pixels for it and use `ordered` instead.
    case diffusion
}
