import HTTPTypes
import Hummingbird
import Logging

/// Logs one line per request (method, route, status, duration) and counts it. Never logs pictures, keys or prompts.
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

    /// A name from a fixed set: paths may be arbitrary, and picture names are secret.
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
