import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Throws away what still comes of a request that has been answered already, because it was too large for example.
///
/// Many clients send all before they listen. Would nobody read, they would wait for ever; would the connection be closed
/// on them, the system would throw the answer away with what they sent.
/// Source: RFC 9112, section 9.6.
final class LeftoverBody: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let patience: TimeAmount
    /// Requests that have come to their end, and answers that have; a client may send several requests at once.
    private var received = 0
    private var answered = 0
    private var endsConnection = false
    private var deadline: Scheduled<Void>?

    private var hasLeftover: Bool { answered > received }

    /// - Parameter patience: how long the rest may take to come.
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
        // Nobody further on asks for more.
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
