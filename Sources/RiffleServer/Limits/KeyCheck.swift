import HTTPTypes
import Hummingbird

/// Rejects requests without the API key.
///
/// Accepts `Authorization: Bearer KEY` and Azure's `api-key: KEY`.
struct KeyCheck: RouterMiddleware {
    let key: String
    /// Paths that need no key.
    let open: Set<String>

    func handle(
        _ request: Request, context: ServerContext, next: (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        // A picture's name is a secret itself, and viewers send no key.
        if open.contains(request.uri.path) || request.uri.path.hasPrefix("/files/") {
            return try await next(request, context)
        }
        guard let given = Self.key(in: request.headers) else { throw ServerError.keyMissing }
        guard Self.areEqual(given, key) else { throw ServerError.keyWrong }
        return try await next(request, context)
    }

    static func key(in headers: HTTPFields) -> String? {
        if let field = headers[.authorization] {
            let words = field.split(separator: " ", maxSplits: 1)
            if words.count == 2, words[0].lowercased() == "bearer" { return String(words[1]) }
        }
        return headers[.apiKey]
    }

    /// Compares in time that depends only on the length of `given`, so that timing reveals nothing about the key.
    static func areEqual(_ given: String, _ key: String) -> Bool {
        let (given, key) = (Array(given.utf8), Array(key.utf8))
        var difference = UInt(bitPattern: given.count ^ key.count)
        for index in given.indices {
            difference |= UInt(given[index] ^ (key.isEmpty ? 0 : key[index % key.count]))
        }
        return difference == 0 && !key.isEmpty
    }
}
