internal import AsyncHTTPClient
public import HTTPTypes
internal import NIOCore
internal import NIOHTTP1
public import RiffleAPI

/// The `Transport` over real sockets, by AsyncHTTPClient.
///
/// Connections are kept and used again. Redirects are not followed, and a connection that fails is not tried again:
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

    private let client: HTTPClient
    private let timeouts: Timeouts
    private let userAgent: String

    public init(timeouts: Timeouts = Timeouts(), userAgent: String = "riffle") {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(
                connect: .seconds(Int64(timeouts.connect)), read: .seconds(Int64(timeouts.idle)),
                write: .seconds(Int64(timeouts.idle))))
        // With it a refused connection takes the whole time for connecting to be told.
        configuration.connectionPool.retryConnectionEstablishment = false
        client = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
        self.timeouts = timeouts
        self.userAgent = userAgent
    }

    public func send(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> TransportAnswer {
        let scheme = request.scheme ?? "https"
        let authority = request.authority ?? ""
        var outgoing = HTTPClientRequest(url: "\(scheme)://\(authority)\(request.path ?? "/")")
        outgoing.method = HTTPMethod(rawValue: request.method.rawValue)
        outgoing.headers.add(name: "User-Agent", value: userAgent)
        for field in request.headerFields { outgoing.headers.add(name: field.name.rawName, value: field.value) }
        if !body.isEmpty { outgoing.body = .bytes(ByteBuffer(bytes: body)) }

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
        return TransportAnswer(head: head, body: AnswerBody(body: response.body, faults: faults))
    }

    /// Closes every connection; exchanges under way fail. Nothing may be sent afterwards.
    public func shutdown() async {
        // It throws only when called twice, and what was wanted is so.
        try? await client.shutdown()
    }
}

/// An answer's body as bytes, its errors as `TransportError`.
private struct AnswerBody: AsyncSequence, Sendable {
    let body: HTTPClientResponse.Body
    let faults: TransportFaults

    struct AsyncIterator: AsyncIteratorProtocol {
        var chunks: HTTPClientResponse.Body.AsyncIterator
        let faults: TransportFaults

        mutating func next() async throws -> [UInt8]? {
            do {
                return try await chunks.next().map { Array($0.readableBytesView) }
            } catch {
                throw faults.error(for: error)
            }
        }
    }

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(chunks: body.makeAsyncIterator(), faults: faults)
    }
}
