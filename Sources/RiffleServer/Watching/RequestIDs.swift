import HTTPTypes
import Hummingbird
import Logging
import RiffleAPI

/// Gives every answer, failures included, an `x-request-id` of its own, which the log has too.
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
