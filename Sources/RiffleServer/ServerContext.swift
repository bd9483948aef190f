import Hummingbird
import NIOCore

/// What goes with a request on its way through the server.
struct ServerContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    private let address: String

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        address = source.channel.remoteAddress?.ipAddress ?? "unknown"
    }

    /// Who asks, for taking turns: the address that the connection comes from, or, behind a proxy of ours, the one
    /// that the proxy says it came from.
    func client(of request: Request, behindProxy: Bool) -> String {
        guard behindProxy, let said = request.headers[.forwardedFor] else { return address }
        // The last is what our own proxy added; what stands before it anybody can have written.
        return said.split(separator: ",").last.map { $0.trimming { $0 == " " } } ?? address
    }
}

extension Substring {
    fileprivate func trimming(_ isSpace: (Character) -> Bool) -> String {
        String(drop(while: isSpace).reversed().drop(while: isSpace).reversed())
    }
}
