import Testing

@testable import RiffleAPI

@Suite struct VariationRulesTests {
    @Test("n is 1 to 10", arguments: [(0, false), (1, true), (10, true), (11, false), (-1, false)])
    func count(n: Int, isFine: Bool) {
        let errors = VariationRules.errors(in: sampleSettings(n: n))
        #expect(errors == (isFine ? [] : [.n(n, allowed: 1...10)]))
    }

    @Test("model and user are one line of some length")
    func texts() {
        #expect(VariationRules.fault(in: "dall-e-2") == nil)
        #expect(VariationRules.fault(in: "Žofie 🦦") == nil)
        #expect(VariationRules.fault(in: " \t") == .empty)
        #expect(VariationRules.fault(in: "a\nb") == .controlCharacter)
        #expect(VariationRules.fault(in: "a\u{1B}[2Jb") == .controlCharacter)
        let long = String(repeating: "a", count: 513)
        #expect(VariationRules.fault(in: long) == .tooLong(length: 513, limit: 512))
        let settings = sampleSettings {
            $0.user = ""
            $0.model = "a\u{0}"
            $0.strength = .nan
        }
        #expect(VariationRules.errors(in: settings).count == 3)
    }

    @Test("a picture must be a square PNG of less than 4 MB")
    func picture() {
        let limit = VariationRules.uploadLimit
        let objections = { (bytes: [UInt8], count: Int) in
            VariationRules.objections(toFileBeginning: bytes.prefix(24), byteCount: count)
        }
        #expect(objections(samplePNG(), limit - 1) == [])
        #expect(objections(samplePNG(), limit) == [.tooLarge(byteCount: limit, limit: limit)])
        #expect(
            objections(samplePNG(width: 2, height: 3), limit) == [
                .notSquare(width: 2, height: 3), .tooLarge(byteCount: limit, limit: limit),
            ])
        #expect(objections(Array(samplePNG().prefix(23)), 23) == [.notPNG])
        #expect(objections([0xFF, 0xD8, 0xFF, 0xE0], 400) == [.notPNG])
        #expect(objections(samplePNG(width: 0, height: 0), 400) == [.notPNG])
        #expect(objections(samplePNG(width: 1 << 31, height: 1 << 31), 400) == [.notPNG])
        #expect(VariationRules.objections(toFileBeginning: samplePNG(), byteCount: 1 << 40, limit: nil) == [])
    }

    @Test("a mate must be a square PNG too, and its weight a share")
    func mate() {
        var request = sampleRequest()
        let errors = { (bytes: [UInt8], weight: Double) in
            request.mate = VariationMate(image: UploadImage(bytes: bytes, fileName: "b.png"), weight: weight)
            return VariationRules.errors(in: request, fields: [.mate, .weight])
        }
        #expect(errors(samplePNG(width: 900, height: 900), 1) == [])
        #expect(errors(samplePNG(), 1.01) == [.weight(1.01)])
        #expect(errors(samplePNG(), .nan).count == 1)
        #expect(errors([1, 2], 0) == [.mate(.notPNG)])
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
