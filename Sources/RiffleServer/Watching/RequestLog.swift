import HTTPTypes
import Hummingbird
import Logging

/// One line for every request, and a count: what, with which outcome, how long. Never a picture, a key, or a prompt.
struct RequestLog: RouterMiddleware {
    let metrics: Metrics

    func handle(
        _ request: Request, context: ServerContext, next: (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        let began = ContinuousClock.now
        let response = try await next(request, context)
        let route = Self.route(request.uri.path)
        metrics.answered(route: route, status: response.status.code)
        context.logger.info(
            "answered",
            metadata: [
                "method": "\(request.method.rawValue)", "route": "\(route)", "status": "\(response.status.code)",
                "milliseconds": "\(Int((.now - began) / .milliseconds(1)))",
            ])
        return response
    }

    /// One of a few words: a path may be anything, and the name of a picture is a secret.
    static func route(_ path: String) -> String {
        let parts = path.split(separator: "/")
        for name in ["variations", "edits", "generations"] where parts.last == Substring(name) { return name }
        if path.hasPrefix("/files/") { return "files" }
        for name in ["models", "healthz", "metrics", "openapi.json"] where parts.contains(Substring(name)) {
            return name
        }
        return "other"
    }
}
