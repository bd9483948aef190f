/// Something in a request that the API refuses, with its value and what is allowed.
///
/// Contains no text from the user except values of fields for a word or a number.
public enum ValidationError: Error, Sendable, Hashable {
    /// A number outside its field's range.
    case number(RequestField, Int, allowed: ClosedRange<Int>)
    /// Not a number in 0…1.
    case share(RequestField, Double)
    case decimal(RequestField, Double, allowed: ClosedRange<Double>)
    case text(RequestField, TextFault)
    /// A size that the backend cannot make.
    case size(ImageSize)
    /// The second picture would be refused.
    case mate(UploadObjection)
    /// The backend does not support this field.
    case notTaken(RequestField)
    case imageCount(Int, allowed: ClosedRange<Int>)
    /// A mask whose size differs from the picture's.
    case maskSize(RequestField, width: Int, height: Int, pictureWidth: Int, pictureHeight: Int)
    /// The mask leaves nothing to fill, or nothing to fill from.
    case mask(MaskFault)
    /// The subject's mask is empty or full.
    case noSubject
    /// The manner does not suit the picture; the reason ends a sentence.
    case unsuited(manner: String, reason: String)
    /// The manner needs a second picture.
    case needsMate(manner: String)
    /// Not PNG, JPEG, WebP or GIF by its first bytes.
    case notAPicture
    case image(UploadObjection)
    /// A text that cannot be converted to the field's type.
    case unreadable(RequestField, text: String)
    /// A repeated form field; only in the server.
    case repeated(RequestField)
    /// A form without a picture; only in the server.
    case imageMissing
}

/// What is wrong with a mask.
public enum MaskFault: Sendable, Hashable {
    /// No part of it is transparent.
    case opaque
    /// So much is transparent that too little is left to fill from.
    case clear
}

/// What is wrong with a text; the text itself is not included.
public enum TextFault: Sendable, Hashable {
    case empty
    /// In characters.
    case tooLong(length: Int, limit: Int)
    /// Line breaks are control characters too.
    case controlCharacter
}
