import Foundation
import RiffleAPI
import Testing

@Suite("The article on RiffleAPI", .timeLimit(.minutes(1)))
struct ArticleTests {
    private let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    @Test("its example equals the compiled one")
    func example() throws {
        let article = try String(
            contentsOf: root.appending(path: "Sources/RiffleAPI/RiffleAPI.docc/AskingAServer.md"), encoding: .utf8)
        let source = try String(
            contentsOf: root.appending(path: "Tests/RiffleHTTPTests/ArticleExample.swift"), encoding: .utf8)
        let code = source.drop { $0 != "\n" }.dropFirst()
        #expect(article.contains("```swift\n\(code)```"))
    }

    @Test("its example works as described")
    func running() async throws {
        try await withImagesServer(over: PaintingBackend()) { port in
            var kept: [Int] = []
            let facts = try await makeVariations(
                of: samplePNG(side: 64, filler: 9), at: "http://127.0.0.1:\(port)", key: nil
            ) { place, image in
                #expect(image.bytes == samplePNG(side: 512, filler: UInt8(place)))
                kept.append(place)
            }
            #expect(kept.sorted() == [0, 1] && facts?.created == 1_795_225_414)
        }
    }
}
