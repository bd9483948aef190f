import Glibc
import Synchronization

/// A scripted local server, which controls each byte of its answers and when connections end.
package final class ScriptedServer: Sendable {
    package struct Request: Sendable {
        package var method: String
        package var path: String
        /// Names are in lower case.
        package var fields: [String: String]
        package var body: [UInt8]
    }

    /// A step of the answer to a request.
    package enum Step: Sendable {
        case send([UInt8])
        /// Sends these bytes repeatedly until the client disconnects.
        case flood([UInt8])
        /// Continues when this returns.
        case wait(@Sendable () -> Void)
        /// Stays silent until the client disconnects.
        case hold
        /// Resets the connection.
        case reset
    }

    package let port: Int
    private let listener: Int32
    private let answer: @Sendable (Request) -> [Step]
    private let received = Mutex<[Request]>([])

    /// - Parameter answer: returns the steps for each request; the connection is closed after the last one.
    package init(answering answer: @escaping @Sendable (Request) -> [Step]) throws {
        signal(SIGPIPE, SIG_IGN)
        self.answer = answer
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 64) == 0 && getsockname(listener, $0, &length) == 0
            }
        }
        struct NoSocket: Error {}
        guard bound else { throw NoSocket() }
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread.start { [weak self] in
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0, let self else { return }
                Thread.start { self.serve(connection) }
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    /// Complete requests, in order.
    package var requests: [Request] { received.withLock { $0 } }

    private func serve(_ connection: Int32) {
        defer { close(connection) }
        guard let request = Self.read(connection) else { return }
        received.withLock { $0.append(request) }
        for step in answer(request) {
            switch step {
            case .send(let bytes): guard Self.write(bytes, to: connection) else { return }
            case .flood(let bytes): while Self.write(bytes, to: connection) {}
            case .wait(let event): event()
            case .hold:
                var byte: UInt8 = 0
                while recv(connection, &byte, 1, 0) > 0 {}
            case .reset:
                var linger = linger(l_onoff: 1, l_linger: 0)
                setsockopt(connection, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
                return
            }
        }
        // Unread input would turn the close into a reset.
        shutdown(connection, Int32(SHUT_WR))
        var rest = [UInt8](repeating: 0, count: 4096)
        while recv(connection, &rest, rest.count, 0) > 0 {}
    }

    private static func write(_ bytes: [UInt8], to connection: Int32) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let put = bytes.withUnsafeBytes { send(connection, $0.baseAddress! + sent, $0.count - sent, 0) }
            guard put > 0 else { return false }
            sent += put
        }
        return true
    }

    /// One request with a `Content-Length`, or without a body; nil if the connection ends before it is complete.
    private static func read(_ connection: Int32) -> Request? {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        var headEnd: Int?
        var wanted = 0
        var request = Request(method: "", path: "", fields: [:], body: [])
        while true {
            let count = recv(connection, &chunk, chunk.count, 0)
            guard count > 0 else { return nil }
            let before = max(0, bytes.count - 3)
            bytes += chunk[..<count]
            if headEnd == nil, let end = end(ofHeadIn: bytes, from: before) {
                headEnd = end
                let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
                let words = (lines.first ?? "").split(separator: " ").map(String.init)
                guard words.count == 3 else { return nil }
                (request.method, request.path) = (words[0], words[1])
                for line in lines.dropFirst() {
                    guard let colon = line.firstIndex(of: ":") else { continue }
                    let value = line[line.index(after: colon)...].drop { $0 == " " }
                    request.fields[line[..<colon].lowercased()] = String(value)
                }
                wanted = request.fields["content-length"].flatMap { Int($0) } ?? 0
            }
            if let headEnd, bytes.count >= headEnd + wanted {
                request.body = Array(bytes[headEnd..<headEnd + wanted])
                return request
            }
        }
    }

    private static func end(ofHeadIn bytes: [UInt8], from start: Int) -> Int? {
        let end: [UInt8] = [13, 10, 13, 10]
        guard bytes.count >= 4 else { return nil }
        for at in start...max(start, bytes.count - 4) where bytes[at...].starts(with: end) { return at + 4 }
        return nil
    }
}

extension ScriptedServer.Step {
    /// A complete answer.
    package static func answer(
        _ status: Int, _ body: String, type: String = "application/json", _ fields: [String: String] = [:]
    ) -> ScriptedServer.Step {
        answer(status, Array(body.utf8), type: type, fields)
    }

    package static func answer(
        _ status: Int, _ body: [UInt8], type: String = "application/json", _ fields: [String: String] = [:]
    ) -> ScriptedServer.Step {
        .send(head(status, length: body.count, type: type, fields) + body)
    }

    /// The head of an answer that announces this many bytes.
    package static func head(
        _ status: Int, length: Int, type: String = "application/json", _ fields: [String: String] = [:]
    ) -> [UInt8] {
        var head =
            "HTTP/1.1 \(status) Status\r\nContent-Length: \(length)\r\nContent-Type: \(type)\r\nx-request-id: rid\r\n"
        head += "Connection: close\r\n"
        for (name, value) in fields { head += "\(name): \(value)\r\n" }
        return Array((head + "\r\n").utf8)
    }
}

/// Threads for blocking calls, which must not occupy the shared pool that runs the tests.
private enum Thread {
    static func start(_ body: @escaping @Sendable () -> Void) {
        var thread = pthread_t()
        let box = Unmanaged.passRetained(Box(body: body))
        pthread_create(
            &thread, nil,
            { pointer in
                Unmanaged<Box>.fromOpaque(pointer!).takeRetainedValue().body()
                return nil
            }, box.toOpaque())
        pthread_detach(thread)
    }

    private final class Box {
        let body: @Sendable () -> Void
        init(body: @escaping @Sendable () -> Void) { self.body = body }
    }
}
