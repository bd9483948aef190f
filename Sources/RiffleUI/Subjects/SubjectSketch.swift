/// A picture with its subject shown: the mask that was found, and the marks that it was found by.
public struct SubjectSketch: Sendable, Hashable {
    public enum Mask: Sendable, Hashable {
        /// By the SHA-256 of its file.
        case kept(digest: String)
        /// The one that was found last, by these marks.
        case found(by: [MaskSketch.Step])
    }

    /// Strokes show the subject, those that erase the ground; the last rectangle is the box that holds the subject.
    public var marks: MaskSketch
    public var mask: Mask?

    public init(marks: MaskSketch, mask: Mask?) {
        self.marks = marks
        self.mask = mask
    }
}

/// A subject that was found in a picture.
package struct FoundSubject: Sendable, Equatable {
    /// Of the picture, 0…1.
    package var share: Double
    /// Whether the engine uses it unasked.
    package var isSure: Bool

    package init(share: Double, isSure: Bool) {
        self.share = share
        self.isSure = isSure
    }
}

/// What becomes of the subject that is kept with a picture.
package enum SubjectChange: Sendable, Equatable {
    case none
    case forgotten
    /// The one that was found last, by these marks.
    case found(by: MaskSketch)
}
