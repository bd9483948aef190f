internal import AsyncHTTPClient
import Glibc
internal import NIOCore
internal import NIOPosix

/// Resolves host names.
enum Addresses {
    /// The addresses of a host by the system's resolver, called on a background thread.
    static func of(_ host: String) async -> [String] {
        (try? await NIOThreadPool.singleton.runIfActive { lookUp(host) }) ?? []
    }

    private static func lookUp(_ host: String) -> [String] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        var found: [String] = []
        var next = list
        while let entry = next {
            var name = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            let length = socklen_t(name.count)
            if getnameinfo(
                entry.pointee.ai_addr, entry.pointee.ai_addrlen, &name, length, nil, 0, NI_NUMERICHOST) == 0
            {
                let text = name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
                // The zone of a link-local address is not part of the address.
                found.append(String(String(decoding: text, as: UTF8.self).prefix { $0 != "%" }))
            }
            next = entry.pointee.ai_next
        }
        return found
    }
}

/// The host part of a URL's authority.
enum URLHost {
    /// The name or address without port and brackets; nil if it is empty.
    ///
    /// Resolve literal addresses too: the check needs the system's canonical spelling (`0:0:0:0:0:0:0:1` becomes
    /// `::1`).
    static func name(ofAuthority authority: String) -> String? {
        let host =
            authority.hasPrefix("[") ? authority.dropFirst().prefix { $0 != "]" } : authority.prefix { $0 != ":" }
        return host.isEmpty ? nil : String(host)
    }
}

/// Keeps the HTTP client of one exchange alive; shuts it down when its answer is released.
final class ClientLease: Sendable {
    let client: HTTPClient

    init(_ client: HTTPClient) { self.client = client }

    deinit {
        // Throws only if called twice.
        Task { [client] in try? await client.shutdown() }
    }
}
