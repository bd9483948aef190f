/// Why a workflow cannot be run, or did not end.
public enum WorkflowFault: Error, Sendable, Equatable {
    /// No workflow of this name; these are there.
    case unknown(name: String, known: [String])
    /// No built-in workflow has the models it needs: what each lacks, such as `img2img: no file in checkpoints`.
    case noneFits(ImageOperation, lacking: [String])
    /// The server has no model of this name; these are there.
    case noModel(name: String, known: [String])
    /// The server has no sampler or scheduler of this name; these are there.
    case noChoice(RequestField, name: String, known: [String])
    /// The picture has no graph of its own.
    case noOwnGraph
    /// A workflow's text is not a graph that can be sent.
    case badGraph(name: String, ComfyGraph.Fault)
    /// The workflow has no place for what the request brings: a picture, a mask.
    case takesNo(RequestPart, name: String)
    /// Placeholders for which nothing was given.
    case noValue(names: [String], name: String)
    /// Somebody else's graph, which nobody has agreed to yet.
    case notApproved(GraphReview)
    /// The server began to run it and failed.
    case failed(ServerMessage)
    /// The server no longer knows the request: it was probably restarted.
    case forgotten
    /// Somebody else stopped it.
    case interrupted

    public enum RequestPart: String, Sendable {
        case picture, mask
    }
}

/// What a person should know of somebody else's graph before it is run.
public struct GraphReview: Sendable, Hashable {
    /// Names the graph: SHA-256 of its template in hexadecimal. Graphs that differ only in what a request sets, such as
    /// seed, prompt and size, have the same.
    public var hash: String
    public var nodes: Int
    /// Those that do not belong to ComfyUI itself, in the order of their ids.
    public var foreignNodes: [ForeignNode]
    /// Nodes that would save files and are replaced by Riffle's.
    public var replacedSavers: Int
    /// Values that are addresses on the internet.
    public var urls: Int

    /// A node whose class is not ComfyUI's own.
    public struct ForeignNode: Sendable, Hashable {
        public enum Origin: Sendable, Hashable {
            /// A Python module that was added to the server.
            case addOn(module: String)
            /// A module that asks paid services on the internet.
            case paidService(module: String)
            /// The server does not have it.
            case missing
        }

        public var id: String
        /// Its class.
        public var type: String
        public var origin: Origin

        public init(id: String, type: String, origin: Origin) {
            self.id = id
            self.type = type
            self.origin = origin
        }
    }

    public var ownNodes: Int { nodes - foreignNodes.count }
    public var isMissingNodes: Bool { foreignNodes.contains { $0.origin == .missing } }
    public var mayCost: Bool { foreignNodes.contains { if case .paidService = $0.origin { true } else { false } } }

    public init(
        hash: String, nodes: Int, foreignNodes: [ForeignNode] = [], replacedSavers: Int = 0, urls: Int = 0
    ) {
        self.hash = hash
        self.nodes = nodes
        self.foreignNodes = foreignNodes
        self.replacedSavers = replacedSavers
        self.urls = urls
    }
}
