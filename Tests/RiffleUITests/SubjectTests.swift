import RiffleAPI
import Testing

@testable import RiffleUI

@Suite("The subject of a picture")
struct SubjectTests {
    private let cat = PictureID.file(path: AppWalk.cat.path, version: 1)

    private func editor(_ walk: AppWalk) -> SubjectEditor? { walk.app.popup as? SubjectEditor }

    /// Opened on the cat, of which nothing was said.
    private func opened() -> AppWalk {
        var walk = AppWalk()
        walk.press("O")
        #expect(walk.effects == [.loadHints(.file(AppWalk.cat), cat)])
        walk.take(.hintsLoaded(.file(AppWalk.cat), PictureHints(), marks: [], judged: .structure))
        #expect(walk.effects == [.findSubject(cat, MaskSketch(width: 1024, height: 1024))])
        return walk
    }

    @Test("What the engine is unsure of is kept on Enter; what it is sure of it finds by itself")
    func confirming() throws {
        for isSure in [false, true] {
            var walk = opened()
            walk.take(.subjectFound(cat, by: [], FoundSubject(share: 0.2, isSure: isSure)))
            #expect(editor(walk)?.mask == .found(by: []))
            walk.press(Key(.enter))
            #expect(walk.app.popup == nil)
            let kept = Effect.keepHints(
                .file(AppWalk.cat), cat, kind: nil, .found(by: MaskSketch(width: 1024, height: 1024)))
            #expect(walk.effects == (isSure ? [] : [kept]))
        }
    }

    @Test("Each mark has the subject looked for again; what was found by earlier marks is passed over")
    func marking() throws {
        var walk = opened()
        walk.press(" ")
        let first = try #require(editor(walk)).brush.sketch
        #expect(walk.effects == [.findSubject(cat, first.withoutPointer)])
        walk.press("x", Key(.right), " ")
        let second = try #require(editor(walk)).brush.sketch
        walk.take(.subjectFound(cat, by: first.steps, FoundSubject(share: 0.9, isSure: true)))
        #expect(editor(walk)?.state == .searching)
        walk.press(Key(.enter))
        #expect(editor(walk) != nil, "not before it is found")
        walk.take(.subjectFound(cat, by: second.steps, FoundSubject(share: 0.3, isSure: true)))
        walk.press("t", Key(.enter))
        #expect(
            walk.effects == [
                .keepHints(.file(AppWalk.cat), cat, kind: .document, .found(by: second.withoutPointer))
            ])
    }

    @Test("A subject that was marked is shown with its marks, and can be forgotten")
    func forgetting() {
        var walk = AppWalk()
        walk.press("O")
        let marks = [MaskSketch.Step.stroke([.init(x: 5, y: 5)], radius: 9, erases: false)]
        let hints = PictureHints(kind: .scene, subject: "5e", marks: "…")
        walk.take(.hintsLoaded(.file(AppWalk.cat), hints, marks: marks, judged: .structure))
        #expect(editor(walk)?.mask == .kept(digest: "5e") && editor(walk)?.brush.sketch.steps == marks)
        #expect(walk.effects.isEmpty)
        walk.press("D")
        #expect(walk.effects == [.keepHints(.file(AppWalk.cat), cat, kind: nil, .forgotten)])
    }

    @Test("The same again is made with the subject that it was made with, new ones with what is said now")
    func repeating() throws {
        var walk = AppWalk()
        var settings = ImagesSettings(n: 1)
        (settings.kind, settings.seed) = (.document, 3)
        let request = RequestRecord(
            id: RequestID(7), source: AppWalk.root.id, settings: settings, mend: .none, created: AppWalk.morning,
            state: .finished, mask: "5e")
        let made = AppWalk.variation(11, of: 7, place: 0)
        walk.take(
            .lineageLoaded(
                path: AppWalk.cat.path, [Lineage(root: AppWalk.root, requests: [request], entries: [made])]))
        walk.press(Key(.tab), Key(.end), "A")
        guard case .send(_, let exact) = walk.effects.last else {
            Issue.record("nothing was sent")
            return
        }
        #expect(exact.hints == .repeated(subject: "5e") && exact.settings.kind == .document && exact.mask == .none)
        walk.press("a")
        guard case .send(_, let new) = walk.effects.last else {
            Issue.record("nothing was sent")
            return
        }
        #expect(new.hints == .known && new.settings.kind == nil)
    }
}
