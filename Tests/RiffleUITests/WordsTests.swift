import Foundation
import Testing

@Suite("Words")
struct WordsTests {
    private static let room = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Sources/RiffleUI")

    @Test(
        "What a person reads is in Words, for whoever translates it", arguments: ["Browser", "Queue", "Help", "Themes"])
    func places(folder: String) throws {
        // Two words that follow each other; what stands in comments does not count.
        let words = /[A-Za-z]{2,} [A-Za-z]{2,}/
        let files = try FileManager.default.contentsOfDirectory(
            at: Self.room.appending(path: folder), includingPropertiesForKeys: nil)
        #expect(!files.isEmpty)
        for file in files {
            for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
                let code = line.prefix(upTo: line.firstRange(of: "//")?.lowerBound ?? line.endIndex)
                let texts = code.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
                let isSaid = texts.contains { $0.offset % 2 == 1 && $0.element.contains(words) }
                #expect(!isSaid, "\(file.lastPathComponent): \(line)")
            }
        }
    }
}
