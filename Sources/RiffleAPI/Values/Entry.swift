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
    /// 1…5 as the person rated it; 0 when not rated.
    public var rating: Int
    /// Weeded out by the person: views hide it on request, the picture stays.
    public var isRejected: Bool
    /// The person's own words on it; empty when there are none.
    public var note: String
    /// Makes it again; nil where the backend told none.
    public let seed: UInt64?
    /// The manner that the engine made it in; nil where another backend made it.
    public let manner: String?

    public init(
        id: EntryID, request: RequestID?, index: Int, digest: String, facts: PictureFacts, originPath: String?,
        created: Double, isFavourite: Bool = false, isSeen: Bool = false, rating: Int = 0, isRejected: Bool = false,
        note: String = "", seed: UInt64? = nil, manner: String? = nil
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
        self.rating = rating
        self.isRejected = isRejected
        self.note = note
        self.seed = seed
        self.manner = manner
    }
}

/// How a request stands. `pending`: nothing of it was sent yet. `interrupted`: the program that ran it, or its line,
/// ended before it did.
public enum RequestState: String, Sendable, Hashable, Codable {
    case pending, running, finished, failed, cancelled, interrupted
}

/// One request of the saved tree.
public struct RequestRecord: Sendable, Hashable, Identifiable {
    public let id: RequestID
    public let operation: ImageOperation
    /// The picture it varies or edits; nil for one that was made from words alone.
    public let source: EntryID?
    public let settings: ImagesSettings
    public let mend: Mend
    /// It was sent with fewer bytes than this, scaled down if need be; nil: as large as it is.
    public let below: Int?
    /// Seconds since 1970.
    public let created: Double
    public var state: RequestState
    /// Why it failed, in one line; nil otherwise.
    public var message: String?
    public let prompt: String?
    /// SHA-256 of the kept mask of an edit, or of the subject of a variation; nil where there was none.
    public let mask: String?
    /// The same, of an edit alone and of a variation alone.
    public var editMask: String? { operation == .variation ? nil : mask }
    public var subjectMask: String? { operation == .variation ? mask : nil }
    /// The other parent, of pictures that were blended from two.
    public let mate: EntryID?
    /// The name under which a server was sent it, and is sent it again; nil for the engine's.
    public let idempotencyKey: String?
    /// The user's own words on it; empty when there are none.
    public var note: String

    public init(
        id: RequestID, operation: ImageOperation = .variation, source: EntryID?, settings: ImagesSettings, mend: Mend,
        below: Int? = nil, created: Double, state: RequestState, message: String? = nil, prompt: String? = nil,
        note: String = "", mask: String? = nil, mate: EntryID? = nil, idempotencyKey: String? = nil
    ) {
        self.id = id
        self.operation = operation
        self.source = source
        self.prompt = prompt
        self.note = note
        self.settings = settings
        self.mend = mend
        self.below = below
        self.created = created
        self.state = state
        self.message = message
        self.mask = mask
        self.mate = mate
        self.idempotencyKey = idempotencyKey
    }
}
