/// Something a person says about nodes of the saved tree. Every one of them can be undone.
public enum Mark: Sendable, Hashable {
    case favourite(Bool)
    /// 1…5; 0 takes the rating away.
    case rating(Int)
    case rejected(Bool)
    case note(String)
    /// Into the trash with all that was made from it, or back out of it.
    case trashed(Bool)

    /// What it is about, whatever it says.
    public enum Kind: String, Sendable, Hashable, Codable {
        case favourite, rating, rejected, note, trashed
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

/// A change of marks that was taken back or made again.
public struct Undoing: Sendable, Hashable {
    public var kind: Mark.Kind
    /// Of the nodes that were marked together the one that the person named first.
    public var first: Node?
    /// How many of them are pictures, and how many requests.
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

/// What lies in the trash, or would go there.
public struct TrashFacts: Sendable, Hashable {
    public var pictures: Int
    public var requests: Int
    /// Bytes on the disk that go when it is emptied: files that nothing else needs.
    public var byteCount: Int

    public init(pictures: Int, requests: Int, byteCount: Int) {
        self.pictures = pictures
        self.requests = requests
        self.byteCount = byteCount
    }
}
