import NIOCore

/// Closes connections whose clients do not read their answers, which would stay in memory.
final class StalledAnswers: ChannelOutboundHandler, RemovableChannelHandler {
    typealias OutboundIn = Any
    typealias OutboundOut = Any

    private let patience: TimeAmount
    /// Writes that are still buffered.
    private var waiting = 0
    private var watch: Scheduled<Void>?

    /// - Parameter patience: how long a connection may make no progress.
    init(patience: TimeAmount) { self.patience = patience }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let done = promise ?? context.eventLoop.makePromise()
        waiting += 1
        if watch == nil { look(context) }
        // All code here runs on the channel's event loop.
        let loop = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        done.futureResult.whenComplete { _ in
            let (handler, context) = loop.value
            handler.waiting -= 1
            handler.watch?.cancel()
            handler.watch = nil
            if handler.waiting > 0 { handler.look(context) }
        }
        context.write(data, promise: done)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        watch?.cancel()
        watch = nil
    }

    private func look(_ context: ChannelHandlerContext) {
        let loop = NIOLoopBound(context, eventLoop: context.eventLoop)
        watch = context.eventLoop.scheduleTask(in: patience) { loop.value.close(promise: nil) }
    }
}
