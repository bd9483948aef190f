public import RiffleImage

/// How to draw a preview: the terminal's abilities and the user's choices.
public struct PreviewOptions: Sendable, Hashable {
    /// How the picture is drawn.
    public var method: GraphicsMethod
    /// Pixels per cell. All methods use the aspect ratio; those with real pixels also use the size.
    public var cell: CellSize
    /// Colour behind transparent parts. Its alpha is ignored.
    public var background: Pixel
    /// The colours of a checkerboard to draw there instead; nil for `background`.
    public var checkers: CheckerColors?
    /// Colour space in which scaling averages.
    public var scaling: BlendSpace
    /// How much detail is sent.
    public var fidelity: Fidelity
    /// The largest sixel image that the terminal accepts; some (xterm) drop larger ones completely.
    public var maximumSixel: PixelSize?
    /// `nil` is the method's default: diffusion for sixel, ordered for 16 or fewer colours, otherwise none.
    public var dither: Dither?
    /// Colour of the margin.
    public var margin: CellColor
    /// Target size of one slice of `Preview.slices`. For a sixel, 0 means one slice.
    public var sliceBytes: Int
    /// The multiplexer between program and terminal, for kitty's and iTerm2's sequences.
    public var passthrough: Passthrough
    /// Target size of the whole picture. Sixels reduce colours, then resolution; among mosaics only coarse ones in true
    /// colour follow it. `nil` depends on the fidelity: 30 KB for a coarse sixel, otherwise no limit.
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

    /// The byte budget including defaults.
    var effectiveByteBudget: Int? { byteBudget ?? (fidelity == .coarse ? 30_000 : nil) }

    /// The dithering including defaults.
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
