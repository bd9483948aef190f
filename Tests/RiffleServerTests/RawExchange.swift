import FoundationEssentials
import Logging
import NIOCore
import NIOPosix
import RiffleAPI
import RiffleServer

/// Makes pictures that contain their index, or fails.
struct StubBackend: Backend {
    var failure: BackendError?
    /// Needs no prompt, like the engine; the server still requires one.
    var profile: BackendProfile {
        var profile = BackendProfile(
            name: "stub", uploadLimit: nil, isLocal: true, operations: [.variation, .edit], needsSquare: true)
        profile.needsPrompt = []
        profile.concurrency = concurrency
        return profile
    }

    /// Blocks every request until it is opened.
    var gate: Gate?
    var concurrency = 2

    func make(
        _ request: ImagesRequest, sending: SendGuard, telling events: EventChannel
    ) async throws(BackendError) -> AnswerFacts {
        await gate?.pass()
        let revised = request.prompt.map { "edited: \($0)" }
        for index in 0..<request.settings.count {
            events.post(.progress(picture: index, fraction: 0.5))
            await events.send(.partial(picture: index, PartialImage(width: 1, height: 1, rgba: [1, 2, 3, 4])))
            await events.send(.partial(picture: index, PartialImage(width: 1, height: 1, rgba: [1, 2, 3, 4])))
            let bytes = samplePNG(width: 8, height: 8) + [UInt8(index)]
            let seed = (request.settings.seed ?? 0) + UInt64(index)
            await events.send(.arrived(picture: index, ArrivedImage(bytes: bytes, revisedPrompt: revised, seed: seed)))
        }
        if let failure { throw failure }
        return AnswerFacts(created: 5)
    }
}

/// Blocks callers until it is opened, and counts them.
actor Gate {
    private(set) var arrivals = 0
    private var isOpen = false
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []

    func pass() async {
        arrivals += 1
        for watcher in watchers where watcher.count <= arrivals { watcher.continuation.resume() }
        watchers.removeAll { $0.count <= arrivals }
        if !isOpen { await withCheckedContinuation { waiting.append($0) } }
    }

    /// Returns when this many callers have arrived.
    func arrived(_ count: Int) async {
        if arrivals < count { await withCheckedContinuation { watchers.append((count, $0)) } }
    }

    func open() {
        isOpen = true
        waiting.forEach { $0.resume() }
        waiting = []
    }
}

/// The start of a PNG of this size, then other bytes.
func samplePNG(width: Int, height: Int) -> [UInt8] {
    let length = { (side: Int) in [0, 0, UInt8(side >> 8), UInt8(side & 255)] }
    let head: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + "IHDR".utf8
    return head + length(width) + length(height) + [UInt8](repeating: 7, count: 60)
}

/// A raw HTTP answer.
struct RawAnswer {
    var status: Int
    /// Names are in lower case.
    var fields: [String: String]
    var body: String

    init(_ text: String) throws {
        let parts = text.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
        let lines = parts[0].split(separator: "\r\n")
        status = Int(lines.first?.split(separator: " ").dropFirst().first ?? "") ?? 0
        let pairs = lines.dropFirst().map { $0.split(separator: ":", maxSplits: 1) }
        fields = Dictionary(pairs.map { ($0[0].lowercased(), $0[1].trimmingPrefix(" ").description) }) { $1 }
        body = parts.count > 1 ? String(parts[1]) : ""
    }

    /// A member of the body's error object; nil if null, empty if absent.
    func error(_ member: String) throws -> String? {
        let json = try JSONDecoder().decode([String: [String: String?]].self, from: Data(body.utf8))
        return json["error"]?[member] ?? ""
    }
}

/// Runs the server with a backend during `body`.
func withServer(
    over backend: StubBackend = StubBackend(), _ adjust: (inout ImagesServer.Configuration) -> Void = { _ in },
    _ body: (_ port: Int) async throws -> Void
) async throws {
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    var configuration = ImagesServer.Configuration(port: 0, bodyLimit: 1 << 20, encode: { _ in [1, 2, 3] })
    adjust(&configuration)
    let server = ImagesServer(
        backend: backend, configuration: configuration, logger: logger)
    let (ports, ready) = AsyncStream<Int>.makeStream()
    let running = Task {
        defer { ready.finish() }
        try await server.run { ready.yield($0) }
    }
    var waiting = ports.makeAsyncIterator()
    guard let port = await waiting.next() else { return try await running.value }
    let outcome: Result<Void, any Error>
    do {
        try await body(port)
        outcome = .success(())
    } catch {
        outcome = .failure(error)
    }
    running.cancel()
    _ = await running.result
    try outcome.get()
}

/// Sends bytes over a new connection, and `rest` after an interim answer. Returns everything received until the server
/// closes the connection, or until a complete answer without a body.
func exchange(port: Int, _ bytes: [UInt8], afterInterim rest: [UInt8]? = nil) async throws -> String {
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .connect(host: "127.0.0.1", port: port) { channel in
            channel.eventLoop.makeCompletedFuture {
                try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
            }
        }
    return try await channel.executeThenClose { inbound, outbound in
        try await outbound.write(ByteBuffer(bytes: bytes))
        var rest = rest
        var received: [UInt8] = []
        for try await chunk in inbound {
            received += chunk.readableBytesView
            if let more = rest {
                rest = nil
                try await outbound.write(ByteBuffer(bytes: more))
            }
        }
        return String(decoding: received, as: UTF8.self)
    }
}

/// A request for variations with these text fields and this picture.
func variationRequest(
    _ fields: KeyValuePairs<String, String> = [:], image: [UInt8]? = samplePNG(width: 8, height: 8),
    path: String = "/v1/images/variations", headers: String = ""
) -> [UInt8] {
    var parts = fields.map { MultipartPart(name: $0.key, body: Array($0.value.utf8)) }
    if let image { parts.append(MultipartPart(name: "image", body: image)) }
    let form = MultipartWriter(parts: parts)
    let head = """
        POST \(path) HTTP/1.1\r\nHost: localhost:9\r\nContent-Type: \(form.contentType)\r\n\(headers)\
        Content-Length: \(form.body.count)\r\n\r\n
        """
    return Array(head.utf8) + form.body
}

/// A request without a body.
func plainRequest(_ line: String) -> [UInt8] {
    Array("\(line) HTTP/1.1\r\nHost: localhost:9\r\nConnection: close\r\n\r\n".utf8)
}

/// A request with a JSON body.
func jsonRequest(_ path: String, _ json: String) -> [UInt8] {
    Array(
        """
        POST \(path) HTTP/1.1\r\nHost: localhost:9\r\nContent-Type: application/json\r\n\
        Content-Length: \(json.utf8.count)\r\n\r\n\(json)
        """.utf8)
}
