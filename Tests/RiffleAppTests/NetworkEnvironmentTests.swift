import ArgumentParser
import RiffleAPI
import RiffleUI
import Testing

@testable import riffle

@Suite("What the environment says of ways to servers")
struct NetworkEnvironmentTests {
    @Test(
        "a proxy is for servers elsewhere, save those that are excepted",
        arguments: [
            ("https://api.openai.com", nil, "p:1"), ("https://api.openai.com", "openai.com", nil),
            ("https://api.openai.com", ".openai.com:443, x", nil), ("https://api.openai.com", "pi.openai.com", "p:1"),
            ("https://api.openai.com", "*", nil), ("http://10.0.0.1:8188", nil, nil),
            ("https://localhost:8188", nil, nil), ("https://127.0.0.1", nil, nil),
        ] as [(String, String?, String?)])
    func proxy(server: String, excepted: String?, proxy: String?) throws {
        var variables = ["HTTPS_PROXY": "p:1", "HTTP_PROXY": "q:1"]
        variables["NO_PROXY"] = excepted
        #expect(NetworkEnvironment(variables).proxy(for: try ServerAddress(server)) == proxy)
    }

    @Test("certificates are for encrypted connections; small letters come before capitals, and empty is unset")
    func others() throws {
        let environment = NetworkEnvironment([
            "SSL_CERT_FILE": "/c.pem", "https_proxy": "p:2", "HTTPS_PROXY": "p:1", "http_proxy": "q:1", "no_proxy": "",
            "NO_PROXY": "openai.com",
        ])
        #expect(environment.certificates(for: try ServerAddress("https://host")) == "/c.pem")
        #expect(environment.certificates(for: try ServerAddress("http://host")) == nil)
        #expect(environment.proxy(for: try ServerAddress("https://host")) == "p:2")
        #expect(environment.proxy(for: try ServerAddress("http://host")) == "q:1")
        #expect(environment.proxy(for: try ServerAddress("https://api.openai.com")) == nil)
    }

    @Test("OPENAI_BASE_URL is for OpenAI's preset without an address, and for nothing else")
    func baseURL() {
        let environment = ["OPENAI_BASE_URL": "http://127.0.0.1:9/v1"]
        var server = ServerSettings(name: "x", preset: .openai)
        #expect(server.baseURL(in: environment) == "http://127.0.0.1:9/v1")
        #expect(server.baseURL(in: [:]) == "https://api.openai.com/v1")
        server.baseURL = "https://mine/v1"
        #expect(server.baseURL(in: environment) == "https://mine/v1")
        #expect(ServerSettings(name: "y", preset: .litellm).baseURL(in: environment) == "http://127.0.0.1:4000/v1")
    }

    @Test("OPENAI_BASE_URL adds no backend, and doctor names the address that is really asked")
    func engine() async throws {
        let environment = ["OPENAI_BASE_URL": "http://127.0.0.1:9/v1"]
        var settings = Settings()
        let options = try ServerOptions.parse([])
        #expect(try options.servers(settings, environment: environment).isEmpty && options.chosen == nil)
        settings.servers = [ServerSettings(name: "x", preset: .openai)]
        let lines = await BackendCheck.lines(settings, environment: environment)
        #expect(lines.map(\.address) == [nil, "http://127.0.0.1:9/v1"])
    }

    @Test("a certificate that is not trusted is told, with the setting that names one's own")
    func certificate() {
        let problem = Failure(.unreachable(host: "studio:443", .tls), backend: "studio").problem
        #expect(problem.title.hasPrefix("studio:443 cannot be reached") && problem.line.contains("ca_file"))
    }
}
