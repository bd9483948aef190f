/// Marks of one size that are laid over a canvas where it differs from its target. Lengths are in pixels.
struct MarkLayer {
    /// How a mark changes what lies under it.
    enum Paint {
        /// Opaque paint over it.
        case cover
        /// Clear colour that multiplies it.
        case glaze
    }

    /// Half the width of a mark.
    var radius: Float
    /// Side of the cells each of which may get a mark in each pass.
    var step: Float
    /// Fewest and most hops from the start of a mark to its end.
    var hops: (Int, Int)
    /// The length of a hop.
    var hop: Float
    /// 0…1.
    var alpha: Float
    var paint = Paint.cover
    /// The difference of colours, root of the sum of squares, below which the canvas is good enough.
    var threshold: Float
    /// How much more difference is let pass where nothing matters.
    var tolerance: Float
    /// Most that a mark's colour strays from its due.
    var jitter: Float
    /// How soon a mark turns with the field: 1 at once, 0 never.
    var turning: Float
    /// The ends of a mark: blunt, or thin.
    var isBlunt = false
    var passes = 1

    /// How much the hairs of the brush show in its colour.
    var hairs: Float = 0
    /// How soon the brush runs dry at the end and the sides of a mark.
    var dryness: Float = 0
    /// How the paint takes to the grain of the paper; nil: it covers it.
    var tooth: Tooth?

    struct Tooth {
        /// The height of the grain that takes half the paint.
        var level: Float
        var steepness: Float
        /// Least share of the paint that is taken.
        var least: Float

        @inline(__always)
        func share(_ grain: Float) -> Float { min(max((grain - level) * steepness + 0.5, least), 1) }
    }
}
