internal import AsyncHTTPClient
public import HTTPTypes
internal import NIOCore
internal import NIOHTTP1
internal import NIOSSL
public import RiffleAPI

/// The `Transport` over real sockets, by AsyncHTTPClient.
///
/// Connections of downloads are kept for a moment and used again. Redirects are not followed, and a connection that fails is not tried again:
/// both are for the caller to judge. Whoever makes one calls `shutdown()` when it is done with.
public final class HTTPTransport: Transport {
    /// How long to wait, in whole seconds.
    public struct Timeouts: Sendable {
        /// For a connection, its encryption included.
        public var connect: Int
        /// Without a byte either way while an exchange is under way. The pictures of one request take commercial
        /// servers up to 150 s, in which they say nothing.
        public var idle: Int

        public init(connect: Int = 10, idle: Int = 180) {
            self.connect = connect
            self.idle = idle
        }
    }

    /// How servers are reached.
    public struct Route: Sendable, Hashable {
        /// A file of certificates, in PEM, that are trusted in place of the system's.
        public var certificates: String?
        /// Host and port of an HTTP proxy, which sees the names of servers and nothing of encrypted exchanges.
        public var proxy: Proxy?

        public struct Proxy: Sendable, Hashable {
            public var host: String
            public var port: Int

            public init(host: String, port: Int) {
                self.host = host
                self.port = port
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

    /// The addresses that a host's name stands for, as text; none where it stands for none.
    typealias Resolver = @Sendable (String) async -> [String]

    private let client: HTTPClient
    private let configuration: HTTPClient.Configuration
    private let resolve: Resolver
    private let timeouts: Timeouts
    private let userAgent: String

    /// - Throws: `RouteError` where the file of certificates cannot be used.
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
            security: security, proxy: route.proxy.map { .server(host: $0.host, port: $0.port) }, timeouts: timeouts,
            userAgent: userAgent)
    }

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
        // A connection kept long is one that the server may be closing as the next request is written to it: many
        // servers do so after five seconds.
        configuration.connectionPool.idleTimeout = .seconds(2)
        configuration.httpVersion = .http1Only
        // With it a refused connection takes the whole time for connecting to be told.
        configuration.connectionPool.retryConnectionEstablishment = false
        self.configuration = configuration
        self.resolve = resolve
        client = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
        self.timeouts = timeouts
        self.userAgent = userAgent
    }

    public func send(
        _ request: HTTPRequest, body: [UInt8], sent: @escaping @Sendable (Int) -> Void
    ) async throws(TransportError) -> TransportAnswer {
        try await send(request, body: body, sent: sent, on: client, lease: nil)
    }

    /// Looks the host's name up, and connects to the address that was judged and to no other: a name may stand for
    /// another one a moment later. Behind a proxy the proxy looks it up, which this cannot see into.
    public func sendOutside(_ request: HTTPRequest) async throws(TransportError) -> TransportAnswer {
        guard configuration.proxy == nil, let host = URLHost.name(ofAuthority: request.authority ?? "") else {
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

    /// - Parameter lease: held until the answer's body has been read.
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
            // No request that may cost something is written to a connection that another has used.
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
            // A name that is not a token is nothing that anyone here asks for.
            guard let name = HTTPField.Name(name) else { continue }
            head.headerFields.append(HTTPField(name: name, value: value))
        }
        return TransportAnswer(head: head, body: AnswerBody(body: response.body, faults: faults, lease: lease))
    }

    /// Closes every connection; exchanges under way fail. Nothing may be sent afterwards.
    public func shutdown() async {
        // It throws only when called twice, and what was wanted is so.
        try? await client.shutdown()
    }
}

/// Why a transport cannot be made.
public enum RouteError: Error, Sendable, Equatable {
    /// The file has no certificate in PEM, or cannot be read.
    case noCertificate(path: String)
}

/// A request's body in pieces, each taken when the connection has room for it.
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

/// An answer's body as bytes, its errors as `TransportError`.
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
