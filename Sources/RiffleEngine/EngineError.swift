/// Why the engine made nothing, or not everything.
public enum EngineError: Error, Equatable, Sendable {
    /// `isCancelled` answered true. Pictures already reported as finished are valid.
    case cancelled
    /// The mask is not as large as the source.
    case maskDiffers(width: Int, height: Int, sourceWidth: Int, sourceHeight: Int)
    /// The mask of the subject is not as large as the source.
    case subjectDiffers(width: Int, height: Int, sourceWidth: Int, sourceHeight: Int)
    /// The mask is opaque everywhere.
    case nothingToFill
    /// The mask leaves no patch of 7 pixels a side to fill from.
    case tooLittleKept
    /// A side of the results is outside 1…8192.
    case sizeOutOfRange(width: Int, height: Int)
    /// `count` is below 1.
    case countOutOfRange(Int)
    /// `strength` is not a number.
    case strengthNotANumber
    /// The mate's `weight` is not a number.
    case weightNotANumber
    /// The manner is for pictures of two parents.
    case mannerNeedsMate(Manner)
    /// None of the manners asked for suits the picture.
    case nothingSuits([Refusal])
}
