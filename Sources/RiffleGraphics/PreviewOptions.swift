public import RiffleImage

/// What a preview is made for: the terminal's abilities and the person's wishes.
public struct PreviewOptions: Sendable, Hashable {
    public var method: GraphicsMethod
    /// Pixels of one cell: the shape matters to every method, the size to those with real pixels.
    public var cell: CellSize
    /// What shows through where the picture is transparent. Its alpha is ignored.
    public var background: Pixel
    /// A checkerboard of these colours shows through instead; nil: the background.
    public var checkers: CheckerColors?
    /// What colours are averaged in when the picture is scaled.
    public var scaling: BlendSpace
    /// How much of the picture is sent.
    public var fidelity: Fidelity
    /// The largest sixel that the terminal takes; larger ones some terminals drop as a whole (xterm).
    public var maximumSixel: PixelSize?
    /// `nil` leaves it to the method: diffusion for sixel, ordered for 16 colours and fewer, else none.
    public var dither: Dither?
    /// Colour of the cells around the picture.
    public var margin: CellColor
    /// Bytes that one slice of `Preview.slices` aims at. For a sixel, 0 means that it is not cut at all.
    public var sliceBytes: Int
    /// What lies between the program and the terminal, for kitty's and iTerm2's sequences.
    public var passthrough: Passthrough
    /// Bytes that the whole picture should not take more than. In a sixel colours, then blocks of pixels become
    /// coarser; of mosaics it bounds coarse ones in true colour. `nil` leaves it to the fidelity: for a sixel 30 KB
    /// if coarse, else as good as can be.
    public var byteBudget: Int?

    public init(
        method: GraphicsMethod, cell: CellSize = .assumed, background: Pixel = Pixel(red: 0, green: 0, blue: 0),
        checkers: CheckerColors? = nil, scaling: BlendSpace = .linear, fidelity: Fidelity = .fine,
        maximumSixel: PixelSize? = nil, dither: Dither? = nil, margin: CellColor = .terminalDefault,
        sliceBytes: Int = 32 * 1024, passthrough: Passthrough = .none, byteBudget: Int? = nil
    ) {
        self.method = method
        self.cell = cell
        self.background = background
        self.checkers = checkers
        self.scaling = scaling
        self.fidelity = fidelity
        self.maximumSixel = maximumSixel
        self.dither = dither
        self.margin = margin
        self.sliceBytes = sliceBytes
        self.passthrough = passthrough
        self.byteBudget = byteBudget
    }

    /// The byte budget that is meant when none is given.
    var effectiveByteBudget: Int? { byteBudget ?? (fidelity == .coarse ? 30_000 : nil) }

    /// The dithering that is meant when none is asked for by name.
    var effectiveDither: Dither {
        if let dither { return dither }
        switch method {
        case .sixel: return .diffusion
        case .kitty, .iterm2: return .none
        case .half, .quadrant, .sextant, .octant, .braille, .ascii:
            return method.depth! <= .palette16 ? .ordered : .none
        }
    }
}
