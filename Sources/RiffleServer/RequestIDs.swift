import HTTPTypes
import Hummingbird
import RiffleAPI

/// Gives every answer, failures included, an `x-request-id` of its own.
struct RequestIDs: RouterMiddleware {
    func handle(
        _ request: Request, context: BasicRequestContext,
        next: (Request, BasicRequestContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        var generator = SystemRandomNumberGenerator()
        let id = (0..<2).map { _ in String(generator.next() as UInt64, radix: 36) }.joined()
        response.headers[.requestID] = "req_\(id)"
        return response
    }
}
