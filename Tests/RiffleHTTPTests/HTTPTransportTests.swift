import FoundationEssentials
import Glibc
import HTTPTypes
import Hummingbird
import NIOCore
import RiffleAPI
import ScriptedServer
import Synchronization
import Testing

@testable import RiffleHTTP

@Suite(.timeLimit(.minutes(1))) struct HTTPTransportTests {
    private let picture = samplePNG(side: 64, filler: 1)

    private func request(port: Int, path: String = "/x?y=1%2F2") -> HTTPRequest {
        HTTPRequest(method: .post, scheme: "http", authority: "127.0.0.1:\(port)", path: path)
    }

    @Test("a request arrives unchanged, with its length")
    func sent() async throws {
        let log = Mutex<[HTTPRequest]>([])
        let length = picture.count
        try await withServer { request in
            log.withLock { $0.append(request.head) }
            let body = try await request.body.collect(upTo: 1 << 20)
            return Response(
                status: body.readableBytes == length ? .created : .badRequest, headers: [.location: "/elsewhere"])
        } _: { port in
            try await withTransport { transport in
                let answer = try await transport.send(request(port: port), body: picture)
                #expect(answer.head.status == .created)
                #expect(answer.head.headerFields[.location] == "/elsewhere")
            }
        }
        let head = try #require(log.withLock { $0.first })
        #expect(head.path == "/x?y=1%2F2")
        #expect(head.headerFields[.contentLength] == "\(picture.count)")
        #expect(head.headerFields[.userAgent] == "riffle")
    }

    @Test("a redirect is returned, not followed")
    func redirect() async throws {
        let paths = Mutex<[String]>([])
        try await withServer { request in
            paths.withLock { $0.append(request.uri.path) }
            return Response(status: .temporaryRedirect, headers: [.location: "/again", .connection: "close"])
        } _: { port in
            try await withTransport { transport in
                let answer = try await transport.send(request(port: port, path: "/once"), body: [1])
                #expect(answer.head.status == .temporaryRedirect)
            }
        }
        #expect(paths.withLock { $0 } == ["/once"])
    }

    @Test("a truncated answer differs from a complete one")
    func brokenOff() async throws {
        struct Broken: Error {}
        try await withServer { _ in
            Response(
                status: .ok,
                body: .init(contentLength: 1000) { writer in
                    try await writer.write(ByteBuffer(bytes: [1, 2, 3]))
                    throw Broken()
                })
        } _: { port in
            try await withTransport { transport in
                let answer = try await transport.send(request(port: port), body: [])
                var received: [UInt8] = []
                await #expect(throws: TransportError.connectionLost) {
                    for try await chunk in answer.body { received += chunk }
                }
                #expect(received == [1, 2, 3])
            }
        }
    }

    @Test("a silent server times out")
    func silent() async throws {
        let (held, hold) = AsyncStream<Void>.makeStream()
        try await withServer { _ in
            for await _ in held {}
            return Response(status: .ok)
        } _: { port in
            try await withTransport(timeouts: .init(connect: 1, idle: 1)) { transport in
                await #expect(throws: TransportError.timedOut(seconds: 1)) {
                    try await transport.send(request(port: port), body: [])
                }
            }
            hold.finish()
        }
    }

    @Test("an unknown host and a server without TLS are distinguished")
    func unreachable() async throws {
        try await withServer { _ in
            Response(status: .ok)
        } _: { port in
            try await withTransport { transport in
                var request = request(port: port)
                request.scheme = "https"
                await #expect(throws: TransportError.unreachable(host: "127.0.0.1:\(port)", .tls)) {
                    try await transport.send(request, body: [])
                }
                request.authority = "no-such-host.invalid"
                await #expect(throws: TransportError.unreachable(host: "no-such-host.invalid", .nameNotFound)) {
                    try await transport.send(request, body: [])
                }
            }
        }
    }

    @Test(
        "a host name from an answer never leads to a private address",
        arguments: [
            (["93.184.216.34", "10.0.0.5"], TransportError.privateAddress(host: "pictures.example.com")),
            (["::ffff:127.0.0.1"], .privateAddress(host: "pictures.example.com")),
            (["fe80::1"], .privateAddress(host: "pictures.example.com")),
            ([], .unreachable(host: "pictures.example.com", .nameNotFound)),
        ])
    func outside(addresses: [String], error: TransportError) async throws {
        let transport = HTTPTransport(
            security: nil, proxy: nil, timeouts: .init(), userAgent: "riffle", resolve: { _ in addresses })
        let request = HTTPRequest(
            method: .get, scheme: "https", authority: "pictures.example.com:8443", path: "/a.png")
        await #expect(throws: error) { _ = try await transport.sendOutside(request) }
        await transport.shutdown()
    }

    @Test("behind a proxy nothing is fetched from a host that somebody else named")
    func unchecked() async throws {
        let transport = try HTTPTransport(route: .init(proxy: .init(host: "127.0.0.1", port: 1)))
        let request = HTTPRequest(method: .get, scheme: "https", authority: "pictures.example.com", path: "/a.png")
        await #expect(throws: TransportError.uncheckedAddress(host: "pictures.example.com")) {
            _ = try await transport.sendOutside(request)
        }
        await transport.shutdown()
    }

    @Test("a proxy is host and port, or a URL, with name and password or without")
    func proxies() {
        typealias Proxy = HTTPTransport.Route.Proxy
        #expect(Proxy("proxy:3128") == Proxy(host: "proxy", port: 3128))
        #expect(Proxy("http://a:b%40c@proxy:3128/") == Proxy(host: "proxy", port: 3128, credentials: "a:b@c"))
        for text in ["proxy", "proxy:0", "https://proxy:1", "socks5://proxy:1", "http://proxy:1/x", ":1", ""] {
            #expect(Proxy(text) == nil, "\(text)")
        }
    }

    @Test("a compressed answer is read as what it is")
    func gzip() async throws {
        // `printf '{"data": []}' | gzip -n`
        let body: [UInt8] = Array(
            Data(base64Encoded: "H4sIAAAAAAAAA6tWSkksSVSyUoiOrQUAuHi9JgwAAAA=") ?? Data())
        let head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(body.count)\r\n\r\n"
        let server = try ScriptedServer { _ in [.send(Array(head.utf8) + body)] }
        try await withTransport { transport in
            let answer = try await transport.send(request(port: server.port), body: [])
            var read: [UInt8] = []
            for try await chunk in answer.body { read += chunk }
            #expect(read == Array(#"{"data": []}"#.utf8))
        }
    }

    @Test(
        "an address from an answer is checked in its canonical form",
        arguments: ["0:0:0:0:0:0:0:1", "::ffff:a9fe:a9fe", "0:0:0:0:0:ffff:7f00:1", "10.0.0.5"])
    func longForm(address: String) async throws {
        let transport = HTTPTransport()
        let authority = address.contains(":") ? "[\(address)]:8443" : address
        let request = HTTPRequest(method: .get, scheme: "https", authority: authority, path: "/a.png")
        await #expect(throws: TransportError.privateAddress(host: address)) {
            _ = try await transport.sendOutside(request)
        }
        await transport.shutdown()
    }

    @Test("while an answer is read, an error never counts as unreachable")
    func endOfConnection() {
        let faults = TransportFaults(host: "host", timeouts: .init())
        let error = IOError(errnoCode: ETIMEDOUT, reason: "read")
        #expect(faults.error(for: error) == .unreachable(host: "host", .timedOut(seconds: 10)))
        #expect(faults.error(inAnswer: error) == .connectionLost)
    }

    @Test("local host names are resolved")
    func lookedUp() async {
        #expect(await Addresses.of("localhost").contains { $0 == "127.0.0.1" || $0 == "::1" })
        #expect(await Addresses.of("no-such-name.invalid").isEmpty)
    }

    @Test("the key is sent to the server, but not to hosts that its answer names")
    func keyStaysHome() async throws {
        let foreign = Mutex<[HTTPRequest]>([])
        let own = Mutex<[HTTPRequest]>([])
        let picture = picture
        try await withServer { request in
            foreign.withLock { $0.append(request.head) }
            return Response(status: .ok, body: .init(byteBuffer: ByteBuffer(bytes: picture)))
        } _: { foreignPort in
            try await withServer { request in
                own.withLock { $0.append(request.head) }
                let json = "{\"data\": [{\"url\": \"http://127.0.0.1:\(foreignPort)/a.png\"}]}"
                return Response(
                    status: .ok, headers: [.contentType: "application/json"],
                    body: .init(byteBuffer: ByteBuffer(string: json)))
            } _: { port in
                try await withTransport { transport in
                    let backend = OpenAIBackend(
                        .init(
                            name: "keyed", address: try ServerAddress("http://127.0.0.1:\(port)/v1/"),
                            key: APIKey("sk-1")),
                        transport: transport)
                    let request = ImagesRequest(
                        .variation, images: [UploadImage(bytes: picture, fileName: "a.png")],
                        settings: ImagesSettings(n: 1))
                    var pictures = 0
                    for try await event in backend.events(of: request) {
                        if case .arrived = event { pictures += 1 }
                    }
                    #expect(pictures == 1)
                }
            }
        }
        #expect(own.withLock { $0.map { $0.headerFields[.authorization] } } == ["Bearer sk-1"])
        #expect(foreign.withLock { $0.map { $0.headerFields[.authorization] } } == [nil])
    }
}
