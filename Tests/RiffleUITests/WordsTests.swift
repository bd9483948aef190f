import Foundation
import Testing

@Suite("Words")
struct WordsTests {
    private static let room = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Sources/RiffleUI").resolvingSymlinksInPath()

    @Test("What a person reads is in Words, for whoever translates it")
    func places() throws {
        // Two words that follow each other; what stands in comments does not count. The keys and what they do are a
        // table of their own.
        let words = /[A-Za-z]{2,} [A-Za-z]{2,}/
        let files =
            FileManager.default.enumerator(at: Self.room, includingPropertiesForKeys: nil)?
            .compactMap { $0 as? URL }
            .filter { $0.pathExtension == "swift" && !["Words", "Commands"].contains($0.folder) } ?? []
        #expect(files.count > 50)
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

extension URL {
    /// The name of the folder it is in.
    fileprivate var folder: String { deletingLastPathComponent().lastPathComponent }
}
