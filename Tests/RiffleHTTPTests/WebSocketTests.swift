import Foundation
import HTTPTypes
import NIOCore
import NIOSSL
import NIOWebSocket
import RiffleAPI
import ScriptedServer
import Testing

@testable import RiffleHTTP

@Suite("WebSockets", .timeLimit(.minutes(1)))
struct WebSocketTests {
    private func opening(_ port: Int, scheme: String = "http", limit: Int = 1 << 20) -> WebSocketOpening {
        WebSocketOpening(
            request: HTTPRequest(
                method: .get, scheme: scheme, authority: "localhost:\(port)", path: "/comfy/ws?clientId=1",
                headerFields: [HTTPField.Name("X-Team")!: "otters"]),
            greeting: "hello", messageLimit: limit)
    }

    private func frame(_ opcode: WebSocketOpcode, _ text: String, fin: Bool = true) -> WebSocketFrame {
        WebSocketFrame(fin: fin, opcode: opcode, data: ByteBuffer(string: text))
    }

    private func all(
        _ messages: AsyncThrowingStream<WebSocketMessage, any Error>
    ) async -> (messages: [WebSocketMessage], error: TransportError?) {
        var heard: [WebSocketMessage] = []
        do {
            for try await message in messages { heard.append(message) }
            return (heard, nil)
        } catch {
            return (heard, error as? TransportError)
        }
    }

    @Test("texts, bytes and fragmented messages arrive complete; headers and greeting are sent, and pings are answered")
    func messages() async throws {
        let frames = [
            frame(.text, "one"), frame(.ping, "?"), frame(.binary, "two"), frame(.text, "thr", fin: false),
            frame(.continuation, "ee"),
        ]
        try await WebSocketServer.run(.init(frames: frames, ends: true)) { port, heard in
            try await withTransport { transport in
                let came = await all(try await transport.messages(opening(port)))
                #expect(came.messages == [.text("one"), .binary(Array("two".utf8)), .text("three")])
                #expect(came.error == .connectionLost)
                #expect(heard().prefix(2) == ["/comfy/ws?clientId=1 otters 0", "WebSocketOpcode.text hello true"])
            }
        }
    }

    @Test("a message above the limit ends the connection")
    func tooLong() async throws {
        let frames = [
            frame(.text, "one"), frame(.binary, String(repeating: "x", count: 10 << 20)), frame(.text, "two"),
        ]
        try await WebSocketServer.run(.init(frames: frames)) { port, _ in
            try await withTransport { transport in
                let came = await all(try await transport.messages(opening(port)))
                #expect(came.messages == [.text("one")] && came.error == .connectionLost)
            }
        }
    }

    @Test("a server without WebSockets and a missing server are reported")
    func refused() async throws {
        try await withTransport { transport in
            try await WebSocketServer.run(.init(upgrades: false)) { port, _ in
                await #expect(throws: TransportError.self) { try await transport.messages(opening(port)) }
            }
            await #expect(throws: TransportError.unreachable(host: "localhost:1", .connectionRefused)) {
                try await transport.messages(opening(1))
            }
        }
    }

    @Test("a server that accepts but stays silent times out like connecting")
    func silent() async throws {
        let listener = try ScriptedServer { _ in [.hold] }
        try await withTransport(timeouts: .init(connect: 1)) { transport in
            await #expect(throws: TransportError.self) { try await transport.messages(opening(listener.port)) }
        }
    }

    @Test("only the certificates that requests trust are trusted")
    func trust() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "riffle-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/certificate.pem"
        try Data(CertificateTests.certificate.utf8).write(to: URL(filePath: path))
        let key = try NIOSSLPrivateKey(bytes: Array(CertificateTests.key.utf8), format: .pem)
        let chain = try NIOSSLCertificate.fromPEMBytes(Array(CertificateTests.certificate.utf8))
        let context = try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key)))
        try await WebSocketServer.run(.init(frames: [frame(.text, "one")], ends: true, tls: context)) { port, _ in
            let trusting = try HTTPTransport(route: .init(certificates: path))
            let came = await all(try await trusting.messages(opening(port, scheme: "https")))
            #expect(came.messages == [.text("one")])
            await trusting.shutdown()
            try await withTransport { usual in
                await #expect(throws: TransportError.self) {
                    try await usual.messages(opening(port, scheme: "https"))
                }
            }
        }
    }

    @Test("a proxy is asked for a tunnel")
    func proxy() async throws {
        try await WebSocketServer.run(.init(frames: [frame(.text, "one")], ends: true, isProxy: true)) { port, heard in
            let transport = try HTTPTransport(route: .init(proxy: .init(host: "127.0.0.1", port: port)))
            let came = await all(try await transport.messages(opening(8188)))
            #expect(came.messages == [.text("one")])
            #expect(heard().first == "CONNECT localhost:8188 HTTP/1.1")
            await transport.shutdown()
        }
    }
}
