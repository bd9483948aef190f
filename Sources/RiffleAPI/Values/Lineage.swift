/// A node of the saved tree: a picture or the request that asked for pictures.
public enum Node: Sendable, Hashable {
    case entry(EntryID)
    case request(RequestID)
}

/// A source and everything that was made from it, directly or not.
public struct Lineage: Sendable, Equatable {
    /// A picture that a person chose, or one that was made from words alone.
    public var root: Entry
    /// In order of creation.
    public var requests: [RequestRecord]
    /// All pictures but the root, in order of creation.
    public var entries: [Entry]

    public init(root: Entry, requests: [RequestRecord] = [], entries: [Entry] = []) {
        self.root = root
        self.requests = requests
        self.entries = entries
    }
}

/// One line of the history: a request with what it takes to show it and to lead back to it.
public struct RequestSummary: Sendable, Hashable, Identifiable {
    public var record: RequestRecord
    /// The source at the root of the tree; nil for a request from words alone, which is a root itself.
    public var root: Entry?
    /// Pictures that arrived.
    public var arrived: Int
    public var favourites: Int

    public var id: RequestID { record.id }

    public init(record: RequestRecord, root: Entry?, arrived: Int, favourites: Int) {
        self.record = record
        self.root = root
        self.arrived = arrived
        self.favourites = favourites
    }
}
