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

/// Everything that is known of how a picture came to be.
public struct Recipe: Sendable, Hashable {
    public var entry: Entry
    /// Nil for a source.
    public var request: RequestRecord?
    /// The picture it was made from.
    public var parent: Entry?
    /// The other one, where it was bred from two.
    public var mate: Entry?
    public var root: Entry?
    /// Version of the built-in engine that made it.
    public var engine: String?
    /// The server's name for the request.
    public var serverRequest: String?
    /// What the request cost, where that is known.
    public var cost: Price?
    /// Seconds that the request took.
    public var duration: Double?

    public init(
        entry: Entry, request: RequestRecord? = nil, parent: Entry? = nil, mate: Entry? = nil, root: Entry? = nil,
        engine: String? = nil, serverRequest: String? = nil, cost: Price? = nil,
        duration: Double? = nil
    ) {
        self.entry = entry
        self.request = request
        self.parent = parent
        self.mate = mate
        self.root = root
        self.engine = engine
        self.serverRequest = serverRequest
        self.cost = cost
        self.duration = duration
    }
}
