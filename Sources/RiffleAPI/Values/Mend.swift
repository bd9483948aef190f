/// A change to a picture that makes it acceptable to the API, made only when the person chose it.
public enum Mend: String, Sendable, Hashable, Codable, CaseIterable {
    case none
    /// The largest square around the middle.
    case cropCenter = "crop-centre"
    /// The largest square from the top or left end.
    case cropStart = "crop-start"
    /// The largest square from the bottom or right end.
    case cropEnd = "crop-end"
    /// Transparent bars on the short sides.
    case pad
}
