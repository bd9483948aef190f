/// A program for ComfyUI in its API form: nodes by id, each with a class and its inputs.
///
/// Source: ComfyUI, `server.py`, `POST /prompt`, and `execution.py`, `validate_prompt`.
public struct ComfyGraph: Sendable, Hashable {
    public struct Node: Sendable, Hashable {
        /// Name of the class, such as `KSampler`.
        public var type: String
        /// Literals, and links as `[id, output]`.
        public var inputs: [String: ExactJSON]
    }

    /// An output of a node.
    struct Link: Hashable {
        var node: String
        /// Counts from 0.
        var output: Int
    }

    /// An input of a node.
    struct Place: Sendable, Hashable {
        var node: String
        var input: String
    }

    /// Why a text is not a graph that can be sent.
    public enum Fault: Error, Sendable, Equatable {
        case notJSON
        /// The form that the web page edits: it cannot be sent.
        case editorForm
        case noNodes
        case tooManyNodes(count: Int, limit: Int)
        /// A node without a class or with inputs that are not an object.
        case badNode(id: String)
        /// No node saves or shows a picture.
        case noOutput
    }

    public static let nodeLimit = 2000

    public internal(set) var nodes: [String: Node]

    init(nodes: [String: Node]) { self.nodes = nodes }

    /// Reads the API form, by itself or as the member `prompt` of an object.
    public init(_ text: some Collection<UInt8>) throws(Fault) {
        guard let json = ExactJSON(text) else { throw .notJSON }
        try self.init(json)
    }

    init(_ json: ExactJSON) throws(Fault) {
        guard case .object(var members) = json else { throw .noNodes }
        if members["nodes"]?.array != nil { throw .editorForm }
        if let inner = members["prompt"]?.object, members["prompt"]?["class_type"] == nil { members = inner }
        guard !members.isEmpty else { throw .noNodes }
        guard members.count <= Self.nodeLimit else {
            throw .tooManyNodes(count: members.count, limit: Self.nodeLimit)
        }
        nodes = [:]
        for (id, node) in members {
            guard let type = node["class_type"]?.string, !type.isEmpty, let inputs = node["inputs"]?.object else {
                throw .badNode(id: id)
            }
            nodes[id] = Node(type: type, inputs: inputs)
        }
    }

    /// As it is sent.
    var json: ExactJSON {
        .object(
            nodes.mapValues { .object(["class_type": .string($0.type), "inputs": .object($0.inputs)]) })
    }

    /// Ids in the order a person reads them: by number.
    var ids: [String] {
        nodes.keys.sorted { one, other in
            switch (Int(one), Int(other)) {
            case (let one?, let other?): one < other
            case (nil, nil): one < other
            case (let one, _): one != nil
            }
        }
    }

    subscript(place: Place) -> ExactJSON? {
        get { nodes[place.node]?.inputs[place.input] }
        set { nodes[place.node]?.inputs[place.input] = newValue }
    }

    /// The output that an input takes its value from; nil for a literal and for a node that is not there.
    func link(at place: Place) -> Link? { self[place].flatMap(link) }

    func link(_ value: ExactJSON) -> Link? {
        guard let parts = value.array, parts.count == 2, let output = parts[1].int, output >= 0 else { return nil }
        guard let id = parts[0].string ?? parts[0].int.map(String.init), nodes[id] != nil else { return nil }
        return Link(node: id, output: output)
    }

    /// The nodes that a node takes its inputs from, directly or not, with itself.
    func ancestors(of id: String) -> Set<String> {
        var found: Set<String> = []
        var rest = [id]
        while let next = rest.popLast() {
            guard found.insert(next).inserted, let node = nodes[next] else { continue }
            rest += node.inputs.values.compactMap { link($0)?.node }
        }
        return found
    }
}

extension ComfyGraph.Link {
    var json: ExactJSON { .array([.string(node), .integer(output)]) }
}
