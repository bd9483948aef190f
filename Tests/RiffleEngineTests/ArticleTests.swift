import Foundation
import RiffleImage
import Synchronization
import Testing

@Suite("The example of RiffleEngine's article", .timeLimit(.minutes(1)))
struct ArticleTests {
    @Test("hands over four pictures of the source's size, each of its own manner")
    func running() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Sources/riffle/Samples/hills.png")
        let source = try PNG.decode(Array(Data(contentsOf: file))).resized(width: 96, height: 96, space: .linear)
        let kept = Mutex<[String: [UInt8]]>([:])
        try makeVariations(of: PNG.encode(source), isCancelled: { false }) { name, png in
            kept.withLock { $0[name] = png }
        }
        let pictures = kept.withLock { $0 }
        #expect(Set(pictures.keys.map { $0.split(separator: "-")[1] }).count == 4)
        for png in pictures.values { #expect(try PNG.decode(png).width == 96) }
    }
}
