import HTTPTypes

/// What was seen of a server that answers. Nothing that costs anything is asked.
public struct BackendFindings: Sendable, Hashable {
    /// What it said it is, such as `ComfyUI 0.3.64`; nil where it does not say.
    public var product: String?
    /// Whether it has a list of models, as servers of its kind do; without one it is hardly of that kind.
    public var hasModelList = true
    public var models: [ServerModel] = []
    /// What it was seen to be able to do; nil where only a request would show it.
    public var operations: Set<ImageOperation>?
    /// Workflows that it can run; ComfyUI only.
    public var workflows: [WorkflowOffer] = []
    /// Requests that run or wait; nil where it does not say.
    public var queued: Int?

    public init(models: [ServerModel] = []) { self.models = models }
}

/// A workflow that can be chosen.
public struct WorkflowOffer: Sendable, Hashable {
    /// What a request calls it.
    public var name: String
    /// What a person reads beside it; may be empty.
    public var title: String
    public var operations: Set<ImageOperation>
    /// Fields that it has no place for.
    public var ignored: Set<RequestField> = []
    /// Sides of the pictures are multiples of so many pixels; nil where the workflow decides their size.
    public var sizeStep: Int?
    /// Whether it has a place for a mask, and whether it cannot do without one.
    public var takesMask = false
    public var needsMask = false
    /// Whether it can be the one that is taken where none is named.
    public var isAutomatic = false

    public init(name: String, title: String, operations: Set<ImageOperation>) {
        self.name = name
        self.title = title
        self.operations = operations
    }

    /// Whether it can be asked for an operation, with a mask or without.
    public func suits(_ operation: ImageOperation, isMasked: Bool) -> Bool {
        operations.contains(operation) && (isMasked ? takesMask : !needsMask)
    }
}

extension Backend {
    /// What a server has, asked for without cost; nil where there is nothing to ask.
    ///
    /// - Parameter past: whether the graphs that a ComfyUI server ran lately are asked for too, which are long.
    /// - Throws: `BackendError` where a server does not answer as it should.
    public func findings(past: Bool = false) async throws(BackendError) -> BackendFindings? {
        switch self {
        case let server as OpenAIBackend:
            let models = ServerModels(configuration: server.configuration, transport: server.transport)
            if let list = try await models.list(at: server.configuration.profile.spelling.models) {
                return BackendFindings(models: list)
            }
            var findings = BackendFindings()
            findings.hasModelList = false
            findings.product = await server.otherProduct()
            return findings
        case let server as SDAPIBackend:
            let models = ServerModels(configuration: server.configuration, transport: server.transport)
            let list = try await models.list(at: "sdapi/v1/sd-models")
            var findings = BackendFindings(models: list ?? [])
            findings.hasModelList = list != nil
            return findings
        case let server as SDCppBackend: return try await server.look()
        case let server as ComfyBackend: return try await server.look(past: past)
        default: return nil
        }
    }
}

extension OpenAIBackend {
    /// What a server is that has no Images API: people give ComfyUI's address as one.
    fileprivate func otherProduct() async -> String? {
        var root = configuration
        guard let address = try? ServerAddress(configuration.address.root, addsVersion: false) else { return nil }
        root.address = address
        guard let version = try? await ComfyServer(configuration: root, transport: transport).version() else {
            return nil
        }
        return "ComfyUI \(version)"
    }
}

extension SDCppBackend {
    /// The model that the server has loaded, by either of its interfaces.
    fileprivate func look() async throws(BackendError) -> BackendFindings {
        guard let model = try await server.model() else { return try await openAIFindings() }
        var findings = BackendFindings(models: [ServerModel(id: model)])
        findings.product = "stable-diffusion.cpp"
        return findings
    }
}
