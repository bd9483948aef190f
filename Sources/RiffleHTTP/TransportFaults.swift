import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import RiffleAPI

/// Converts errors of libraries and the system to `TransportError`.
///
/// The important distinction is whether the server can have received the request and charged for it. Connection errors
/// mean no; for other errors this is unknown.
struct TransportFaults: Sendable {
    var host: String
    var timeouts: HTTPTransport.Timeouts

    func error(for error: any Error) -> TransportError {
        if Task.isCancelled || error is CancellationError { return .cancelled }
        return switch error {
        case let error as TransportError: error
        case let error as HTTPClientError: self.error(forClient: error)
        case let error as NIOConnectionError: .unreachable(host: host, reason(error))
        // The parser also reports a connection that closes within a body.
        case let error as HTTPParserError: error == .invalidEOFState ? .connectionLost : .notHTTP
        case let error as IOError: self.error(forErrno: error.errnoCode)
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError: .unreachable(host: host, .tls)
        case is SocketAddressError: .unreachable(host: host, .nameNotFound)
        case ChannelError.connectTimeout:
            .unreachable(host: host, .timedOut(seconds: timeouts.connect))
        default: .connectionLost
        }
    }

    /// The same for an error while reading an answer: a connection existed, so it is never `unreachable`.
    func error(inAnswer error: any Error) -> TransportError {
        let error = self.error(for: error)
        if case .unreachable = error { return .connectionLost }
        return error
    }

    private func error(forClient error: HTTPClientError) -> TransportError {
        switch error {
        case .cancelled: .cancelled
        case .connectTimeout, .getConnectionFromPoolTimeout, .httpProxyHandshakeTimeout, .socksHandshakeTimeout:
            .unreachable(host: host, .timedOut(seconds: timeouts.connect))
        case .tlsHandshakeTimeout: .unreachable(host: host, .tls)
        case .readTimeout, .writeTimeout, .deadlineExceeded: .timedOut(seconds: timeouts.idle)
        case .invalidURL, .emptyHost, .emptyScheme, .bodyLengthMismatch: .notHTTP
        default: .connectionLost
        }
    }

    /// Why a connection to a resolved name or an address failed.
    private func reason(_ error: NIOConnectionError) -> UnreachableReason {
        guard let failure = error.connectionErrors.first else { return .nameNotFound }
        switch failure.error {
        case let error as IOError: return reason(errno: error.errnoCode) ?? .other(errno: error.errnoCode)
        case ChannelError.connectTimeout: return .timedOut(seconds: timeouts.connect)
        default: return .other(errno: nil)
        }
    }

    private func error(forErrno errno: CInt) -> TransportError {
        reason(errno: errno).map { .unreachable(host: host, $0) } ?? .connectionLost
    }

    /// nil for an errno that does not come from connecting.
    private func reason(errno: CInt) -> UnreachableReason? {
        switch errno {
        case ECONNREFUSED: .connectionRefused
        case EHOSTUNREACH, ENETUNREACH, EADDRNOTAVAIL: .noRoute
        case ETIMEDOUT: .timedOut(seconds: timeouts.connect)
        default: nil
        }
    }
}
