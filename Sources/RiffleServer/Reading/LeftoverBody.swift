import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Discards the rest of a request that was answered early, for example because it is too large.
///
/// Many clients send everything before they read. If we stop reading, the client blocks; if we close, the reset
/// discards our answer. Source: RFC 9112, section 9.6.
final class LeftoverBody: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let patience: TimeAmount
    /// Requests received completely, and answers sent completely; a client may pipeline requests.
    private var received = 0
    private var answered = 0
    private var endsConnection = false
    private var deadline: Scheduled<Void>?

    private var hasLeftover: Bool { answered > received }

    /// - Parameter patience: timeout for the rest.
    init(patience: TimeAmount) { self.patience = patience }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head: break
        case .body: if hasLeftover { return }
        case .end:
            let wasLeftover = hasLeftover
            received += 1
            if wasLeftover {
                deadline?.cancel()
                deadline = nil
                if endsConnection { return context.close(promise: nil) }
            }
        }
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        context.fireChannelReadComplete()
        // No later handler reads.
        if hasLeftover { context.read() }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(let head): endsConnection = head.headerFields[.connection] == "close"
        case .body: break
        case .end: answered += 1
        }
        context.write(data, promise: promise)
        guard hasLeftover, deadline == nil else { return }
        let loop = NIOLoopBound(context, eventLoop: context.eventLoop)
        deadline = context.eventLoop.scheduleTask(in: patience) { loop.value.close(promise: nil) }
        context.read()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        deadline?.cancel()
        deadline = nil
    }
}
