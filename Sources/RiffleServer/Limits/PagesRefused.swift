import HTTPTypes
import Hummingbird

/// Rejects requests from web pages when no key is needed: otherwise any page could use this machine, or spend money.
///
/// Browsers send forms to other sites without a preflight request, but always with an `Origin` header. Source: Fetch
/// Standard, "CORS protocol" and "Origin header". A page whose own name was made to resolve to this machine sends none to
/// it; it is recognised by that name, in `Host`.
struct PagesRefused: RouterMiddleware {
    /// The name or address that the server listens on.
    let address: String
    /// A proxy passes the name on that its own clients use.
    let isBehindProxy: Bool

    func handle(
        _ request: Request, context: ServerContext, next: (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        guard request.headers[.origin] == nil else { throw ServerError.fromPage }
        guard isBehindProxy || isOwn(request.head.authority) else { throw ServerError.foreignHost }
        return try await next(request, context)
    }

    /// Whether `Host` is this machine's in a way that no one else can name: an address, `localhost`, or the server's own.
    private func isOwn(_ authority: String?) -> Bool {
        guard let authority, !authority.isEmpty else { return true }
        if authority.hasPrefix("[") { return true }
        let host = authority.prefix { $0 != ":" }.lowercased()
        let isAddress = host.allSatisfy { $0.isNumber || $0 == "." }
        return isAddress || host == "localhost" || host.hasSuffix(".localhost") || host == address.lowercased()
    }
}
