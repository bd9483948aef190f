/// Names a running or finished job while the program runs; every late answer carries one.
public struct JobID: Sendable, Hashable, Codable {
    public let value: Int

    public init(_ value: Int) { self.value = value }
}

/// Row id of a picture in the saved tree.
public struct EntryID: Sendable, Hashable, Codable {
    public let value: Int64

    public init(_ value: Int64) { self.value = value }
}

/// Row id of a request in the saved tree.
public struct RequestID: Sendable, Hashable, Codable {
    public let value: Int64

    public init(_ value: Int64) { self.value = value }
}

/// A picture in the saved tree: a source that a person chose, or a variation that was made.
public struct Entry: Sendable, Hashable, Identifiable {
    public let id: EntryID
    /// The request that made it; nil for a source.
    public let request: RequestID?
    /// Position in its request's answer from 0; 0 for a source.
    public let index: Int
    /// SHA-256 of the PNG's bytes in lower-case hexadecimal; names the kept file.
    public let digest: String
    public let facts: PictureFacts
    /// The file a source was read from.
    public let originPath: String?
    /// Seconds since 1970.
    public let created: Double
    public var isFavourite: Bool
    /// False until the person has looked at it.
    public var isSeen: Bool

    public init(
        id: EntryID, request: RequestID?, index: Int, digest: String, facts: PictureFacts, originPath: String?,
        created: Double, isFavourite: Bool = false, isSeen: Bool = false
    ) {
        self.id = id
        self.request = request
        self.index = index
        self.digest = digest
        self.facts = facts
        self.originPath = originPath
        self.created = created
        self.isFavourite = isFavourite
        self.isSeen = isSeen
    }
}

/// How a request stands. `interrupted`: the program that ran it ended before it did.
public enum RequestState: String, Sendable, Hashable, Codable {
    case running, finished, failed, cancelled, interrupted
}

/// One request of the saved tree.
public struct RequestRecord: Sendable, Hashable, Identifiable {
    public let id: RequestID
    /// The picture it varies.
    public let source: EntryID
    public let settings: VariationSettings
    public let mend: Mend
    /// Seconds since 1970.
    public let created: Double
    public var state: RequestState
    /// Why it failed, in one line; nil otherwise.
    public var message: String?

    public init(
        id: RequestID, source: EntryID, settings: VariationSettings, mend: Mend, created: Double,
        state: RequestState, message: String? = nil
    ) {
        self.id = id
        self.source = source
        self.settings = settings
        self.mend = mend
        self.created = created
        self.state = state
        self.message = message
    }
}

/// A source and everything that was made from it, directly or not.
public struct Lineage: Sendable, Equatable {
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
    /// The source at the root of the tree.
    public var root: Entry
    /// Pictures that arrived.
    public var arrived: Int
    public var favourites: Int

    public var id: RequestID { record.id }

    public init(record: RequestRecord, root: Entry, arrived: Int, favourites: Int) {
        self.record = record
        self.root = root
        self.arrived = arrived
        self.favourites = favourites
    }
}
