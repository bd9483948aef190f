import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import NIOWebSocket
import Synchronization

/// A scripted local WebSocket server: it receives one text, and sends frames.
enum WebSocketServer {
    struct Script: Sendable {
        var frames: [WebSocketFrame] = []
        /// Whether to close the connection after the frames.
        var ends = false
        /// Whether to accept WebSockets at all.
        var upgrades = true
        var tls: NIOSSLContext?
        /// Whether to act as a proxy first, with a tunnel to itself.
        var isProxy = false
    }

    /// Runs during `body`, which receives the port and a log of what the server received.
    static func run(_ script: Script, _ body: (Int, @Sendable () -> [String]) async throws -> Void) async throws {
        let log = Log()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if script.isProxy {
                        try channel.pipeline.syncOperations.addHandler(TunnelHandler(script, log))
                    } else {
                        try serve(channel, script, log)
                    }
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let outcome: Result<Void, any Error>
        do {
            try await body(channel.localAddress?.port ?? 0) { log.lines.withLock { $0 } }
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        try? await channel.close()
        try outcome.get()
    }

    /// What the client sent, in order: tunnel target, relevant header lines, frames.
    final class Log: Sendable {
        let lines = Mutex<[String]>([])

        func add(_ line: String) { lines.withLock { $0.append(line) } }
    }

    fileprivate static func serve(_ channel: any Channel, _ script: Script, _ log: Log) throws {
        let pipeline = channel.pipeline.syncOperations
        if let tls = script.tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls)) }
        let upgrader = NIOWebSocketServerUpgrader(
            shouldUpgrade: { channel, head in
                log.add("\(head.uri) \(head.headers["X-Team"].joined()) \(head.headers["Origin"].count)")
                return channel.eventLoop.makeSucceededFuture(script.upgrades ? [:] : nil)
            },
            upgradePipelineHandler: { channel, _ in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(FrameHandler(script, log))
                }
            })
        try pipeline.configureHTTPServerPipeline(
            withServerUpgrade: (upgraders: [upgrader], completionHandler: { _ in }))
    }

    /// Answers the first text with the script's frames.
    private final class FrameHandler: ChannelInboundHandler {
        typealias InboundIn = WebSocketFrame
        typealias OutboundOut = WebSocketFrame

        let script: Script
        let log: Log

        init(_ script: Script, _ log: Log) { (self.script, self.log) = (script, log) }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let frame = unwrapInboundIn(data)
            log.add("\(frame.opcode) \(String(buffer: frame.unmaskedData)) \(frame.maskKey != nil)")
            guard frame.opcode == .text else { return }
            for frame in script.frames { context.write(wrapOutboundOut(frame), promise: nil) }
            context.flush()
            if script.ends { context.close(promise: nil) }
        }
    }

    /// Accepts `CONNECT`, then acts as the server.
    private final class TunnelHandler: ChannelInboundHandler, RemovableChannelHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let script: Script
        private let log: Log
        private var head = ""

        init(_ script: Script, _ log: Log) { (self.script, self.log) = (script, log) }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            head += String(buffer: unwrapInboundIn(data))
            guard head.hasSuffix("\r\n\r\n") else { return }
            log.add(String(head.prefix { $0 != "\r\n" }))
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: "HTTP/1.1 200 OK\r\n\r\n")), promise: nil)
            try? WebSocketServer.serve(context.channel, script, log)
            context.pipeline.syncOperations.removeHandler(self, promise: nil)
        }
    }
}
