import RiffleAPI
import Testing

@testable import RiffleHistory

@Suite("What was said of pictures") struct HintsTests {
    let directory: TestDirectory

    init() throws { directory = try TestDirectory() }

    private func mask(_ number: Int) -> (bytes: [UInt8], facts: PictureFacts) { (picture(number), facts) }

    @Test("a kind and a subject are kept by content, changed and forgotten")
    func keeping() async throws {
        let store = try directory.open()
        let digest = HistoryStore.digest(of: picture(1))
        #expect(try await store.hints(of: digest) == PictureHints())
        try await store.setKind(.document, of: digest)
        try await store.setSubject(mask(5), marks: "[1]", of: digest)
        let again = try directory.open()
        let kept = try await again.hints(of: digest)
        #expect(kept == PictureHints(kind: .document, subject: HistoryStore.digest(of: picture(5)), marks: "[1]"))
        try await again.setKind(.auto, of: digest)
        try await again.setSubject(mask(6), of: digest)
        #expect(try await store.hints(of: digest) == PictureHints(subject: HistoryStore.digest(of: picture(6))))
        #expect(directory.fileNames().count == 1, "the mask that nothing needs is gone")
        try await store.setSubject(nil, of: digest)
        #expect(try await store.hints(of: digest) == PictureHints())
        #expect(try directory.count("hint") == 0 && directory.fileNames().isEmpty)
    }

    @Test("a request keeps the mask that it was made with, and emptying the trash leaves what is still said")
    func masks() async throws {
        let store = try directory.open()
        let source = try await store.source()
        try await store.setSubject(mask(5), of: source.digest)
        let request = try await store.begin(
            .variation, source: source.id, settings: ImagesSettings(), mask: mask(5), mend: .none, engine: nil)
        #expect(request.subjectMask == HistoryStore.digest(of: picture(5)) && request.editMask == nil)
        try await store.setSubject(nil, of: source.digest)
        #expect(try await store.bytes(digest: request.mask ?? "") == picture(5))
        try await store.setSubject(mask(5), of: source.digest)
        try await store.mark([.entry(source.id)], .trashed(true))
        _ = try await store.emptyTrash()
        #expect(try await store.bytes(digest: HistoryStore.digest(of: picture(5))) == picture(5))
    }

    @Test("what is made from a picture is of its kind, but has its own subject")
    func descendants() async throws {
        let store = try directory.open()
        let source = try await store.source()
        try await store.setKind(.document, of: source.digest)
        try await store.setSubject(mask(5), of: source.digest)
        let child = try await store.keep(1, try await store.begin(source))
        let grandchild = try await store.keep(2, try await store.begin(child))
        #expect(try await store.hints(of: grandchild.id) == PictureHints(kind: .document))
        try await store.setKind(.drawing, of: child.digest)
        #expect(try await store.hints(of: grandchild.id) == PictureHints(kind: .drawing))
    }

    @Test("what was said of a picture is undone and redone with its marks, in order")
    func undone() async throws {
        let store = try directory.open()
        let source = try await store.source()
        let mask = mask(5)
        let subject = HistoryStore.SubjectHint.mask(mask.bytes, mask.facts, marks: "[1]")
        try await store.setHints(kind: .document, subject: subject, of: source)
        let said = try await store.hints(of: source.id)
        #expect(said.kind == .document && said.subject != nil && said.marks == "[1]")
        try await store.mark([.entry(source.id)], .favourite(true))
        try await store.setHints(kind: nil, subject: .forgotten, of: source)
        #expect(try await store.hints(of: source.id).subject == nil)
        #expect(try await store.undo()?.kind == .hints)
        #expect(try await store.hints(of: source.id) == said)
        #expect(try await store.undo()?.kind == .favourite)
        let first = try await store.undo()
        #expect(first?.kind == .hints && first?.first == .entry(source.id))
        #expect(try await store.hints(of: source.id) == PictureHints())
        _ = try await store.redo()
        #expect(try await store.hints(of: source.id) == said)
    }
}
