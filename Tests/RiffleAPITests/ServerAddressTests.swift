import FoundationEssentials
import Testing

@testable import RiffleAPI

@Suite struct ServerAddressTests {
    @Test(
        "a base URL is taken with or without the version and the slash",
        arguments: [
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080/v1/images/variations"),
            ("http://127.0.0.1:8080/", "http://127.0.0.1:8080/v1/images/variations"),
            ("http://127.0.0.1:8080/v1", "http://127.0.0.1:8080/v1/images/variations"),
            (" https://API.openai.com:443/v1/ \n", "https://api.openai.com/v1/images/variations"),
            ("http://localhost:13305/api/v1", "http://localhost:13305/api/v1/images/variations"),
            ("https://host/v1beta/openai/", "https://host/v1beta/openai/images/variations"),
            ("https://host/video", "https://host/video/v1/images/variations"),
            ("http://[::1]:80", "http://[::1]/v1/images/variations"),
        ])
    func forms(text: String, endpoint: String) throws {
        #expect(try ServerAddress(text).url(of: "images/variations").absoluteString == endpoint)
    }

    @Test("what is no server's address is refused with the reason")
    func faults() {
        let cases: [(String, ServerAddressError)] = [
            ("127.0.0.1:8080", .noScheme), ("localhost:8080/v1", .noScheme), ("api.openai.com", .noScheme),
            ("ftp://host", .scheme("ftp")), ("http://", .noHost), ("http://me:secret@host/v1", .holdsCredentials),
            ("http://host/v1?key=x", .holdsQuery), ("http://host:0/", .notAURL), ("http://ho st/", .notAURL),
        ]
        for (text, error) in cases {
            #expect(throws: error, "\(text)") { try ServerAddress(text) }
        }
    }

    @Test("only the same scheme, host and port are the server's own")
    func origin() throws {
        let address = try ServerAddress("http://127.0.0.1:8080")
        let isOwn = { (text: String) in address.isOrigin(of: URL(string: text)!) }
        #expect(isOwn("http://127.0.0.1:8080/files/x.png"))
        #expect(!isOwn("https://127.0.0.1:8080/files/x.png"))
        #expect(!isOwn("http://127.0.0.1:8081/files/x.png"))
        #expect(!isOwn("http://127.0.0.1.example.com:8080/x.png"))
        // One server under several names of this machine.
        #expect(isOwn("http://localhost:8080/x.png") && isOwn("http://0.0.0.0:8080/x.png"))
        #expect(try ServerAddress("https://host").isOrigin(of: URL(string: "https://HOST:443/x")!))
    }

    @Test(
        "Azure's address is taken with or without its folder and its version, and nothing is doubled",
        arguments: [
            (
                "https://r.example", "2025-04-01-preview",
                "/openai/deployments/my%20pictures/images/edits?api-version=2025-04-01-preview"
            ),
            (
                "https://r.example/openai/", "2025-04-01-preview",
                "/openai/deployments/my%20pictures/images/edits?api-version=2025-04-01-preview"
            ),
            ("https://r.example", nil, "/openai/v1/images/edits"),
            ("https://r.example/openai/v1", nil, "/openai/v1/images/edits"),
            ("https://r.example/openai/v1/", "preview", "/openai/v1/images/edits?api-version=preview"),
        ] as [(String, String?, String)])
    func azure(text: String, version: String?, path: String) throws {
        let address = try ServerAddress(text, azureVersion: version, isAzure: true)
        #expect(address.isAzure && address.path(of: "images/edits", deployment: "my pictures") == path)
    }

    @Test(
        "this machine's own names are known",
        arguments: [
            ("http://localhost", true), ("http://0.0.0.0:80", true), ("http://127.9.9.9:1", true),
            ("http://[::1]", true),
            ("http://127.example.com", false), ("http://10.0.0.1", false),
        ])
    func loopback(text: String, isLoopback: Bool) throws {
        #expect(try ServerAddress(text).isLoopback == isLoopback)
    }
}
