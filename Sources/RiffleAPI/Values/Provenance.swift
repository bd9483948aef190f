/// Everything that is known of how a picture came to be.
public struct Provenance: Sendable, Hashable {
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
