internal import AsyncHTTPClient
internal import HTTPTypes
internal import NIOCore
internal import NIOExtras
internal import NIOHTTP1
internal import NIOPosix
internal import NIOSSL
internal import NIOWebSocket
import RiffleAPI

/// Opens WebSockets with the same trust and proxy as HTTP requests.
///
/// Source: RFC 6455; RFC 9110, section 9.3.6, for the tunnel through a proxy.
struct WebSocketClient {
    /// Provides the TLS and proxy settings.
    let configuration: HTTPClient.Configuration
    let timeouts: HTTPTransport.Timeouts
    let userAgent: String

    private typealias Socket = NIOAsyncChannel<WebSocketFrame, WebSocketFrame>

    /// Number of unread messages to buffer; older ones are dropped.
    private static let bufferLimit = 16

    func open(_ opening: WebSocketOpening) async throws -> AsyncThrowingStream<WebSocketMessage, any Error> {
        let request = opening.request
        let isSecure = request.scheme != "http"
        guard let host = URLHost.name(ofAuthority: request.authority ?? "") else { throw TransportError.notHTTP }
        let port = (request.authority ?? "").dropFirst(host.count).split(separator: ":").last.flatMap { Int($0) }
        let channel = try await connect(host, port ?? (isSecure ? 443 : 80))
        let socket: Socket?
        do {
            // A server that accepts but does not answer gets the same timeout as for connecting.
            let limit = channel.eventLoop.scheduleTask(in: .seconds(Int64(timeouts.connect))) {
                channel.close(promise: nil)
            }
            defer { limit.cancel() }
            socket = try await withTaskCancellationHandler {
                try await upgrade(channel, opening, host: host, isSecure: isSecure)
            } onCancel: {
                channel.close(promise: nil)
            }
        } catch {
            channel.close(promise: nil)
            throw error
        }
        guard let socket else { throw TransportError.notHTTP }
        return stream(of: socket, opening)
    }

    /// Connects to the host, through the proxy if there is one.
    private func connect(_ host: String, _ port: Int) async throws -> any Channel {
        let bootstrap = ClientBootstrap(group: HTTPClient.defaultEventLoopGroup)
            .connectTimeout(.seconds(Int64(timeouts.connect)))
        guard let proxy = configuration.proxy else { return try await bootstrap.connect(host: host, port: port).get() }
        let channel = try await bootstrap.connect(host: proxy.host, port: proxy.port).get()
        let deadline = NIODeadline.now() + .seconds(Int64(timeouts.connect))
        do {
            try await channel.eventLoop.flatSubmit {
                let done = channel.eventLoop.makePromise(of: Void.self)
                let pipeline = channel.pipeline.syncOperations
                do {
                    try pipeline.addHandler(HTTPRequestEncoder(), name: "proxy encoder")
                    try pipeline.addHandler(
                        ByteToMessageHandler(HTTPResponseDecoder(leftOverBytesStrategy: .forwardBytes)),
                        name: "proxy decoder")
                    try pipeline.addHandler(
                        NIOHTTP1ProxyConnectHandler(
                            targetHost: host, targetPort: port, headers: [:], deadline: deadline, promise: done))
                } catch {
                    done.fail(error)
                }
                // The proxy handler removes itself.
                return done.futureResult
                    .flatMap { channel.pipeline.removeHandler(name: "proxy decoder") }
                    .flatMap { channel.pipeline.removeHandler(name: "proxy encoder") }
            }.get()
        } catch {
            channel.close(promise: nil)
            throw error
        }
        return channel
    }

    /// - Returns: nil if the server refuses the upgrade.
    private func upgrade(
        _ channel: any Channel, _ opening: WebSocketOpening, host: String, isSecure: Bool
    ) async throws -> Socket? {
        let context =
            isSecure
            ? try NIOSSLContext(configuration: configuration.tlsConfiguration ?? .makeClientConfiguration()) : nil
        let limit = opening.messageLimit
        let upgrader = NIOTypedWebSocketClientUpgrader<Socket?>(maxFrameSize: limit) { channel, _ in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(
                    NIOWebSocketFrameAggregator(
                        minNonFinalFragmentSize: 0, maxAccumulatedFrameCount: 1024, maxAccumulatedFrameSize: limit))
                return try Socket(wrappingChannelSynchronously: channel)
            }
        }
        var headers = HTTPHeaders([("Host", opening.request.authority ?? host), ("User-Agent", userAgent)])
        for field in opening.request.headerFields { headers.add(name: field.name.rawName, value: field.value) }
        let head = HTTPRequestHead(
            version: .http1_1, method: .GET, uri: opening.request.path ?? "/", headers: headers)
        return try await channel.eventLoop.flatSubmit {
            channel.eventLoop.makeCompletedFuture {
                let pipeline = channel.pipeline.syncOperations
                if let context {
                    let name = (try? SocketAddress(ipAddress: host, port: 0)) == nil ? host : nil
                    try pipeline.addHandler(NIOSSLClientHandler(context: context, serverHostname: name))
                }
                return try pipeline.configureUpgradableHTTPClientPipeline(
                    configuration: .init(
                        upgradeConfiguration: NIOTypedHTTPClientUpgradeConfiguration(
                            upgradeRequestHead: head, upgraders: [upgrader],
                            notUpgradingCompletionHandler: { channel in
                                channel.close(promise: nil)
                                return channel.eventLoop.makeSucceededFuture(nil)
                            })))
            }.flatMap { $0 }
        }.get()
    }

    private func stream(
        of socket: Socket, _ opening: WebSocketOpening
    ) -> AsyncThrowingStream<WebSocketMessage, any Error> {
        let (stream, messages) = AsyncThrowingStream<WebSocketMessage, any Error>.makeStream(
            bufferingPolicy: .bufferingNewest(Self.bufferLimit))
        let reading = Task {
            do {
                try await socket.executeThenClose { inbound, outbound in
                    try await outbound.write(Self.frame(.text, ByteBuffer(string: opening.greeting)))
                    for try await frame in inbound {
                        switch frame.opcode {
                        case .text: messages.yield(.text(String(buffer: frame.unmaskedData)))
                        case .binary: messages.yield(.binary(Array(buffer: frame.unmaskedData)))
                        // The server may have closed its side, but earlier messages are still read.
                        case .ping: try? await outbound.write(Self.frame(.pong, frame.unmaskedData))
                        case .connectionClose: return
                        default: break
                        }
                    }
                }
                messages.finish(throwing: TransportError.connectionLost)
            } catch {
                messages.finish(throwing: TransportError.connectionLost)
            }
        }
        messages.onTermination = { _ in reading.cancel() }
        return stream
    }

    /// A client must mask its frames.
    private static func frame(_ opcode: WebSocketOpcode, _ data: ByteBuffer) -> WebSocketFrame {
        WebSocketFrame(fin: true, opcode: opcode, maskKey: .random(), data: data)
    }
}
