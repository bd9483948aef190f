import FoundationEssentials
import HTTPTypes

/// Fetches a picture from the URL that an answer gave.
///
/// What a server answers decides where this goes, so it goes only by `https`, or to the server's own host, and its
/// key goes to nobody but the server's own scheme, host and port. Each step of a redirect is held to the same.
struct PictureDownload {
    static let redirectLimit = 3

    var configuration: OpenAIBackend.Configuration
    var transport: any Transport

    /// - Parameter text: absolute, relative to the endpoint, or a `data:` URL.
    func bytes(at text: String) async throws(PictureFault) -> [UInt8] {
        if text.prefix(5).lowercased() == "data:" {
            return try PictureText.decode(text, limit: configuration.pictureLimit)
        }
        var url = try allowed(text, from: configuration.address.url(of: "images/variations"))
        for _ in 0...Self.redirectLimit {
            let answer: TransportAnswer
            let body: [UInt8]?
            do throws(TransportError) {
                answer = try await transport.send(try request(for: url), body: [])
                body =
                    answer.head.status.kind == .successful
                    ? try await answer.collect(upTo: configuration.pictureLimit)
                    : try await answer.beginning(upTo: 64 * 1024)
            } catch {
                throw .transport(error)
            }
            switch answer.head.status.kind {
            case .successful:
                guard let body else { throw .tooLarge(limit: configuration.pictureLimit) }
                return body
            case .redirection:
                guard let next = answer.head.headerFields[.location] else { throw .status(answer.head.status.code) }
                url = try allowed(next, from: url)
            default:
                throw .status(answer.head.status.code)
            }
        }
        throw .tooManyRedirects
    }

    /// The URL that a text means, if it may be fetched.
    private func allowed(_ text: String, from base: URL) throws(PictureFault) -> URL {
        guard let url = URL(string: text, relativeTo: base)?.absoluteURL, let scheme = url.scheme?.lowercased() else {
            throw .badURL
        }
        guard scheme == "https" || (scheme == "http" && configuration.address.isHost(of: url)) else {
            throw .forbiddenURL(scheme: scheme)
        }
        guard url.host?.isEmpty == false else { throw .badURL }
        return url
    }

    private func request(for url: URL) throws(TransportError) -> HTTPRequest {
        guard let parts = URLComponents(url: url, resolvingAgainstBaseURL: true), let host = parts.encodedHost else {
            throw .notHTTP
        }
        var fields: HTTPFields = [.accept: "image/*"]
        if let key = configuration.key, configuration.address.isOrigin(of: url) {
            fields[.authorization] = "Bearer \(key.secret)"
        }
        let path = parts.percentEncodedPath.isEmpty ? "/" : parts.percentEncodedPath
        return HTTPRequest(
            method: .get, scheme: parts.scheme, authority: parts.port.map { "\(host):\($0)" } ?? host,
            path: parts.percentEncodedQuery.map { "\(path)?\($0)" } ?? path, headerFields: fields)
    }
}
