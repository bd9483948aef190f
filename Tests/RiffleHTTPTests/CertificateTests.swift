import Foundation
import HTTPTypes
import RiffleAPI
import RiffleHTTP
import RiffleServer
import Testing

@Suite("Custom certificates", .timeLimit(.minutes(1)))
struct CertificateTests {
    @Test("a server with an untrusted certificate is reached only if the certificate is configured")
    func own() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "riffle-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (certificate, key, empty) = (folder + "/certificate.pem", folder + "/key.pem", folder + "/empty.pem")
        for (path, text) in [(certificate, Self.certificate), (key, Self.key), (empty, "")] {
            try Data(text.utf8).write(to: URL(filePath: path))
        }
        try await withImagesServer(over: PaintingBackend(), tls: .init(certificate: certificate, key: key)) { port in
            let request = HTTPRequest(
                method: .get, scheme: "https", authority: "localhost:\(port)", path: "/v1/models")
            let trusting = try HTTPTransport(route: .init(certificates: certificate))
            let answer = try await trusting.send(request, body: [])
            #expect(answer.head.status == .ok)
            for try await _ in answer.body {}
            await trusting.shutdown()
            let usual = HTTPTransport()
            await #expect(throws: TransportError.unreachable(host: "localhost:\(port)", .tls)) {
                try await usual.send(request, body: [])
            }
            await usual.shutdown()
        }
        #expect(throws: RouteError.self) { try HTTPTransport(route: .init(certificates: empty)) }
        #expect(!HTTPTransport.Route.holdsCertificates(empty) && HTTPTransport.Route.holdsCertificates(certificate))
    }

    /// For `localhost`, self-signed, valid until 2126; made with openssl 3.
    static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBmjCCAUGgAwIBAgIUMq9HpqLuiVAKlkPAPTtISiFGTK0wCgYIKoZIzj0EAwIw
        FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMTE0MzgxOVoYDzIxMjYxMDI4
        MTQzODE5WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
        PQMBBwNCAAT6Y6aFEkwAe3s4RU0QJ/7KY5+8ocjcmkN9/2qf+35TInZmokCkUAwR
        tQHsFs2GOjIj1qwLiaTyzrqcPYcNZ8qTo28wbTAdBgNVHQ4EFgQUlFvN6jwGb15H
        /vslZ1HwBAV783cwHwYDVR0jBBgwFoAUlFvN6jwGb15H/vslZ1HwBAV783cwDwYD
        VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
        zj0EAwIDRwAwRAIgdPu+ssNVDxPbxH6A+p80sBPEn9Lz/MRmcfOUTqwjFMkCIECK
        oKVkNoIlI1L/q5q7njot5O6yTykzGUuZOcYuTfDl
        -----END CERTIFICATE-----
        """

    // The key of the certificate above, which nobody trusts; not a secret.
    static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgKQd0Fyms+kKPTPuH
        dWeCVv5x0qYwiq56UI6GdGoEvf2hRANCAAT6Y6aFEkwAe3s4RU0QJ/7KY5+8ocjc
        mkN9/2qf+35TInZmokCkUAwRtQHsFs2GOjIj1qwLiaTyzrqcPYcNZ8qT
        -----END PRIVATE KEY-----
        """
}
