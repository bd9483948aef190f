import Hummingbird
import Logging
import NIOCore
import RiffleAPI
import RiffleHTTP
import RiffleServer
import Synchronization

/// A silent logger.
let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

/// Runs Riffle's own server with a backend on a free port during `body`.
func withImagesServer(
    over backend: any Backend, tls: ImagesServer.Configuration.TLSFiles? = nil,
    _ body: (_ port: Int) async throws -> Void
) async throws {
    let server = ImagesServer(
        backend: backend, configuration: .init(port: 0, tls: tls, orphanPatience: .zero), logger: quiet)
    try await withPort(of: { ready in try await server.run(onReady: ready) }, body)
}

/// Runs a server that answers every request with a closure.
func withServer(
    answering answer: @escaping @Sendable (Request) async throws -> Response,
    _ body: (_ port: Int) async throws -> Void
) async throws {
    let responder = CallbackResponder<BasicRequestContext> { request, _ in try await answer(request) }
    let run: @Sendable (@escaping @Sendable (Int) async -> Void) async throws -> Void = { ready in
        let application = Application(
            responder: responder, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { await ready($0.localAddress?.port ?? 0) }, logger: quiet)
        try await application.run()
    }
    try await withPort(of: run, body)
}

private func withPort(
    of run: @escaping @Sendable (@escaping @Sendable (Int) async -> Void) async throws -> Void,
    _ body: (_ port: Int) async throws -> Void
) async throws {
    let (ports, ready) = AsyncStream<Int>.makeStream()
    let server = Task {
        defer { ready.finish() }
        try await run { ready.yield($0) }
    }
    var waiting = ports.makeAsyncIterator()
    guard let port = await waiting.next() else { return try await server.value }
    let outcome: Result<Void, any Error>
    do {
        try await body(port)
        outcome = .success(())
    } catch {
        outcome = .failure(error)
    }
    server.cancel()
    _ = await server.result
    try outcome.get()
}

/// Runs with a transport, which is shut down on every exit.
func withTransport(
    timeouts: HTTPTransport.Timeouts = .init(), _ body: (HTTPTransport) async throws -> Void
) async throws {
    let transport = HTTPTransport(timeouts: timeouts)
    do {
        try await body(transport)
    } catch {
        await transport.shutdown()
        throw error
    }
    await transport.shutdown()
}

func samplePNG(side: Int, filler: UInt8) -> [UInt8] {
    let length = [0, 0, UInt8(side >> 8), UInt8(side & 255)]
    let head: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + "IHDR".utf8 + length + length
    return head + [UInt8](repeating: filler, count: 50_000)
}

/// Makes pictures of the requested size that contain their index.
final class PaintingBackend: Backend {
    let profile = BackendProfile(name: "painting", uploadLimit: nil, isLocal: true)
    private let log = Mutex<[ImagesRequest]>([])

    var requests: [ImagesRequest] { log.withLock { $0 } }

    func make(
        _ request: ImagesRequest, sending: SendGuard, telling events: EventChannel
    ) async throws(BackendError) -> AnswerFacts {
        log.withLock { $0.append(request) }
        // Last one first: an answer is ordered by index, not by arrival.
        for index in (0..<request.settings.count).reversed() {
            let bytes = samplePNG(side: request.settings.size?.pixels?.width ?? 1024, filler: UInt8(index))
            events.post(.arrived(picture: index, ArrivedImage(bytes: bytes, seed: UInt64(index))))
        }
        return AnswerFacts(created: 1_795_225_414)
    }
}

/// Never finishes; reports when it started and when it was cancelled.
final class EndlessBackend: Backend {
    let profile = BackendProfile(name: "endless", uploadLimit: nil, isLocal: true)
    let began = AsyncStream<Void>.makeStream()
    let stopped = AsyncStream<Void>.makeStream()

    func make(
        _ request: ImagesRequest, sending: SendGuard, telling events: EventChannel
    ) async throws(BackendError) -> AnswerFacts {
        began.continuation.yield()
        let (endless, _) = AsyncStream<Void>.makeStream()
        for await _ in endless {}
        stopped.continuation.yield()
        throw .cancelled
    }
}
