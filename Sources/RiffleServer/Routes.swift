import HTTPTypes
import Hummingbird
import RiffleAPI

/// The server's paths and their handlers.
struct Routes: Sendable {
    let configuration: ImagesServer.Configuration
    let images: ImagesHandler

    /// Prefixes of API paths: none, the version, and the version twice, because some gateways append it to a base URL
    /// that already ends in it.
    private static let bases = ["", "/v1", "/v1/v1"]

    func router() -> Router<ServerContext> {
        let router = Router(context: ServerContext.self)
        router.addMiddleware {
            RequestIDs()
            RequestLog(metrics: images.maker.metrics)
            APIErrors()
        }
        if let key = configuration.key {
            router.add(middleware: KeyCheck(key: key, open: ["/healthz"]))
        } else {
            router.add(
                middleware: PagesRefused(address: configuration.address, isBehindProxy: configuration.isBehindProxy))
        }

        for (name, operation) in [
            ("variations", ImageOperation.variation), ("edits", .edit), ("generations", .generation),
        ] {
            // "/v1images" comes from a client that appends "images/…" to a base URL without a trailing slash.
            let paths =
                Self.bases.map { "\($0)/images/\(name)" }
                + ["/v1images/\(name)", "/openai/images/\(name)", "/openai/deployments/:deployment/images/\(name)"]
            for path in paths {
                on(router, .post, path) { request, context in
                    try await images.answer(request, context: context, operation: operation)
                }
            }
        }
        for base in Self.bases {
            on(router, .get, "\(base)/models") { _, _ in try Response(json: modelList) }
            on(router, .get, "\(base)/models/:model") { _, context in
                let id = context.parameters.get("model") ?? ""
                guard let model = modelList.data.first(where: { $0.id == id }) else {
                    throw ServerError.noSuchModel(id)
                }
                return try Response(json: model)
            }
        }
        on(router, .get, "/files/:name") { _, context in
            guard let name = context.parameters.get("name"), let picture = try await images.folder.picture(named: name)
            else { throw ServerError.noSuchFile }
            return Response(
                status: .ok, headers: [.contentType: picture.format.mediaType, .cacheControl: "private, no-store"],
                body: .init(byteBuffer: ByteBuffer(bytes: picture.bytes)))
        }
        on(router, .get, "/healthz") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "text/plain; charset=utf-8"],
                body: .init(byteBuffer: ByteBuffer(string: "ok\n")))
        }
        on(router, .get, "/metrics") { _, _ in
            let maker = images.maker
            let gauges = Metrics.Gauges(
                running: await maker.queue.runningCount, waiting: await maker.queue.waitingCount,
                bytesHeld: images.budget.bytesHeld, answeredAgain: await maker.repeats.answeredAgain)
            return Response(
                status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
                body: .init(byteBuffer: ByteBuffer(string: maker.metrics.text(gauges))))
        }
        on(router, .get, "/openapi.json") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "application/json"],
                body: .init(byteBuffer: ByteBuffer(string: APIDescription.json)))
        }
        return router
    }

    private var modelList: ModelList {
        ModelList(configuration.models.map { ModelList.Model(id: $0, created: 0, ownedBy: "riffle") })
    }

    /// Registers a handler for one method of a path; other methods get an error that names the allowed ones.
    private func on(
        _ router: Router<ServerContext>, _ method: HTTPRequest.Method, _ path: String,
        _ answer: @escaping @Sendable (Request, ServerContext) async throws -> Response
    ) {
        router.on(RouterPath(path), method: method, use: answer)
        let takesHead = method == .get
        if takesHead {
            router.on(RouterPath(path), method: .head) { request, context in
                var response = try await answer(request, context)
                let length = response.body.contentLength
                response.body = .init()
                if let length { response.headers[.contentLength] = String(length) }
                return response
            }
        }
        let allowed = takesHead ? ["GET", "HEAD"] : [method.rawValue]
        for other in [HTTPRequest.Method.get, .post, .put, .delete, .patch, .options, .trace, .head, .query]
        where !allowed.contains(other.rawValue) {
            router.on(RouterPath(path), method: other) { _, _ -> Response in
                throw ServerError.method(allowed: allowed)
            }
        }
    }
}

extension HTTPRequest.Method {
    fileprivate static let trace = HTTPRequest.Method("TRACE")!
    fileprivate static let query = HTTPRequest.Method("QUERY")!
}
