/// A node of the saved tree: a picture or a request.
public enum Node: Sendable, Hashable {
    case entry(EntryID)
    case request(RequestID)
}

/// A source, or a request with only a prompt, and all its descendants.
public struct Lineage: Sendable, Equatable {
    /// The source; nil if the tree began with a prompt: then the first request is the root.
    public var root: Entry?
    /// Requests in order of creation.
    public var requests: [RequestRecord]
    /// All pictures except the root, in order of creation.
    public var entries: [Entry]
    /// Second parents that belong to other trees.
    public var mates: [Entry]

    public init(root: Entry?, requests: [RequestRecord] = [], entries: [Entry] = [], mates: [Entry] = []) {
        self.root = root
        self.requests = requests
        self.entries = entries
        self.mates = mates
    }
}

/// One line of the history: a request with what is needed to show and open it.
public struct RequestSummary: Sendable, Hashable, Identifiable {
    public var record: RequestRecord
    /// The picture at the root of the tree: a source, or one made from a prompt. Nil for a request with only a prompt, which
    /// is itself the root.
    public var root: Entry?
    /// Pictures that arrived.
    public var arrived: Int
    public var favourites: Int
    /// The pictures that match the search, by index.
    public var pictures: [Entry] = []
    /// Indices of the pictures on the path from the root to its parent, inclusive.
    public var trail: [Int] = []
    /// The root's current file; nil if it is missing.
    public var path: String?

    public var id: RequestID { record.id }

    public init(record: RequestRecord, root: Entry?, arrived: Int, favourites: Int) {
        self.record = record
        self.root = root
        self.arrived = arrived
        self.favourites = favourites
    }
}
