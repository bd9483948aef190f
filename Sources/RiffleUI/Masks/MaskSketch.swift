/// A mask as a list of steps, in pixels of the picture.
///
/// Steps instead of pixels make it small, quick to compare, and easy to undo.
public struct MaskSketch: Sendable, Hashable {
    /// A pixel, from the top left corner.
    public struct Spot: Sendable, Hashable, Codable {
        public var x: Int
        public var y: Int

        public init(x: Int, y: Int) {
            self.x = x
            self.y = y
        }
    }

    /// One step. It adds to the mask unless it erases.
    public enum Step: Sendable, Hashable, Codable {
        /// A stroke of a round brush along spots.
        case stroke([Spot], radius: Int, erases: Bool)
        /// A rectangle between two corners, inclusive.
        case rectangle(Spot, Spot, erases: Bool)
        /// Grows the mask by this many pixels.
        case grow(Int)
        case shrink(Int)
        case invert
        case clear
        /// Paints the picture's transparent parts.
        case transparent
    }

    /// The brush: shown, but not part of the mask.
    public enum Pointer: Sendable, Hashable {
        case brush(Spot, radius: Int)
        case rectangle(Spot, Spot)
    }

    /// Size of the picture in pixels.
    public var width: Int
    public var height: Int
    public var steps: [Step] = []
    public var pointer: Pointer?

    public init(width: Int, height: Int, steps: [Step] = [], pointer: Pointer? = nil) {
        self.width = width
        self.height = height
        self.steps = steps
        self.pointer = pointer
    }

    /// Whether it is certainly empty: there are no steps, or the last one cleared everything.
    public var isEmpty: Bool { steps.isEmpty || steps.last == .clear }

    /// The mask alone.
    public var withoutPointer: MaskSketch { MaskSketch(width: width, height: height, steps: steps) }
}
