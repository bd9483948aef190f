internal import AsyncHTTPClient
internal import FoundationEssentials
public import HTTPTypes
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPCompression
internal import NIOSSL
public import RiffleAPI

/// A `Transport` over sockets, using AsyncHTTPClient.
///
/// Connections of downloads are kept open for 2 seconds and reused. Redirects are not followed and failed connections
/// are not retried: the caller decides about both. Call `shutdown()` at the end.
public final class HTTPTransport: Transport {
    /// Timeouts in whole seconds.
    public struct Timeouts: Sendable {
        /// For connecting, including the TLS handshake.
        public var connect: Int
        /// For silence during an exchange. Commercial servers may take up to 150 s to answer, without sending anything
        /// before.
        public var idle: Int

        public init(connect: Int = 10, idle: Int = 180) {
            self.connect = connect
            self.idle = idle
        }
    }

    /// How to reach servers.
    public struct Route: Sendable, Hashable {
        /// Path of a PEM file of CA certificates to trust instead of the system's.
        public var certificates: String?
        /// Host and port of an HTTP proxy. It sees the names of servers, but not the content of TLS connections.
        public var proxy: Proxy?

        /// An HTTP proxy, used with `CONNECT` for TLS connections.
        public struct Proxy: Sendable, Hashable {
            /// Host name or address.
            public var host: String
            /// TCP port.
            public var port: Int
            /// Name and password, as `name:password`; nil: it wants none.
            public var credentials: String?

            public init(host: String, port: Int, credentials: String? = nil) {
                self.host = host
                self.port = port
                self.credentials = credentials
            }

            /// Reads `HOST:PORT`, or a URL such as `http://name:password@HOST:PORT`; nil for what is neither.
            public init?(_ text: String) {
                guard let parts = URLComponents(string: text.contains("://") ? text : "http://" + text),
                    parts.scheme?.lowercased() == "http", let host = parts.host, !host.isEmpty, let port = parts.port,
                    (1...65_535).contains(port), ["", "/"].contains(parts.path)
                else { return nil }
                let credentials = parts.user.map { "\($0):\(parts.password ?? "")" }
                self.init(host: host, port: port, credentials: credentials)
            }
        }

        public init(certificates: String? = nil, proxy: Proxy? = nil) {
            self.certificates = certificates
            self.proxy = proxy
        }

        /// Whether a file can be used as `certificates`.
        public static func holdsCertificates(_ path: String) -> Bool {
            (try? NIOSSLCertificate.fromPEMFile(path))?.isEmpty == false
        }
    }

    /// Resolves a host name to addresses, as text; empty if it cannot be resolved.
    typealias Resolver = @Sendable (String) async -> [String]

    private let client: HTTPClient
    private let configuration: HTTPClient.Configuration
    private let resolve: Resolver
    private let timeouts: Timeouts
    private let userAgent: String

    /// - Throws: `RouteError` if the certificate file cannot be used.
    public convenience init(
        route: Route, timeouts: Timeouts = Timeouts(), userAgent: String = "riffle"
    ) throws(RouteError) {
        var security: TLSConfiguration?
        if let path = route.certificates {
            var configuration = TLSConfiguration.makeClientConfiguration()
            do {
                let certificates = try NIOSSLCertificate.fromPEMFile(path)
                guard !certificates.isEmpty else { throw RouteError.noCertificate(path: path) }
                configuration.trustRoots = .certificates(certificates)
            } catch {
                throw .noCertificate(path: path)
            }
            security = configuration
        }
        self.init(
            security: security, proxy: route.proxy.map(Self.proxy), timeouts: timeouts, userAgent: userAgent)
    }

    private static func proxy(_ proxy: Route.Proxy) -> HTTPClient.Configuration.Proxy {
        guard let credentials = proxy.credentials else { return .server(host: proxy.host, port: proxy.port) }
        return .server(
            host: proxy.host, port: proxy.port,
            authorization: .basic(credentials: Data(credentials.utf8).base64EncodedString()))
    }

    /// A transport that connects directly and trusts the system's certificates.
    public convenience init(timeouts: Timeouts = Timeouts(), userAgent: String = "riffle") {
        self.init(security: nil, proxy: nil, timeouts: timeouts, userAgent: userAgent)
    }

    init(
        security: TLSConfiguration?, proxy: HTTPClient.Configuration.Proxy?, timeouts: Timeouts, userAgent: String,
        resolve: @escaping Resolver = Addresses.of
    ) {
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: security, redirectConfiguration: .disallow,
            timeout: .init(
                connect: .seconds(Int64(timeouts.connect)), read: .seconds(Int64(timeouts.idle)),
                write: .seconds(Int64(timeouts.idle))),
            proxy: proxy)
        // Many servers close idle connections after five seconds. A shorter time here avoids writing a request to a
        // connection that is being closed.
        configuration.connectionPool.idleTimeout = .seconds(2)
        // Some servers compress unasked. Whoever reads the bytes bounds them.
        configuration.decompression = .enabled(limit: .none)
        configuration.httpVersion = .http1Only
        // If enabled, a refused connection is reported only after the whole connect timeout.
        configuration.connectionPool.retryConnectionEstablishment = false
        self.configuration = configuration
        self.resolve = resolve
        client = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
        self.timeouts = timeouts
        self.userAgent = userAgent
    }

    /// Sends a request and returns the head of its answer; the body is read from the result.
    ///
    /// - Parameter sent: called with the number of body bytes handed to the connection so far.
    /// - Throws: `TransportError`; `unreachable` only if the server cannot have received the request.
    public func send(
        _ request: HTTPRequest, body: [UInt8], sent: @escaping @Sendable (Int) -> Void
    ) async throws(TransportError) -> TransportAnswer {
        try await send(request, body: body, sent: sent, on: client, lease: nil)
    }

    /// Resolves the host, checks the addresses, and connects to a checked address only, because a second lookup may
    /// give another one. With a proxy, the proxy would resolve the name and nothing could be checked, so nothing is sent.
    ///
    /// - Throws: `TransportError`; `privateAddress` if an address of the host is private, `uncheckedAddress` with a proxy.
    public func sendOutside(_ request: HTTPRequest) async throws(TransportError) -> TransportAnswer {
        guard configuration.proxy == nil else { throw .uncheckedAddress(host: request.authority ?? "") }
        guard let host = URLHost.name(ofAuthority: request.authority ?? "") else {
            return try await send(request, body: []) { _ in }
        }
        let addresses = await resolve(host)
        guard let first = addresses.first else { throw .unreachable(host: host, .nameNotFound) }
        guard !addresses.contains(where: PictureDownload.isPrivate) else { throw .privateAddress(host: host) }
        var pinned = configuration
        pinned.dnsOverride = [host: first]
        let lease = ClientLease(
            HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: pinned))
        return try await send(request, body: [], sent: { _ in }, on: lease.client, lease: lease)
    }

    /// Opens a WebSocket. The stream ends when the server closes it; cancelling its reader closes the connection.
    ///
    /// - Throws: `TransportError`.
    public func messages(
        _ opening: WebSocketOpening
    ) async throws(TransportError) -> AsyncThrowingStream<WebSocketMessage, any Error> {
        let client = WebSocketClient(configuration: configuration, timeouts: timeouts, userAgent: userAgent)
        do {
            return try await client.open(opening)
        } catch {
            throw TransportFaults(host: opening.request.authority ?? "", timeouts: timeouts).error(for: error)
        }
    }

    /// - Parameter lease: kept alive until the answer's body has been read.
    private func send(
        _ request: HTTPRequest, body: [UInt8], sent: @escaping @Sendable (Int) -> Void, on client: HTTPClient,
        lease: ClientLease?
    ) async throws(TransportError) -> TransportAnswer {
        let scheme = request.scheme ?? "https"
        let authority = request.authority ?? ""
        var outgoing = HTTPClientRequest(url: "\(scheme)://\(authority)\(request.path ?? "/")")
        outgoing.method = HTTPMethod(rawValue: request.method.rawValue)
        outgoing.headers.add(name: "User-Agent", value: userAgent)
        for field in request.headerFields { outgoing.headers.add(name: field.name.rawName, value: field.value) }
        if !body.isEmpty {
            // A request that may cost money is never written to a reused connection.
            outgoing.headers.add(name: "Connection", value: "close")
            outgoing.body = .stream(
                RequestBody(bytes: body, sent: sent), length: .known(Int64(body.count)))
        }

        let faults = TransportFaults(host: authority, timeouts: timeouts)
        let response: HTTPClientResponse
        do {
            response = try await client.execute(outgoing, deadline: .distantFuture)
        } catch {
            throw faults.error(for: error)
        }
        var head = HTTPResponse(status: .init(code: Int(response.status.code)))
        for (name, value) in response.headers {
            // Skip fields with invalid names.
            guard let name = HTTPField.Name(name) else { continue }
            head.headerFields.append(HTTPField(name: name, value: value))
        }
        return TransportAnswer(head: head, body: AnswerBody(body: response.body, faults: faults, lease: lease))
    }

    /// Closes all connections; running exchanges fail. Do not send anything afterwards.
    public func shutdown() async {
        // Throws only if called twice.
        try? await client.shutdown()
    }
}

/// Why a transport cannot be created.
public enum RouteError: Error, Sendable, Equatable {
    /// The file contains no PEM certificate, or cannot be read.
    case noCertificate(path: String)
}

/// A request's body in pieces, each produced when the connection has room.
private struct RequestBody: AsyncSequence, Sendable {
    typealias Element = ByteBuffer

    let bytes: [UInt8]
    let sent: @Sendable (Int) -> Void

    struct AsyncIterator: AsyncIteratorProtocol {
        var rest: ArraySlice<UInt8>
        let sent: @Sendable (Int) -> Void

        mutating func next() async -> ByteBuffer? {
            guard !rest.isEmpty else { return nil }
            let piece = rest.prefix(256 * 1024)
            rest = rest.dropFirst(piece.count)
            sent(piece.endIndex)
            return ByteBuffer(bytes: piece)
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(rest: bytes[...], sent: sent) }
}

/// An answer's body as bytes; errors become `TransportError`.
private struct AnswerBody: AsyncSequence, Sendable {
    let body: HTTPClientResponse.Body
    let faults: TransportFaults
    let lease: ClientLease?

    struct AsyncIterator: AsyncIteratorProtocol {
        var chunks: HTTPClientResponse.Body.AsyncIterator
        let faults: TransportFaults
        let lease: ClientLease?

        mutating func next() async throws -> [UInt8]? {
            do {
                return try await chunks.next().map { Array($0.readableBytesView) }
            } catch {
                throw faults.error(inAnswer: error)
            }
        }
    }

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(chunks: body.makeAsyncIterator(), faults: faults, lease: lease)
    }
}
