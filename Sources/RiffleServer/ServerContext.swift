import Hummingbird
import NIOCore

/// Context of a request.
struct ServerContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    private let address: String

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        address = source.channel.remoteAddress?.ipAddress ?? "unknown"
    }

    /// The client, for taking turns: the address of the connection, or, behind a trusted proxy, the address that the
    /// proxy reports.
    func client(of request: Request, behindProxy: Bool) -> String {
        guard behindProxy, let said = request.headers[.forwardedFor] else { return address }
        // The last entry comes from our own proxy; clients can forge earlier ones.
        return said.split(separator: ",").last.map { $0.trimming { $0 == " " } } ?? address
    }
}

extension Substring {
    fileprivate func trimming(_ isSpace: (Character) -> Bool) -> String {
        String(drop(while: isSpace).reversed().drop(while: isSpace).reversed())
    }
}
