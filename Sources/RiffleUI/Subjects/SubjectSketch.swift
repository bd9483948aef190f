/// A picture with its subject: the mask, and the marks from which it was computed.
public struct SubjectSketch: Sendable, Hashable {
    public enum Mask: Sendable, Hashable {
        /// A stored mask, by the SHA-256 of its file.
        case kept(digest: String)
        /// The last result for these marks.
        case found(by: [MaskSketch.Step])
    }

    /// Strokes mark the subject, erasing strokes the background; the last rectangle is the box around the subject.
    public var marks: MaskSketch
    public var mask: Mask?

    public init(marks: MaskSketch, mask: Mask?) {
        self.marks = marks
        self.mask = mask
    }
}

/// A subject found in a picture.
package struct FoundSubject: Sendable, Equatable {
    /// Its share of the picture, 0…1.
    package var share: Double
    /// Whether the engine uses it without confirmation.
    package var isSure: Bool

    package init(share: Double, isSure: Bool) {
        self.share = share
        self.isSure = isSure
    }
}

/// A change to a picture's stored subject.
package enum SubjectChange: Sendable, Equatable {
    case none
    case forgotten
    /// The one that was found last, by these marks.
    case found(by: MaskSketch)
}
