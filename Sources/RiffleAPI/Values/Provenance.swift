/// Everything that is known about how a picture was made.
public struct Provenance: Sendable, Hashable {
    public var entry: Entry
    /// Nil for a source.
    public var request: RequestRecord?
    /// The picture it was made from.
    public var parent: Entry?
    /// The second parent, if it was blended from two.
    public var mate: Entry?
    public var root: Entry?
    /// Version of the built-in engine that made it.
    public var engine: String?
    /// The server's id for the request.
    public var serverRequest: String?
    /// The price of the request, if known.
    public var cost: Price?
    /// Duration of the request in seconds.
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
