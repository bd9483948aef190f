/// A thing in a request that the API does not take, with what it was and what would do.
///
/// Carries no text that a person typed, save for values of the fields that hold a word or a number.
public enum ValidationError: Error, Sendable, Hashable {
    /// A number that is out of its field's range.
    case number(RequestField, Int, allowed: ClosedRange<Int>)
    /// Not a number in 0…1.
    case share(RequestField, Double)
    case decimal(RequestField, Double, allowed: ClosedRange<Double>)
    case text(RequestField, TextFault)
    /// A size that the backend cannot make.
    case size(ImageSize)
    /// The other parent would be refused.
    case mate(UploadObjection)
    /// The backend cannot do what this field asks for.
    case notTaken(RequestField)
    case imageCount(Int, allowed: ClosedRange<Int>)
    /// A mask is of another size than the picture.
    case maskSize(RequestField, width: Int, height: Int, pictureWidth: Int, pictureHeight: Int)
    /// The mask says nothing that could be done.
    case mask(MaskFault)
    /// The mask of the subject shows nothing, or everything.
    case noSubject
    /// The engine does not make such a picture in this manner; the reason is the end of a sentence.
    case unsuited(manner: String, reason: String)
    /// The manner is for pictures of two parents.
    case needsMate(manner: String)
    /// Not PNG, JPEG, WebP or GIF by its first bytes.
    case notAPicture
    case image(UploadObjection)
    /// A text that is not of the field's kind.
    case unreadable(RequestField, text: String)
    /// A form field stands more than once; on the server's side only.
    case repeated(RequestField)
    /// The form holds no picture; on the server's side only.
    case imageMissing
}

/// What is wrong with a mask.
public enum MaskFault: Sendable, Hashable {
    /// Nothing of it is transparent.
    case opaque
    /// So much is transparent that too little is left to fill it from.
    case clear
}

/// What is wrong with a free text; the text itself is not kept.
public enum TextFault: Sendable, Hashable {
    case empty
    /// In characters.
    case tooLong(length: Int, limit: Int)
    /// Line breaks are control characters too.
    case controlCharacter
}
