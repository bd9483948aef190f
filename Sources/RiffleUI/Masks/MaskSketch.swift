/// What is painted on a picture as the part that is to change: the steps that a person took, in pixels of the picture.
///
/// Steps rather than pixels, so that it stays small, is compared quickly and is undone by leaving out the last.
public struct MaskSketch: Sendable, Hashable {
    /// A pixel of the picture, from its top left corner.
    public struct Spot: Sendable, Hashable, Codable {
        public var x: Int
        public var y: Int

        public init(x: Int, y: Int) {
            self.x = x
            self.y = y
        }
    }

    /// One thing a person did. What erases takes away, all else adds.
    public enum Step: Sendable, Hashable, Codable {
        /// A round brush was drawn from spot to spot.
        case stroke([Spot], radius: Int, erases: Bool)
        /// Two corners, both inside.
        case rectangle(Spot, Spot, erases: Bool)
        /// What is painted becomes wider by so many pixels.
        case grow(Int)
        case shrink(Int)
        case invert
        case clear
        /// What is transparent in the picture is painted.
        case transparent
    }

    /// Where the person is about to paint: shown, and no part of the mask.
    public enum Pointer: Sendable, Hashable {
        case brush(Spot, radius: Int)
        case rectangle(Spot, Spot)
    }

    /// Pixels of the picture.
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

    /// Whether surely nothing is painted: there are no steps, or the last of them cleared everything.
    public var isEmpty: Bool { steps.isEmpty || steps.last == .clear }

    /// The mask alone.
    public var withoutPointer: MaskSketch { MaskSketch(width: width, height: height, steps: steps) }
}
