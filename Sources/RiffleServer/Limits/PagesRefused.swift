import HTTPTypes
import Hummingbird

/// Rejects requests from web pages when no key is needed: otherwise any page could use this machine, or spend money.
///
/// Browsers send forms to other sites without a preflight request, but always with an `Origin` header. Source: Fetch
/// Standard, "CORS protocol" and "Origin header".
struct PagesRefused: RouterMiddleware {
    func handle(
        _ request: Request, context: ServerContext, next: (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        guard request.headers[.origin] == nil else { throw ServerError.fromPage }
        return try await next(request, context)
    }
}
