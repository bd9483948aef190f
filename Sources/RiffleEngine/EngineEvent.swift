public import RiffleImage

/// What the engine tells while it works. `picture` counts from 0; pictures overtake each other.
public enum EngineEvent: Sendable {
    /// `fraction` 0…1 of this picture's work; never falls.
    case progress(picture: Int, fraction: Double)
    /// The picture as far as it is, smaller than the result, straight alpha.
    case partial(picture: Int, Bitmap)
    /// The result. A plan of one picture with this seed and this manner makes it again, all else being equal.
    case finished(picture: Int, Bitmap, seed: UInt64, manner: Manner)
}
