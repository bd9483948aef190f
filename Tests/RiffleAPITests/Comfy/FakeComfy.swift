import HTTPTypes
import ScriptedServer
import Synchronization

@testable import RiffleAPI

/// A ComfyUI server in memory, as well behaved as a test says.
final class FakeComfy: Transport {
    /// What becomes of a graph that was sent.
    enum Fate: Sendable {
        case finishes
        /// It is in the queue until it is cancelled.
        case runs, waits
        /// An `execution_error`.
        case fails(String)
        /// Neither in the queue nor in the history: the server was restarted.
        case isForgotten
        /// In no history for so many questions.
        case finishesLate(questions: Int)
    }

    struct State: Sendable {
        var models = ["checkpoints": ["sdxl.safetensors", "v1-5.safetensors"]]
        /// Modules of classes, empty for one that is not there; of others they are ComfyUI's own.
        var modules: [String: String] = [:]
        var fate: @Sendable (Int) -> Fate = { _ in .finishes }
        /// Names of the files a graph makes.
        var fileNames: @Sendable (String) -> [String] = { ["riffle_\($0.prefix(8)).png"] }
        /// Fails the exchange; by method and path, and how often it was asked before.
        var fault: @Sendable (String, Int) -> TransportError? = { _, _ in nil }
        /// The same, but the server carries it out, and only its answer is lost.
        var loses: @Sendable (String, Int) -> TransportError? = { _, _ in nil }
        var hasJobs = true
        var uploadStatus = 200
        /// `node_errors` of the answer to a graph that is taken.
        var nodeErrors = "{}"
        var picture = samplePNG()
        /// Calls as `POST /interrupt {…}`, in their order.
        var calls: [String] = []
        var graphs: [(id: String, graph: ExactJSON)] = []
        var cancelled: Set<String> = []
        /// Others' graphs in the queue.
        var others: [String] = []
        fileprivate var questions: [String: Int] = [:]
    }

    let state = Mutex(State())
    /// Says what a client hears that listens; nil: there is no WebSocket.
    private let socket: (@Sendable (FakeComfy) -> AsyncThrowingStream<WebSocketMessage, any Error>)?

    init(
        socket: (@Sendable (FakeComfy) -> AsyncThrowingStream<WebSocketMessage, any Error>)?,
        _ change: (inout State) -> Void
    ) {
        self.socket = socket
        state.withLock { change(&$0) }
    }

    convenience init(_ change: (inout State) -> Void = { _ in }) { self.init(socket: nil, change) }

    var calls: [String] { state.withLock { $0.calls } }
    var graphs: [ExactJSON] { state.withLock { $0.graphs.map(\.graph) } }

    func messages(
        _ opening: WebSocketOpening
    ) async throws(TransportError) -> AsyncThrowingStream<WebSocketMessage, any Error> {
        guard let socket else { throw .notHTTP }
        return socket(self)
    }

    func send(
        _ request: HTTPRequest, body: [UInt8], sent: @escaping @Sendable (Int) -> Void
    ) async throws(TransportError) -> TransportAnswer {
        sent(body.count)
        let path = request.path ?? ""
        let call = "\(request.method.rawValue) \(path)"
        let json = ExactJSON(body)
        let (fault, loss, before) = state.withLock { state in
            let before = state.questions[call, default: 0]
            state.questions[call] = before + 1
            state.calls.append(json.map { "\(call) \($0.text)" } ?? call)
            return (state.fault(call, before), state.loses(call, before), before)
        }
        if let fault { throw fault }
        let answer = state.withLock { $0.answer(call, json, before) }
        if let loss { throw loss }
        return answer
    }
}

extension FakeComfy.State {
    fileprivate mutating func answer(_ call: String, _ json: ExactJSON?, _ before: Int) -> TransportAnswer {
        let parts = call.split(separator: " ")[1].split(separator: "?")
        let path = parts[0].split(separator: "/").map(String.init)
        switch path.first {
        case "system_stats":
            return .text(#"{"system": {"comfyui_version": "0.33.0"}, "devices": []}"#)
        case "models": return list(models[path[1]])
        case "object_info":
            let type = modules.keys.first { PercentEncoding.escaped($0) == path[1] } ?? path[1]
            let module = modules[type] ?? "nodes"
            return .text(module.isEmpty ? "{}" : #"{"\#(type)": {"python_module": "\#(module)"}}"#)
        case "features": return .text(#"{"max_upload_size": 1000}"#)
        case "upload":
            return .text(#"{"name": "up.png", "subfolder": "riffle", "type": "input"}"#, status: uploadStatus)
        case "prompt":
            guard let id = json?["prompt_id"]?.string, let graph = json?["prompt"] else {
                return .text("", status: 400)
            }
            graphs.append((id, graph))
            return .text(#"{"prompt_id": "\#(id)", "node_errors": \#(nodeErrors)}"#)
        case "queue" where json != nil, "interrupt":
            let ids = json?["delete"]?.array?.compactMap(\.string) ?? [json?["prompt_id"]?.string].compactMap { $0 }
            cancelled.formUnion(ids)
            return .text("")
        case "queue": return queue
        case "history" where path.count > 1: return history(path[1])
        case "history": return pasts
        case "view": return .whole(picture, [.contentType: "image/png"])
        case "api" where path.last == "cancel":
            guard hasJobs else { return .text("405: Method Not Allowed", status: 405) }
            cancelled.insert(path[2])
            return .text(#"{"cancelled": true}"#)
        default: return .text("404: Not Found", status: 404)
        }
    }

    private func list(_ names: [String]?) -> TransportAnswer {
        guard let names else { return .text("", status: 404) }
        return .text(ExactJSON.array(names.map { .string($0) }).text)
    }

    private var queue: TransportAnswer {
        var running = others
        var waiting: [String] = []
        for (index, sent) in graphs.enumerated() where !cancelled.contains(sent.id) {
            switch fate(index) {
            case .runs: running.append(sent.id)
            case .waits: waiting.append(sent.id)
            default: break
            }
        }
        func entries(_ ids: [String]) -> ExactJSON { .array(ids.map { .array([.integer(1), .string($0)]) }) }
        return .text(ExactJSON.object(["queue_running": entries(running), "queue_pending": entries(waiting)]).text)
    }

    private mutating func history(_ id: String) -> TransportAnswer {
        guard let index = graphs.firstIndex(where: { $0.id == id }) else { return .text("{}") }
        let isCancelled = cancelled.contains(id)
        var messages = "[]"
        switch fate(index) {
        case .isForgotten: return .text("{}")
        case .runs, .waits:
            guard isCancelled else { return .text("{}") }
            messages = #"[["execution_interrupted", {}]]"#
        case .fails(let data): messages = #"[["execution_error", \#(data)]]"#
        case .finishesLate(let asked):
            if questions["GET /history/\(id)", default: 0] <= asked { return .text("{}") }
        case .finishes: break
        }
        let files = fileNames(id).map { name in
            ExactJSON.object([
                "filename": .string(name), "subfolder": .string("riffle"), "type": .string("output"),
            ])
        }
        return .text(
            #"{"\#(id)": {"prompt": [1, "\#(id)", \#(graphs[index].graph.text), {}, []], "outputs": {"riffle": "#
                + #"{"images": \#(ExactJSON.array(files).text)}}, "status": {"messages": \#(messages)}}}"#)
    }

    private var pasts: TransportAnswer {
        let entries = graphs.enumerated().map { index, sent in
            (sent.id, ExactJSON.object(["prompt": .array([.integer(index), .string(sent.id), sent.graph])]))
        }
        return .text(ExactJSON.object(Dictionary(uniqueKeysWithValues: entries)).text)
    }
}

/// What comes of a request to a server.
struct ComfyResult {
    var events: [BackendEvent]
    var error: BackendError?
    var pictures: [ArrivedImage] { arrived(events) }
    var notes: [AnswerNote] {
        for case .finished(let facts) in events { return facts.notes }
        return []
    }
}

extension ComfyBackend {
    /// A backend on a server that a test answers for.
    static func sample(
        _ transport: any Transport, files: [String: String] = [:], approved: Set<String> = [],
        _ change: (inout OpenAIBackend.Configuration) -> Void = { _ in }
    ) throws -> ComfyBackend {
        var configuration = OpenAIBackend.Configuration(
            name: "comfyui", address: try ServerAddress("http://127.0.0.1:8188", addsVersion: false))
        change(&configuration)
        return ComfyBackend(
            configuration,
            library: Library(
                files: { files.mapValues { Array($0.utf8) } }, isApproved: { approved.contains($0) },
                digest: { bytes in "hash\(bytes.reduce(UInt32(7)) { $0 &* 31 &+ UInt32($1) })" }),
            transport: transport, clock: ManualClock())
    }

    func result(
        of work: ComfyWork, name: String = "riffle-1",
        willSend: @escaping @Sendable () async throws(BackendError) -> Void = {}
    ) async -> ComfyResult {
        let stream: AsyncThrowingStream<BackendEvent, any Error> = EventChannel.stream { channel in
            let facts = try await make(work, name: name, willSend: willSend, telling: channel)
            await channel.send(.finished(facts))
        }
        let (told, error) = await allEvents(of: stream)
        return ComfyResult(events: told, error: error)
    }
}

func sampleWork(
    _ operation: ImageOperation = .variation, n: Int = 1, _ change: (inout ComfyWork) -> Void = { _ in }
) -> ComfyWork {
    var work = ComfyWork(operation)
    work.count = n
    if operation != .generation { work.picture = samplePNG(width: 640, height: 480) }
    if operation != .variation { work.prompt = "a fox" }
    change(&work)
    return work
}

private func allEvents(
    of stream: AsyncThrowingStream<BackendEvent, any Error>
) async -> (events: [BackendEvent], error: BackendError?) { await events(of: stream) }
