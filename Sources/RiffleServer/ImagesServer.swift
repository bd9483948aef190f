import Hummingbird
package import Logging
import NIOCore
package import RiffleAPI
import ServiceLifecycle

/// The Images API on this machine, over whichever backend it is handed.
///
/// `POST /v1/images/variations`, `GET /v1/models`, and `GET /files/…` for the URLs of its answers. It binds 127.0.0.1
/// and nothing else, and asks for no key.
package struct ImagesServer: Sendable {
    package struct Configuration: Sendable {
        /// 0: any that is free; `run` tells which.
        package var port: Int
        /// Names that `GET /models` lists. Any name is taken in a request.
        package var models: [String]
        /// Longest request in bytes, its form included.
        package var bodyLimit: Int
        /// First size of a picture in bytes that is too large.
        package var uploadLimit: Int
        /// How long the URLs of answers live.
        package var fileLifetime: Duration
        /// Bytes of pictures kept for URLs; the oldest go first.
        package var fileSpace: Int
        /// How long work under way may go on when the server is to end.
        package var grace: Duration

        package init(
            port: Int, models: [String] = ["riffle", "dall-e-2"], bodyLimit: Int = 16 << 20,
            uploadLimit: Int = VariationRules.uploadLimit, fileLifetime: Duration = .seconds(3600),
            fileSpace: Int = 256 << 20, grace: Duration = .seconds(30)
        ) {
            self.port = port
            self.models = models
            self.bodyLimit = bodyLimit
            self.uploadLimit = uploadLimit
            self.fileLifetime = fileLifetime
            self.fileSpace = fileSpace
            self.grace = grace
        }
    }

    let backend: any Backend
    let configuration: Configuration
    let logger: Logger

    package init(
        backend: any Backend, configuration: Configuration, logger: Logger = Logger(label: "riffle.server")
    ) {
        self.backend = backend
        self.configuration = configuration
        self.logger = logger
    }

    /// Serves until the task is cancelled; then takes no more requests and returns once those under way are answered,
    /// or after the time of grace.
    ///
    /// - Parameter onReady: called once, with the port, when connections are taken.
    /// - Throws: `ServerError.cannotListen`.
    package func run(onReady: @escaping @Sendable (_ port: Int) async -> Void = { _ in }) async throws(ServerError) {
        let port = configuration.port
        let limit = configuration.bodyLimit
        let application = Application(
            router: router(),
            server: .http1(configuration: .init(additionalChannelHandlers: [ExpectContinue(bodyLimit: limit)])),
            configuration: .init(address: .hostname("127.0.0.1", port: port), serverName: "riffle"),
            onServerRunning: { await onReady($0.localAddress?.port ?? port) },
            logger: logger)
        var group = ServiceGroupConfiguration(services: [application], logger: logger)
        group.maximumGracefulShutdownDuration = configuration.grace
        let services = ServiceGroup(configuration: group)
        // Not a child task: cancelling one would cut off the requests under way.
        let work = Task { try await services.run() }
        let outcome = await withTaskCancellationHandler {
            await work.result
        } onCancel: {
            Task { await services.triggerGracefulShutdown() }
        }
        if case .failure(let error) = outcome, !(error is CancellationError) {
            throw .cannotListen(port: port, errno: (error as? IOError)?.errnoCode)
        }
    }

    private func router() -> Router<BasicRequestContext> {
        let router = Router()
        router.addMiddleware {
            RequestIDs()
            APIErrors()
        }
        let files = FileStore(lifetime: configuration.fileLifetime, space: configuration.fileSpace)
        let variations = VariationsHandler(backend: backend, configuration: configuration, files: files)
        // The last is what a well-known command line makes of a base URL without a slash at its end.
        for path in ["/v1/images/variations", "/images/variations", "/v1images/variations"] {
            router.post(RouterPath(path)) { request, _ in try await variations.answer(request) }
        }
        let models = ModelList(configuration.models.map { ModelList.Model(id: $0, created: 0, ownedBy: "riffle") })
        for path in ["/v1/models", "/models"] {
            router.get(RouterPath(path)) { _, _ in try Response(json: models) }
        }
        router.get("/files/:name") { _, context in
            guard let name = context.parameters.get("name"), let file = await files.file(named: name) else {
                throw ServerError.noSuchFile
            }
            return Response(
                status: .ok, headers: [.contentType: file.format.mediaType, .cacheControl: "private, no-store"],
                body: .init(byteBuffer: ByteBuffer(bytes: file.bytes)))
        }
        return router
    }
}
