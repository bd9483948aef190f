internal import RiffleImage

/// A figure cut out of its picture, to be laid down elsewhere.
struct FigureCut: Finding {
    /// The figure alone where the picture has it, straight alpha; what line art encloses is filled with white.
    let whole: Bitmap
    /// The same, cut to the figure's box.
    let bitmap: Bitmap
    /// Whether it is lines on clear ground.
    let isLineArt: Bool
    /// The hue of most of it in degrees, and its families of colours.
    let hue: Float
    let families: PaletteMap.Families
    /// The picture's share that it covers.
    let share: Float

    init(of study: PictureStudy) {
        let figure = study.figure
        families = study[FigureColors.self].families
        hue = families.families.hues.first ?? 255
        let (width, height) = (figure.alpha.width, figure.alpha.height)
        let shown = Mask(figure.alpha, above: 0.1)
        share = Mask(figure.alpha, above: 0.5).share
        var box = ConnectedParts.Part(left: width, top: height, right: 0, bottom: 0, area: 0)
        for y in 0..<height {
            for x in 0..<width where shown[x, y] {
                box.left = min(box.left, x)
                box.right = max(box.right, x + 1)
                box.top = min(box.top, y)
                box.bottom = max(box.bottom, y + 1)
            }
        }
        guard box.width > 0, box.height > 0 else {
            (whole, bitmap, isLineArt) = (study.picture, Bitmap(width: 1, height: 1), false)
            return
        }
        let solid = Mask(figure.alpha, above: 0.5)
        let thin = max(1, Int(0.012 * Float(max(box.width, box.height))))
        isLineArt = 10 * solid.eroded(thin).count < solid.count
        var whole = figure.lab.bitmap()
        let alpha = figure.alpha
        let filled = isLineArt ? FigureCut.filled(solid, gap: thin) : nil
        whole.withMutablePixels { pixels in
            for i in 0..<alpha.count {
                let opacity = alpha.values[i]
                if let filled, filled.bytes[i] == 1 {
                    for c in 0..<3 {
                        pixels[4 * i + c] = UInt8(Float(pixels[4 * i + c]) * opacity + 255 * (1 - opacity) + 0.5)
                    }
                    pixels[4 * i + 3] = 255
                } else {
                    pixels[4 * i + 3] = UInt8(min(max(opacity, 0), 1) * 255 + 0.5)
                }
            }
        }
        self.whole = whole
        bitmap = whole.cropped(x: box.left, y: box.top, width: box.width, height: box.height)
    }

    /// A mask with its gaps closed and all that it encloses.
    private static func filled(_ mask: Mask, gap: Int) -> Mask {
        let closed = mask.closed(gap)
        let outside = ConnectedParts(closed.inverted, diagonal: false).mask(width: mask.width, height: mask.height) {
            $0.left == 0 || $0.top == 0 || $0.right == mask.width || $0.bottom == mask.height
        }
        return outside.inverted
    }

    /// The figure alone on a clear layer.
    ///
    /// - Parameters:
    ///   - share: of the layer's side that the figure's box takes in the direction where it is the tighter.
    ///   - angle: in degrees, clockwise.
    ///   - center: of the box, in shares of the layer's sides.
    ///   - isSquare: whether the share is of the shorter side in both directions.
    ///   - colors: the cut bitmap in other colours; nil: its own.
    func laid(
        width: Int, height: Int, share: Float, angle: Float = 0, center: (x: Float, y: Float) = (0.5, 0.5),
        isSquare: Bool = false, colors: Bitmap? = nil, crew: Crew
    ) -> Layer {
        let side = Float(min(width, height))
        let (across, down) = isSquare ? (side, side) : (Float(width), Float(height))
        let scale = share * min(across / Float(bitmap.width), down / Float(bitmap.height))
        let (boxWidth, boxHeight) = (
            max(1, Int((Float(bitmap.width) * scale).rounded())), max(1, Int((Float(bitmap.height) * scale).rounded()))
        )
        let sized = Layer((colors ?? bitmap).resized(width: boxWidth, height: boxHeight, space: .encoded))
        let (sin, cos) = Portable.sinCos(angle * 0.017_453_292_5)
        let (cx, cy) = (center.x * Float(width), center.y * Float(height))
        return Layer(width: width, height: height, crew: crew) { x, y in
            let (dx, dy) = (Float(x) + 0.5 - cx, Float(y) + 0.5 - cy)
            return sized.sample(
                dx * cos + dy * sin + Float(boxWidth) / 2 - 0.5, dy * cos - dx * sin + Float(boxHeight) / 2 - 0.5)
        }
    }

    /// The cut bitmap in another palette.
    func recolored(turn: Float, harmony: Harmony) -> Bitmap {
        let map = PaletteMap(families, turn: turn, harmony: harmony)
        return bitmap.recolored(crew: .alone, halted: { false }) { map($0) } ?? bitmap
    }
}
