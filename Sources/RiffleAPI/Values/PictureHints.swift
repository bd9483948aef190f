/// What the user stated about a picture: its kind and subject. It applies to every file with the same picture.
public struct PictureHints: Sendable, Hashable {
    /// Nil: the engine judges.
    public var kind: StatedKind?
    /// SHA-256 of its subject's stored mask; nil if none was marked.
    public var subject: String?
    /// The marks that the mask was made from, for editing them; nil if it came from a file.
    public var marks: String?

    public init(kind: StatedKind? = nil, subject: String? = nil, marks: String? = nil) {
        self.kind = kind
        self.subject = subject
        self.marks = marks
    }
}
