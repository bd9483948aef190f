/// A thing in a request that the API does not take, with what it was and what would do.
///
/// Carries no text that a person typed, save for values of the fields that hold a word or a number.
public enum ValidationError: Error, Sendable, Hashable {
    case n(Int, allowed: ClosedRange<Int>)
    /// `strength` is not a number in 0…1.
    case strength(Double)
    /// The mate's `weight` is not a number in 0…1.
    case weight(Double)
    /// The other parent would be refused.
    case mate(UploadObjection)
    /// The backend cannot do what this field asks for.
    case notTaken(FormField)
    case model(TextFault)
    case user(TextFault)
    case prompt(TextFault)
    /// Another field that holds a word.
    case word(FormField, TextFault)
    /// Neither `auto` nor `WIDTHxHEIGHT`.
    case size(String)
    case outputCompression(Int, allowed: ClosedRange<Int>)
    case partialImages(Int, allowed: ClosedRange<Int>)
    case imageCount(Int, allowed: ClosedRange<Int>)
    /// The mask is of another size than the picture.
    case maskSize(width: Int, height: Int, pictureWidth: Int, pictureHeight: Int)
    /// The mask says nothing that could be done.
    case mask(MaskFault)
    /// Not PNG, JPEG, WebP or GIF by its first bytes.
    case notAPicture
    case image(UploadObjection)
    /// A form field's text is not of the field's kind; on the server's side only.
    case unreadable(field: FormField, text: String)
    /// A form field stands more than once; on the server's side only.
    case repeated(FormField)
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

/// The fields of the three endpoints, as they are spelled on the wire.
///
/// `strength`, `seed`, `mate` and `weight` are an extension: Riffle's own server reads them, and others that are known to.
public enum FormField: String, Sendable, Hashable, CaseIterable {
    case model, n, size
    case responseFormat = "response_format"
    case user, strength, seed, image, mate, weight, mask, prompt, background, quality
    case outputFormat = "output_format"
    case outputCompression = "output_compression"
    case inputFidelity = "input_fidelity"
    case stream
    case partialImages = "partial_images"
    case moderation, style
}
