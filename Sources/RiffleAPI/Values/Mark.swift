/// A change that the user makes to nodes of the saved tree. Every mark can be undone.
public enum Mark: Sendable, Hashable {
    case favourite(Bool)
    /// 1…5; 0 removes the rating.
    case rating(Int)
    case rejected(Bool)
    case note(String)
    /// Moves a branch into the trash, or restores it.
    case trashed(Bool)

    /// The kind of mark, without its value.
    public enum Kind: String, Sendable, Hashable, Codable {
        case favourite, rating, rejected, note, trashed
        /// Its kind and its subject, see `PictureHints`; undone like a mark.
        case hints
    }

    public var kind: Kind {
        switch self {
        case .favourite: .favourite
        case .rating: .rating
        case .rejected: .rejected
        case .note: .note
        case .trashed: .trashed
        }
    }
}

/// A mark that was undone or redone.
public struct Undoing: Sendable, Hashable {
    public var kind: Mark.Kind
    /// The first of the nodes that were marked together.
    public var first: Node?
    /// The number of pictures and of requests.
    public var pictures: Int
    public var requests: Int
    /// The source at the root of their tree.
    public var root: Entry?

    public init(kind: Mark.Kind, first: Node?, pictures: Int, requests: Int = 0, root: Entry?) {
        self.kind = kind
        self.first = first
        self.pictures = pictures
        self.requests = requests
        self.root = root
    }
}

/// The contents of the trash, or what would move there.
public struct TrashFacts: Sendable, Hashable {
    public var pictures: Int
    public var requests: Int
    /// Bytes that emptying it frees: files that nothing else uses.
    public var byteCount: Int

    public init(pictures: Int, requests: Int, byteCount: Int) {
        self.pictures = pictures
        self.requests = requests
        self.byteCount = byteCount
    }
}
