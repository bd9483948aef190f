import RiffleAPI
import Testing

@testable import RiffleUI

@Suite("Breeding, and sending again")
struct BreedingTests {
    @Test("Two that are picked are bred, in the order of the tree; the tree then tells both parents")
    func breeding() {
        var walk = AppWalk.grown()
        walk.press("J", " ", " ", "M")
        #expect(walk.app.formFocus == .api(.weight))
        walk.press(Key(.right), Key(.enter))
        guard case .send(_, let order) = walk.effects.last, case .entry(let first, _) = order.source,
            case .entry(let second, _) = order.mate?.source
        else {
            Issue.record("nothing was bred")
            return
        }
        #expect((first.id, second.id, order.settings.weight) == (EntryID(13), EntryID(14), 0.55))
        let record = RequestRecord(
            id: RequestID(9), source: EntryID(13), settings: order.settings, mend: .none,
            created: AppWalk.morning, state: .finished, mate: EntryID(14))
        walk.take(.jobStarted(JobID(1), record, root: AppWalk.root))
        let row = walk.app.tree.rows.firstIndex { $0.node == .request(RequestID(9)) }!
        walk.take(.jobEnded(JobID(1), .finished, nil))
        #expect(walk.app.desk.text(ofRow: row).contains(" × 4 · 4"), "a narrow pane cuts the settings first")
        walk.press("A")
        guard case .send(_, let again) = walk.effects.last else {
            Issue.record("it was not bred again")
            return
        }
        #expect(again.mate != nil && again.settings.weight == 0.55)
    }

    @Test("Pictures of two files are bred: M on one, M on the other; one that is not square is cropped")
    func breedingFiles() {
        var walk = AppWalk()
        walk.press("M", "M")
        #expect(walk.app.popup == nil, "nothing is bred with itself")
        walk.press("j", "M", Key(.enter))
        guard case .send(_, let order) = walk.effects.last else {
            Issue.record("nothing was bred")
            return
        }
        #expect((order.source, order.mend) == (.file(AppWalk.wide), .cropCenter))
        #expect(order.mate == Order.Mate(source: .file(AppWalk.cat), mend: .none))
        #expect(order.settings.weight == 0.5, "what the form shows is sent")
    }

    @Test("A request that may not have been carried out is sent again under its name, one that was is not")
    func names() {
        for (state, expected) in [(RequestState.failed, "riffle-1"), (.interrupted, "riffle-1"), (.finished, nil)] {
            var walk = AppWalk()
            let record = RequestRecord(
                id: RequestID(7), source: AppWalk.root.id, settings: ImagesSettings(backend: "studio"), mend: .none,
                created: AppWalk.morning, state: state, idempotencyKey: "riffle-1")
            walk.take(.lineageLoaded(path: AppWalk.cat.path, [Lineage(root: AppWalk.root, requests: [record])]))
            walk.press(Key(.tab), "A")
            guard case .send(_, let order) = walk.effects.last else {
                Issue.record("nothing was sent")
                return
            }
            #expect(order.idempotencyKey == expected)
            walk.press("a")
            guard case .send(_, let other) = walk.effects.last else { return }
            #expect(other.idempotencyKey == nil, "with new seeds it is another request")
        }
    }
}
