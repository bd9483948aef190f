import HTTPTypes
import Hummingbird
import Logging
import RiffleAPI

/// Adds an `x-request-id` to each answer, errors included, and to its log lines.
struct RequestIDs: RouterMiddleware {
    func handle(
        _ request: Request, context: ServerContext, next: (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        let id = "req_\(RandomName.make())"
        var context = context
        context.logger[metadataKey: "request_id"] = "\(id)"
        var response = try await next(request, context)
        response.headers[.requestID] = id
        return response
    }
}
