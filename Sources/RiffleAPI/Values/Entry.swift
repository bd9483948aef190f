/// Identifies a job while the program runs. Every late answer contains one.
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

/// A picture in the saved tree: a source that the user chose, or a result.
public struct Entry: Sendable, Hashable, Identifiable {
    public let id: EntryID
    /// The request that made it; nil for a source.
    public let request: RequestID?
    /// Index in its request's answer, from 0; 0 for a source.
    public let index: Int
    /// SHA-256 of the file's bytes in lower-case hexadecimal; the kept file's name.
    public let digest: String
    public let facts: PictureFacts
    /// The file a source was read from.
    public let originPath: String?
    /// Seconds since 1970.
    public let created: Double
    public var isFavourite: Bool
    /// Whether the user has seen it.
    public var isSeen: Bool
    /// The user's rating, 1…5; 0 if not rated.
    public var rating: Int
    /// Rejected by the user. Views can hide it; the picture stays.
    public var isRejected: Bool
    /// The user's note; empty if there is none.
    public var note: String
    /// Seed that repeats it; nil if the backend reported none.
    public let seed: UInt64?
    /// The engine's manner; nil for other backends.
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

/// The state of a request. `pending`: not sent yet. `interrupted`: the program or the connection ended first.
public enum RequestState: String, Sendable, Hashable, Codable {
    case pending, running, finished, failed, cancelled, interrupted
}

/// One request of the saved tree.
public struct RequestRecord: Sendable, Hashable, Identifiable {
    public let id: RequestID
    public let operation: ImageOperation
    /// The picture that it varies or edits; nil for a request with only a prompt.
    public let source: EntryID?
    public let settings: ImagesSettings
    public let mend: Mend
    /// The picture was scaled down below this many bytes; nil: no limit.
    public let below: Int?
    /// Seconds since 1970.
    public let created: Double
    public var state: RequestState
    /// Why it failed, in one line.
    public var message: String?
    public let prompt: String?
    /// SHA-256 of the stored mask of an edit, or of a variation's subject; nil if there was none.
    public let mask: String?
    /// The same for edits only, and for variations only.
    public var editMask: String? { operation == .variation ? nil : mask }
    public var subjectMask: String? { operation == .variation ? mask : nil }
    /// The second parent of blended pictures.
    public let mate: EntryID?
    /// The idempotency key for all attempts; nil for the engine.
    public let idempotencyKey: String?
    /// The user's note; empty if there is none.
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
