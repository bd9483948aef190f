import Testing

@testable import RiffleAPI

@Suite struct RequestRulesTests {
    private func edit(_ change: (inout ImagesRequest) -> Void = { _ in }) -> ImagesRequest {
        var request = ImagesRequest(
            .edit, images: [UploadImage(bytes: samplePNG(), fileName: "a.png")], prompt: "a hat")
        change(&request)
        return request
    }

    private func errors(
        _ request: ImagesRequest, _ profile: BackendProfile = .reference, limit: Int? = nil
    ) -> [ValidationError] {
        RequestRules.errors(in: request, for: profile, limit: limit)
    }

    @Test("an edit has a prompt where the backend needs one, one to sixteen pictures, and a mask as large as the first")
    func edits() {
        #expect(errors(edit()) == [])
        #expect(errors(edit { $0.prompt = " \n" }) == [.text(.prompt, .empty)])
        #expect(errors(edit { $0.prompt = nil }) == [.text(.prompt, .empty)])
        #expect(errors(edit { $0.prompt = "two\nlines" }) == [])
        var profile = BackendProfile.reference
        profile.needsPrompt = []
        #expect(errors(edit { $0.prompt = nil }, profile) == [], "where the backend needs none")
        #expect(errors(edit { $0.prompt = " " }, profile) == [.text(.prompt, .empty)])
        #expect(
            errors(edit { $0.prompt = String(repeating: "a", count: 32_001) }) == [
                .text(.prompt, .tooLong(length: 32_001, limit: 32_000))
            ])
        #expect(errors(edit { $0.images = [] }) == [.imageCount(0, allowed: 1...16)])
        let mask = UploadImage(bytes: samplePNG(width: 32), fileName: "m.png")
        #expect(
            errors(edit { $0.mask = mask }) == [
                .maskSize(.mask, width: 32, height: 64, pictureWidth: 64, pictureHeight: 64)
            ])
        #expect(errors(edit { $0.images[0].bytes = [1, 2, 3] }) == [.notAPicture])
        #expect(errors(edit(), limit: 96) == [.image(.tooLarge(byteCount: 96, limit: 96))])
    }

    @Test("numbers stay within their ranges")
    func numbers() {
        let settings = ImagesSettings(
            n: 0, size: .auto, outputCompression: 101, partialImages: 4, strength: 2, seed: 1)
        #expect(
            RequestRules.errors(in: settings, for: .edit) == [
                .share(.strength, 2), .number(.n, 0, allowed: 1...10),
                .number(.outputCompression, 101, allowed: 0...100), .number(.partialImages, 4, allowed: 0...3),
            ])
        #expect(RequestRules.errors(in: ImagesSettings(n: 10, strength: 0), for: .variation) == [])
        #expect(RequestRules.errors(in: ImagesSettings(strength: .nan), for: .variation).count == 1)
        // A generation has no strength that could be wrong.
        #expect(RequestRules.errors(in: ImagesSettings(strength: 2), for: .generation) == [])
    }

    @Test("texts are one line of some length")
    func texts() {
        #expect(TextFault(in: "dall-e-2") == nil)
        #expect(TextFault(in: "Žofie 🦦") == nil)
        #expect(TextFault(in: " \t") == .empty)
        #expect(TextFault(in: "a\nb") == .controlCharacter)
        #expect(TextFault(in: "a\u{1B}[2Jb") == .controlCharacter)
        #expect(TextFault(in: String(repeating: "a", count: 513)) == .tooLong(length: 513, limit: 512))
        let settings = ImagesSettings(model: "a\u{0}", user: "", manner: ["oil", "\n"])
        #expect(
            RequestRules.errors(in: settings, for: .variation) == [
                .text(.model, .controlCharacter), .text(.manner, .empty), .text(.user, .empty),
            ])
    }

    @Test("a picture must be a square PNG of less than 4 MB, where the backend wants that")
    func picture() {
        let limit = RequestRules.uploadLimit
        func objections(_ bytes: [UInt8], limit: Int = limit) -> [ValidationError] {
            errors(sampleRequest(image: bytes), limit: limit)
        }
        #expect(objections(samplePNG(byteCount: limit - 1)) == [])
        #expect(objections(samplePNG(byteCount: limit)) == [.image(.tooLarge(byteCount: limit, limit: limit))])
        #expect(
            objections(samplePNG(width: 2, height: 3), limit: 96) == [
                .image(.notSquare(width: 2, height: 3)), .image(.tooLarge(byteCount: 96, limit: 96)),
            ])
        #expect(objections(Array(samplePNG().prefix(23))) == [.image(.notPNG)])
        #expect(objections([0xFF, 0xD8, 0xFF, 0xE0]) == [.image(.notPNG)])
        #expect(objections(samplePNG(width: 0, height: 0)) == [.image(.notPNG)])
        #expect(objections(samplePNG(width: 1 << 31, height: 1 << 31)) == [.image(.notPNG)])
        let shapeless = BackendProfile(name: "", uploadLimit: nil, isLocal: false)
        #expect(errors(sampleRequest(image: samplePNG(width: 2, height: 3)), shapeless) == [])
    }

    @Test("a mate must be a square PNG too, at a backend that takes one, and its weight a share")
    func mate() {
        var profile = BackendProfile.reference
        profile.fields = [.variation: [.mate, .weight]]
        func found(_ bytes: [UInt8], _ weight: Double, _ profile: BackendProfile) -> [ValidationError] {
            var request = sampleRequest()
            request.mate = UploadImage(bytes: bytes, fileName: "b.png")
            request.settings.weight = weight
            return errors(request, profile)
        }
        #expect(found(samplePNG(width: 900, height: 900), 1, profile) == [])
        #expect(found(samplePNG(), 1.01, profile) == [.share(.weight, 1.01)])
        #expect(found([1, 2], 0, profile) == [.mate(.notPNG)])
        #expect(found(samplePNG(), 0.5, .reference) == [.notTaken(.mate)])
    }

    @Test("what a backend does not read of a request is known before it is sent")
    func unread() {
        let settings = ImagesSettings(n: 2, size: .auto, strength: 0.5, manner: ["oil"])
        let request = ImagesRequest(.variation, prompt: "an otter", settings: settings)
        #expect(BackendProfile.reference.unread(in: request) == [.prompt, .manner, .strength])
    }

    @Test("what a backend does not do is said, and nothing is sent")
    func unsupported() async {
        struct Varying: Backend {
            var profile: BackendProfile { BackendProfile(name: "builtin", uploadLimit: nil, isLocal: true) }

            func make(
                _ request: ImagesRequest, sending: SendGuard, telling events: EventChannel
            ) async throws(BackendError) -> AnswerFacts { AnswerFacts(created: 0) }
        }
        let client = ImagesClient(backends: [Varying()])
        await #expect(throws: BackendError.unsupported(.edit)) { try await client.start(edit(), as: JobID(1)) }
    }

    @Test("picture files are told by their first bytes")
    func magic() {
        #expect(ImageFormat(magicOf: samplePNG()) == .png)
        #expect(ImageFormat(magicOf: [0xFF, 0xD8, 0xFF, 0xDB]) == .jpeg)
        #expect(ImageFormat(magicOf: Array("RIFF\u{1}\u{2}\u{3}\u{4}WEBPVP8 ".utf8)) == .webp)
        #expect(ImageFormat(magicOf: Array("GIF89a".utf8)) == .gif)
        #expect(ImageFormat(magicOf: Array("RIFF1234WAVE".utf8)) == nil)
        #expect(ImageFormat(magicOf: Array("<html>".utf8)) == nil)
        #expect(ImageFormat(magicOf: []) == nil)
    }
}
