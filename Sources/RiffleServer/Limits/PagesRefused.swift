import HTTPTypes
import Hummingbird

/// Where no key is asked for, keeps out what pages in a browser send: any page could have this machine work, or spend.
///
/// A form is sent to another site without the browser asking whether it may, but always with its page's `Origin`.
/// Source: Fetch Standard, "CORS protocol" and "Origin header".
struct PagesRefused: RouterMiddleware {
    func handle(
        _ request: Request, context: ServerContext, next: (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        guard request.headers[.origin] == nil else { throw ServerError.fromPage }
        return try await next(request, context)
    }
}
