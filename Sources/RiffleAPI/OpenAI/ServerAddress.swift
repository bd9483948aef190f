package import FoundationEssentials

/// Where a server's Images API is: `http://127.0.0.1:8080/v1`.
public struct ServerAddress: Sendable, Hashable {
    /// `http` or `https`.
    public let scheme: String
    /// In lower case; an IPv6 address stands in brackets.
    public let host: String
    /// nil: the scheme's own.
    public let port: Int?
    /// Begins with a slash and does not end with one; empty for a server without a version in its paths.
    public let path: String
    /// Version of Azure's interface, sent with each request; nil for other servers, and if none is set.
    public let azureVersion: String?
    /// Whether it is an Azure server, whose key is sent in its own header.
    public let isAzure: Bool
    /// Whether a component of the path is a version. Azure's older interface has none, and names the model instead.
    private let hasVersion: Bool

    /// Reads a base URL with or without `/v1`, and with or without a slash at the end.
    ///
    /// A path with a version (`/api/v1`, `/v1beta/openai`) is not changed; `/v1` is added to others.
    ///
    /// - Parameters:
    ///   - text: the base URL.
    ///   - azureVersion: such as `2025-04-01-preview`; nil for other servers, and for Azure's interface `v1`.
    ///   - isAzure: whether the key goes into Azure's own header.
    ///   - addsVersion: false for a server without a version in its paths.
    public init(
        _ text: String, azureVersion: String? = nil, isAzure: Bool = false, addsVersion: Bool = true
    ) throws(ServerAddressError) {
        let text = HeaderValue.trimmed(text)
        guard text.contains("://") else { throw .noScheme }
        guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased() else { throw .notAURL }
        guard scheme == "http" || scheme == "https" else { throw .scheme(scheme) }
        guard let host = parts.encodedHost?.lowercased(), !host.isEmpty else { throw .noHost }
        if parts.user != nil || parts.password != nil { throw .holdsCredentials }
        if parts.query != nil || parts.fragment != nil { throw .holdsQuery }
        if let port = parts.port, !(1...65535).contains(port) { throw .notAURL }
        self.scheme = scheme
        self.host = host
        port = parts.port == Self.defaultPort(scheme) ? nil : parts.port
        var components = parts.percentEncodedPath.split(separator: "/").map(String.init)
        let isVersion = { (component: String) in
            component.first == "v" && component.dropFirst().first?.isNumber == true
        }
        self.azureVersion = azureVersion
        self.isAzure = isAzure || azureVersion != nil
        if !components.contains(where: isVersion) {
            if self.isAzure, components.last != "openai" { components.append("openai") }
            if addsVersion, azureVersion == nil { components.append("v1") }
        }
        hasVersion = components.contains(where: isVersion)
        path = components.map { "/" + $0 }.joined()
    }

    /// The base URL.
    public var text: String { "\(scheme)://\(authority)\(path)" }

    /// Host and port, as in a Host header.
    public var authority: String { port.map { "\(host):\($0)" } ?? host }

    /// Whether it is this machine.
    public var isLoopback: Bool { Self.isLoopback(host) }

    /// Servers that listen on all addresses may answer with `0.0.0.0`.
    private static func isLoopback(_ host: String) -> Bool {
        ["localhost", "[::1]", "0.0.0.0", "[::]"].contains(host) || host.hasSuffix(".localhost")
            || (host.hasPrefix("127.") && host.allSatisfy { $0.isNumber || $0 == "." })
    }

    /// Whether a URL leads to the same scheme, host and port.
    package func isOrigin(of url: URL) -> Bool {
        url.scheme?.lowercased() == scheme && isHost(of: url) && (url.port ?? Self.defaultPort(scheme)) == resolvedPort
    }

    /// Whether another address is at the same scheme, host and port.
    package func isOrigin(of other: ServerAddress) -> Bool {
        (scheme, host, port) == (other.scheme, other.host, other.port)
    }

    /// Whether a URL has the same host; this machine has several names.
    package func isHost(of url: URL) -> Bool {
        let other = URLComponents(url: url, resolvingAgainstBaseURL: true)?.encodedHost?.lowercased() ?? ""
        return other == host || (isLoopback && Self.isLoopback(other))
    }

    /// The URL of an endpoint, such as `images/variations`.
    package func url(of endpoint: String) -> URL {
        // The parts come from a valid URL.
        URL(string: "\(scheme)://\(authority)\(path)/\(endpoint)")!
    }

    /// Scheme, host and port alone.
    var root: String { "\(scheme)://\(authority)" }

    /// Path and query of an endpoint, such as `images/edits`.
    ///
    /// - Parameter deployment: the model in the path of Azure's older interface; nil for others.
    ///
    /// Source: the paths that the official client uses for Azure.
    func path(of endpoint: String, deployment model: String? = nil) -> String {
        let escaped = PercentEncoding.escaped(hasVersion ? "" : model ?? "")
        let deployment = escaped.isEmpty || azureVersion == nil ? "" : "/deployments/\(escaped)"
        return "\(path)\(deployment)/\(endpoint)" + (azureVersion.map { "?api-version=\($0)" } ?? "")
    }

    private var resolvedPort: Int? { port ?? Self.defaultPort(scheme) }

    private static func defaultPort(_ scheme: String) -> Int { scheme == "https" ? 443 : 80 }
}

/// Why a text is not a server's address.
public enum ServerAddressError: Error, Sendable, Equatable {
    case notAURL
    case noScheme
    /// Neither `http` nor `https`.
    case scheme(String)
    case noHost
    /// A user name or password before the host: they would be visible wherever the address is shown.
    case holdsCredentials
    case holdsQuery
}
