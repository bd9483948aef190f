/// What a person said of a picture that its pixels do not tell for certain. It holds for every file with these pixels' bytes.
public struct PictureHints: Sendable, Hashable {
    /// Nil: nothing was said, and the engine judges.
    public var kind: StatedKind?
    /// SHA-256 of the kept mask of its subject; nil where none was marked.
    public var subject: String?
    /// How the subject was marked, for whoever marks it again; nil where the mask came from elsewhere.
    public var marks: String?

    public init(kind: StatedKind? = nil, subject: String? = nil, marks: String? = nil) {
        self.kind = kind
        self.subject = subject
        self.marks = marks
    }
}
