import FoundationEssentials
import HTTPTypes

/// Fetches a picture from the URL that an answer gave.
///
/// What a server answers decides where this goes, so it goes only by `https`, or to the server's own host, and its
/// key goes to nobody but the server's own scheme, host and port. Each step of a redirect is held to the same.
package struct PictureDownload {
    static let redirectLimit = 3

    var configuration: OpenAIBackend.Configuration
    var transport: any Transport

    /// - Parameter text: absolute, or relative to the endpoint.
    func bytes(at text: String) async throws(PictureFault) -> [UInt8] {
        var url = try allowed(text, from: configuration.address.url(of: "images/variations"))
        for _ in 0...Self.redirectLimit {
            let answer: TransportAnswer
            let body: [UInt8]?
            do throws(TransportError) {
                let request = try request(for: url)
                answer =
                    isInside(url)
                    ? try await transport.send(request, body: []) : try await transport.sendOutside(request)
                body =
                    answer.head.status.kind == .successful
                    ? try await answer.collect(upTo: configuration.pictureLimit)
                    : try await answer.beginning(upTo: 64 * 1024)
            } catch {
                switch error {
                case .privateAddress: throw .privateAddress
                case .uncheckedAddress: throw .uncheckedAddress
                default: break
                }
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
        guard let host = url.host, !host.isEmpty else { throw .badURL }
        if Self.isPrivate(host), !isInside(url) { throw .privateAddress }
        return url
    }

    /// Whether an address in this network is no surprise: the server's own host, or any where the server is in it too.
    private func isInside(_ url: URL) -> Bool {
        configuration.address.isHost(of: url) || Self.isPrivate(configuration.address.host)
    }

    /// Whether a host is one that only this machine or its network can reach, as far as its name tells.
    ///
    /// Source: RFC 6890 and RFC 4193: loopback, link-local and private addresses, IPv4 ones inside IPv6 included.
    package static func isPrivate(_ host: String) -> Bool {
        let host = host.lowercased().filter { $0 != "[" && $0 != "]" }
        if host.contains(":") {
            if let tail = host.split(separator: ":").last, tail.contains(".") { return isPrivate(String(tail)) }
            return host == "::" || host == "::1" || host.hasPrefix("::ffff:")
                || ["fc", "fd", "fe8", "fe9", "fea", "feb"].contains { host.hasPrefix($0) }
        }
        let name = host.hasSuffix(".") ? String(host.dropLast()) : host
        if name == "localhost" || [".localhost", ".local", ".internal", ".home.arpa"].contains(where: name.hasSuffix) {
            return true
        }
        // A number in any other form (2130706433, 0x7f.1) is one that nobody writes by accident.
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard let last = parts.last, last.first?.isNumber == true else { return !name.contains(".") }
        let numbers = parts.map { UInt8($0) ?? 0 }
        guard parts.count == 4, parts.allSatisfy({ UInt8($0) != nil && ($0 == "0" || $0.first != "0") }) else {
            return true
        }
        switch (numbers[0], numbers[1]) {
        case (0, _), (10, _), (127, _), (169, 254), (192, 168): return true
        case (100, 64...127), (172, 16...31): return true
        default: return numbers[0] >= 224
        }
    }

    private func request(for url: URL) throws(TransportError) -> HTTPRequest {
        guard let parts = URLComponents(url: url, resolvingAgainstBaseURL: true), let host = parts.encodedHost else {
            throw .notHTTP
        }
        var fields: HTTPFields = [.accept: "image/*"]
        if configuration.address.isOrigin(of: url) { fields = configuration.fields(accept: "image/*") }
        let path = parts.percentEncodedPath.isEmpty ? "/" : parts.percentEncodedPath
        return HTTPRequest(
            method: .get, scheme: parts.scheme, authority: parts.port.map { "\(host):\($0)" } ?? host,
            path: parts.percentEncodedQuery.map { "\(path)?\($0)" } ?? path, headerFields: fields)
    }
}
