import RiffleAPI
import Testing

@Suite("The article on RiffleAPI", .timeLimit(.minutes(1)))
struct ArticleTests {
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
