/// A node of the saved tree: a picture or the request that asked for pictures.
public enum Node: Sendable, Hashable {
    case entry(EntryID)
    case request(RequestID)
}

/// A source, or a request from words alone, and everything that was made from it, directly or not.
public struct Lineage: Sendable, Equatable {
    /// The picture that a person chose; nil where it began with words: then the first request is the root.
    public var root: Entry?
    /// In order of creation.
    public var requests: [RequestRecord]
    /// All pictures but the root, in order of creation.
    public var entries: [Entry]
    /// Pictures of other trees that something here was bred with.
    public var mates: [Entry]

    public init(root: Entry?, requests: [RequestRecord] = [], entries: [Entry] = [], mates: [Entry] = []) {
        self.root = root
        self.requests = requests
        self.entries = entries
        self.mates = mates
    }
}

/// One line of the history: a request with what it takes to show it and to lead back to it.
public struct RequestSummary: Sendable, Hashable, Identifiable {
    public var record: RequestRecord
    /// The picture at the root of the tree: a source, or one that was made from words. Nil for a request from words
    /// alone, which is a root itself.
    public var root: Entry?
    /// Pictures that arrived.
    public var arrived: Int
    public var favourites: Int
    /// These pictures, as far as they are searched for, by their place.
    public var pictures: [Entry] = []
    /// The places of the pictures that lead from the root to the one it was made from, itself included.
    public var trail: [Int] = []
    /// The root's file as it is called now; nil where it is not there.
    public var path: String?

    public var id: RequestID { record.id }

    public init(record: RequestRecord, root: Entry?, arrived: Int, favourites: Int) {
        self.record = record
        self.root = root
        self.arrived = arrived
        self.favourites = favourites
    }
}
