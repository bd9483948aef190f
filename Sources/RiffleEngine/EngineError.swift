/// Why the engine made nothing, or not everything.
public enum EngineError: Error, Equatable, Sendable {
    /// `isCancelled` answered true. Pictures already reported as finished are valid.
    case cancelled
    /// The source has unequal sides; crop or pad it first.
    case notSquare(width: Int, height: Int)
    /// So has the mate.
    case mateNotSquare(width: Int, height: Int)
    /// The mask is not as large as the source, which has sides of `side` pixels.
    case maskDiffers(width: Int, height: Int, side: Int)
    /// The mask is opaque everywhere.
    case nothingToFill
    /// The mask leaves no patch of 7 pixels a side to fill from.
    case tooLittleKept
    /// `side` is outside 1…8192.
    case sideOutOfRange(Int)
    /// `count` is below 1.
    case countOutOfRange(Int)
    /// `strength` is not a number.
    case strengthNotANumber
    /// The mate's `weight` is not a number.
    case weightNotANumber
}
