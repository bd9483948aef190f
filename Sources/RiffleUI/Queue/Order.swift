package import RiffleAPI

/// A request as the form defines it: its pictures by name, changes to them before sending, and the settings.
package struct Order: Sendable, Equatable {
    package enum Source: Sendable, Equatable {
        case file(FileItem)
        /// A picture in the saved tree, with the root of its tree.
        case entry(Entry, root: Entry)
    }

    package enum Mask: Sendable, Equatable {
        /// No mask: the backend uses the prompt, or the picture's transparency.
        case none
        case painted(MaskSketch)
        /// The mask of an earlier request, by its SHA-256.
        case kept(digest: String)
    }

    /// The source of the user's statements about the picture: its kind, unless set in the settings, and its subject.
    package enum Hints: Sendable, Equatable {
        /// Those stored with the picture.
        case known
        /// Those of a repeated request; the subject's mask by its SHA-256.
        case repeated(subject: String?)
        /// A mask file, which is stored with the picture; nil removes the subject.
        case given(subject: [UInt8]?)
    }

    /// The second parent of a blend.
    package struct Mate: Sendable, Equatable {
        package var source: Source
        package var mend: Mend

        package init(source: Source, mend: Mend) {
            self.source = source
            self.mend = mend
        }
    }

    package var operation: ImageOperation
    /// Nil for a generation.
    package var source: Source?
    package var mend: Mend
    /// The limit in bytes to scale down to, with the user's consent; nil: not scaled.
    package var below: Int?
    package var mask: Mask
    package var hints: Hints
    package var mate: Mate?
    package var prompt: String?
    package var settings: ImagesSettings
    /// The idempotency key of a request that may have been carried out: repeated with it, it is carried out only once.
    package var idempotencyKey: String?

    package init(
        _ operation: ImageOperation, source: Source? = nil, mend: Mend = .none, below: Int? = nil, mask: Mask = .none,
        hints: Hints = .known,
        mate: Mate? = nil, prompt: String? = nil, settings: ImagesSettings, idempotencyKey: String? = nil
    ) {
        self.operation = operation
        self.source = source
        self.mend = mend
        self.below = below
        self.mask = mask
        self.hints = hints
        self.mate = mate
        self.prompt = prompt
        self.settings = settings
        self.idempotencyKey = idempotencyKey
    }
}
