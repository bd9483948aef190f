import HTTPTypes
import Testing

@testable import RiffleAPI

@Suite struct SecrecyTests {
    private static let key = "sk-proj-Xy12secret"
    private static let user = "žofie@example.com"
    private static let prompt = "an otter in a tophat"

    /// All that `description`, string interpolation, `debugDescription` and `dump` say.
    private func said(_ value: some Any) -> String {
        var dumped = ""
        dump(value, to: &dumped)
        return "\(value)" + String(reflecting: value) + dumped
    }

    @Test(
        "no key, prompt, user or picture data is in the description of an error, whatever the server repeats",
        arguments: [400, 200])
    func descriptions(status: Int) async throws {
        let picture = base64(samplePNG(byteCount: 3000))
        let transport = StubTransport { sent in
            let form = String(decoding: sent.body, as: UTF8.self).replacing("\"", with: "'")
                .replacing("\r\n", with: " ").filter { $0.isASCII || $0.isLetter }
            return .text(
                """
                {"error": {"message": "\(Self.key) \(Self.user) \(Self.prompt) \(form.prefix(200)) \(picture)",
                "code": "\(Self.key)", "type": "\(picture)"}}
                """, status: status)
        }
        let backend = OpenAIBackend(
            .init(name: "stub", address: try ServerAddress("https://host"), key: APIKey(Self.key)),
            transport: transport)
        let settings = sampleSettings { $0.user = Self.user }
        let error = try #require(await events(of: backend.events(of: sampleRequest(settings: settings))).error)
        guard case .refused(_, let message, _) = error else {
            Issue.record("not refused")
            return
        }
        for text in [said(error), said(message)] {
            for secret in [Self.key, Self.user, Self.prompt, "IHDR", String(picture.prefix(40))] {
                #expect(!text.contains(secret))
            }
        }
        // For the person at the screen: the server's words, but no key and no blob.
        let shown = try #require(message.text)
        #expect(shown.contains(Self.prompt))
        #expect(!shown.contains(Self.key) && !shown.contains(picture.prefix(40)))
    }

    @Test("what is wrong with a text is told without the text")
    func validation() {
        let settings = sampleSettings {
            $0.user = Self.user + "\n"
            $0.model = Self.key + "\u{0}"
        }
        let text = said(BackendError.invalid(RequestRules.errors(in: settings, for: .variation)))
        #expect(!text.contains("žofie") && !text.contains("sk-proj"))
        #expect(text.contains("controlCharacter"))
    }

    @Test("a key does not show itself")
    func key() throws {
        let key = try #require(APIKey(" \(Self.key)\n"))
        var dumped = ""
        dump(key, to: &dumped)
        #expect(!"\(key)\(String(reflecting: key))\(dumped)".contains("secret"))
        #expect(APIKey("") == nil)
        #expect(APIKey("two\r\nlines") == nil)
    }
}
