package import RiffleAPI

/// A request as a form leaves it: its pictures by name, what is done to them before they are sent, and the settings.
package struct Order: Sendable, Equatable {
    package enum Source: Sendable, Equatable {
        case file(FileItem)
        /// A picture of the saved tree, under the root it grew from.
        case entry(Entry, root: Entry)
    }

    package enum Mask: Sendable, Equatable {
        /// The backend goes by the prompt alone, or by what is transparent.
        case none
        case painted(MaskSketch)
        /// That of an earlier request, by the SHA-256 of its bytes.
        case kept(digest: String)
    }

    /// Where comes from what a person said of the picture: its kind, where the settings have none, and its subject.
    package enum Hints: Sendable, Equatable {
        /// The history keeps it with the picture.
        case known
        /// A request that is repeated, with the mask of the subject by its SHA-256.
        case repeated(subject: String?)
        /// A file, which is kept with the picture from now on; nil forgets the subject.
        case given(subject: [UInt8]?)
    }

    /// The other parent, of pictures that are blended from two.
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
    /// The picture is scaled to fewer bytes than this, with the user's consent; nil: it is sent as large as it is.
    package var below: Int?
    package var mask: Mask
    package var hints: Hints
    package var mate: Mate?
    package var prompt: String?
    package var settings: ImagesSettings
    /// The key of a request that may not have been carried out: sent again under it, it is carried out once.
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
