import Foundation
import RiffleAPI
import RiffleHistory
import RiffleImage
import Testing

@testable import riffle

/// A picture is the same wherever it is.
@Suite("Known pictures")
struct KnownTests {
    private let folder: String
    private let history: HistoryStore

    init() throws {
        folder = NSTemporaryDirectory() + "riffle-known-\(UUID().uuidString)"
        history = try HistoryStore(directory: folder + "/history")
    }

    private static func picture(_ shade: UInt8) -> [UInt8] {
        let pixel = [shade, 90, 200, 255]
        return PNG.encode(Bitmap(width: 16, height: 16, bytes: Array(repeatElement(pixel, count: 256).joined())))
    }

    private func write(_ bytes: [UInt8], _ name: String) throws -> String {
        let path = "\(folder)/\(name)"
        try Data(bytes).write(to: URL(filePath: path))
        return path
    }

    /// A source and a picture made from it, as a copy leaves the program.
    private func saved() async throws -> (made: Entry, copy: [UInt8]) {
        let path = try write(Self.picture(1), "cat.png")
        let source = try await history.source(
            bytes: Self.picture(1), facts: PictureFacts(of: Self.picture(1)), originPath: path)
        let request = try await history.begin(
            source: source.id, settings: ImagesSettings(n: 2, seed: 7), mend: .none, engine: "1")
        let bytes = Self.picture(2)
        let made = try await history.keep(
            ArrivedImage(bytes: bytes, manner: "oil"), facts: PictureFacts(of: bytes), request: request.id, index: 0)
        try await history.finish(request.id, as: .finished, message: nil, serverRequestID: nil)
        return (made, try await history.bytesWithRecipe(of: made.id))
    }

    @Test("A copy is known after it was renamed, packed anew, or lost its recipe; one whose pixels changed is not")
    func copies() async throws {
        let (made, copy) = try await saved()
        let matcher = FileMatcher(history: history)
        let note = try #require(PNG.text(in: copy).last { $0.keyword == RecipeCard.keyword })
        let packed = PNG.adding(note, to: PNG.encode(try PNG.decode(copy), effort: .small))
        let forged = PNG.adding(note, to: Self.picture(9))
        #expect(packed != copy)
        let paths = [
            try write(copy, "renamed.png"), try write(try await history.bytes(digest: made.digest), "plain.png"),
            try write(packed, "packed.png"),
        ]
        let other = try write(forged, "forged.png")
        for _ in 0..<2 {
            let digests = try await matcher.digests(of: paths + [other])
            for path in paths { #expect(digests[path] == made.digest) }
            #expect(digests[other] != made.digest)
        }
        try Data(Self.picture(9)).write(to: URL(filePath: paths[0]))
        let changed = try await matcher.digests(of: [paths[0]])
        #expect(changed[paths[0]] != made.digest, "what was remembered is not of these bytes")
    }

    @Test("Importing twice changes nothing, and in another history parents and children come together")
    func importing() async throws {
        let (made, copy) = try await saved()
        let again = try await history.adopt(copy, from: "/x/copy.png")
        #expect(again.entry == made && again.1 == .known)
        let child = Self.picture(3)
        let request = try await history.begin(source: made.id, settings: ImagesSettings(), mend: .none, engine: "1")
        let grandchild = try await history.keep(
            ArrivedImage(bytes: child), facts: PictureFacts(of: child), request: request.id, index: 0)
        let other = try HistoryStore(directory: folder + "/other")
        for bytes in [copy, try await history.bytesWithRecipe(of: grandchild.id), copy] {
            _ = try await other.adopt(bytes, from: "/x/copy.png")
        }
        let summaries = try await other.requests(before: nil, limit: 9)
        #expect(summaries.map(\.arrived) == [1, 1])
        #expect(summaries.map(\.trail) == [[0], []])
        let original = try await history.provenance(of: made.id)?.request
        #expect(summaries[1].record.created == original?.created)
        #expect(try await other.adopt(copy, from: "/x/copy.png").1 == .known)
    }

    @Test("A copy that is varied is the picture it is a copy of")
    func varied() async throws {
        let (made, copy) = try await saved()
        let (entry, root) = try await history.picture(of: copy, from: folder + "/copy.png")
        #expect(entry == made)
        #expect(root.originPath == folder + "/cat.png")
    }
}
