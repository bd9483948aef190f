/// A thing in a request that the API does not take, with what it was and what would do.
///
/// Carries no text that a person typed, save for values of the fields that hold a word or a number.
public enum ValidationError: Error, Sendable, Hashable {
    case n(Int, allowed: ClosedRange<Int>)
    /// `strength` is not a number in 0…1.
    case strength(Double)
    case model(TextFault)
    case user(TextFault)
    case image(UploadObjection)
    /// A form field's text is not of the field's kind; on the server's side only.
    case unreadable(field: FormField, text: String)
    /// A form field stands more than once; on the server's side only.
    case repeated(FormField)
    /// The form holds no picture; on the server's side only.
    case imageMissing
}

/// What is wrong with a free text; the text itself is not kept.
public enum TextFault: Sendable, Hashable {
    case empty
    /// In characters.
    case tooLong(length: Int, limit: Int)
    /// Line breaks are control characters too.
    case controlCharacter
}

/// The fields of `POST /images/variations`, as they are spelled on the wire.
///
/// `strength` and `seed` are an extension that Riffle's own server reads and no other is sent.
public enum FormField: String, Sendable, Hashable, CaseIterable {
    case model, n, size
    case responseFormat = "response_format"
    case user, strength, seed, image
}
