import NIOCore
import NIOHTTPTypes
import Synchronization

/// Keeps room for new connections: when there are too many, the one that has waited longest for the end of a request is
/// closed.
///
/// Clients that connect and send nothing, or send a request byte by byte, thus keep no one else out.
final class WaitingConnections: Sendable {
    fileprivate struct State {
        var count = 0
        /// Those whose request has not come to its end, by the order in which they began to wait.
        var waiting: [UInt64: any Channel] = [:]
        var oldest: UInt64 = 0
        var next: UInt64 = 0
    }

    private let limit: Int
    private let state = Mutex(State())

    init(limit: Int) { self.limit = limit }

    /// For each connection its own.
    func handler() -> some ChannelDuplexHandler & RemovableChannelHandler { Handler(in: self) }

    private func open(_ channel: any Channel) -> UInt64 {
        let (number, evicted) = state.withLock { state in
            state.count += 1
            let evicted = state.count > limit ? state.removeOldest() : nil
            return (state.add(channel), evicted)
        }
        evicted?.close(promise: nil)
        return number
    }

    private func wait(_ channel: any Channel) -> UInt64 { state.withLock { $0.add(channel) } }

    private func stopWaiting(_ number: UInt64?) {
        guard let number else { return }
        state.withLock { $0.waiting[number] = nil }
    }

    private func close(_ number: UInt64?) {
        stopWaiting(number)
        state.withLock { $0.count -= 1 }
    }

    private final class Handler: ChannelDuplexHandler, RemovableChannelHandler {
        typealias InboundIn = HTTPRequestPart
        typealias InboundOut = HTTPRequestPart
        typealias OutboundIn = HTTPResponsePart
        typealias OutboundOut = HTTPResponsePart

        private let connections: WaitingConnections
        /// nil while a request is being answered.
        private var number: UInt64?

        init(in connections: WaitingConnections) { self.connections = connections }

        func handlerAdded(context: ChannelHandlerContext) { number = connections.open(context.channel) }

        func handlerRemoved(context: ChannelHandlerContext) { connections.close(number) }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            if case .end = unwrapInboundIn(data) {
                connections.stopWaiting(number)
                number = nil
            }
            context.fireChannelRead(data)
        }

        func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
            if case .end = unwrapOutboundIn(data), number == nil { number = connections.wait(context.channel) }
            context.write(data, promise: promise)
        }
    }
}

extension WaitingConnections.State {
    fileprivate mutating func add(_ channel: any Channel) -> UInt64 {
        next += 1
        waiting[next] = channel
        return next
    }

    fileprivate mutating func removeOldest() -> (any Channel)? {
        while oldest < next {
            oldest += 1
            if let channel = waiting.removeValue(forKey: oldest) { return channel }
        }
        return nil
    }
}
