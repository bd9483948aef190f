import RiffleAPI
import Testing

@testable import RiffleUI

@Suite("What the program does with keys and answers")
struct AppTests {
    @Test("A folder opens on its first picture and asks for what was made from it")
    func opening() {
        var app = App(
            folder: AppWalk.folder, size: Size(columns: 80, rows: 24), settings: ImagesSettings(),
            environment: Desk.Environment(home: "/home/ada", zone: 0, backends: ["builtin"]))
        let effects = app.update(.listed(folder: AppWalk.folder, items: AppWalk.items, select: nil))
        #expect(app.browser.selected == AppWalk.cat)
        #expect(
            effects == [
                .readFacts([AppWalk.cat, AppWalk.wide, AppWalk.huge]), .identify(Array(AppWalk.items.dropFirst())),
                .loadLineage(path: AppWalk.cat.path),
            ])
    }

    @Test("Enter in the form sends once, with the settings remembered and without the seed")
    func sending() {
        var walk = AppWalk()
        walk.press("v")
        walk.go(to: .api(.seed))
        walk.type("42")
        walk.press(Key(.enter))
        var sent = ImagesSettings(n: 4)
        sent.seed = 42
        let order = Order(.variation, source: .file(AppWalk.cat), settings: sent)
        sent.seed = nil
        #expect(walk.effects == [.remember(sent, prompt: nil), .send(JobID(1), order)])
        #expect(walk.app.popup == nil)
        #expect(walk.app.settings == sent)
    }

    @Test("Pictures appear in the strip while they form, and in the tree when they have arrived")
    func forming() {
        var walk = AppWalk()
        walk.send()
        walk.take(.progressed(JobID(1), picture: 2, fraction: 0.5))
        walk.take(.partialArrived(JobID(1), picture: 2, revision: 3))
        #expect(walk.app.slots[2] == .forming(.partial(job: JobID(1), index: 2, revision: 3), fraction: 0.5))
        let entry = AppWalk.variation(11, of: 7, place: 2)
        walk.take(.variationArrived(JobID(1), entry))
        #expect(walk.app.slots[2] == .arrived(entry))
        #expect(walk.app.tree.rows.map(\.node) == [.entry(EntryID(1)), .request(RequestID(7)), .entry(EntryID(11))])
    }

    @Test("An answer of a job that has ended changes nothing")
    func lateAnswers() {
        var walk = AppWalk()
        walk.send()
        walk.take(.jobEnded(JobID(1), .cancelled, nil))
        let before = walk.app
        walk.take(.progressed(JobID(1), picture: 0, fraction: 0.9))
        walk.take(.partialArrived(JobID(1), picture: 0, revision: 9))
        #expect(walk.app == before)
    }

    @Test("A lineage of a file that is no longer selected is dropped")
    func lateLineage() {
        var walk = AppWalk()
        walk.press("j")
        walk.take(.lineageLoaded(path: AppWalk.cat.path, [Lineage(root: AppWalk.root)]))
        #expect(walk.app.tree.rows.isEmpty)
    }

    @Test("x cancels the request whose strip is shown")
    func cancelling() {
        var walk = AppWalk()
        walk.send(request: 7)
        walk.send(request: 8)
        walk.app.desk.results.show(RequestID(7))
        walk.press("x")
        #expect(walk.effects == [.cancel(JobID(1))])
    }

    @Test("q with a request running asks for a second q, which any other key takes back")
    func quitting() {
        var walk = AppWalk()
        walk.send()
        walk.press("q")
        #expect(walk.effects.isEmpty)
        walk.press("j", "q")
        #expect(walk.effects.isEmpty)
        walk.press("q")
        #expect(walk.effects == [.quit])
    }

    @Test("A digit selects a variation, v varies it, and the tree grows below it")
    func varyingAVariation() {
        var walk = AppWalk()
        walk.send()
        let second = AppWalk.variation(12, of: 7, place: 1)
        walk.take(.variationArrived(JobID(1), second))
        walk.take(.jobEnded(JobID(1), .finished, nil))
        walk.press("2")
        #expect(walk.effects == [.markSeen([EntryID(12)])])
        walk.press("v", Key(.enter))
        guard case .send(JobID(2), let order) = walk.effects.last else {
            Issue.record("nothing was sent")
            return
        }
        var seen = second
        seen.isSeen = true
        #expect(order.source == .entry(seen, root: AppWalk.root))
        walk.take(.jobStarted(JobID(2), AppWalk.request(8, of: EntryID(12)), root: AppWalk.root))
        #expect(walk.app.tree.rows.last?.node == .request(RequestID(8)))
        #expect(walk.app.tree.rows.last?.depth == 3)
        #expect(walk.app.results.request == RequestID(8))
    }

    @Test("p goes from a variation to the picture it was made from")
    func parent() {
        var walk = AppWalk()
        walk.send()
        walk.take(.variationArrived(JobID(1), AppWalk.variation(12, of: 7, place: 0)))
        walk.press("1", "p")
        #expect(walk.app.tree.cursor == .entry(EntryID(1)))
        #expect(walk.app.focus == .tree)
    }

    @Test("V with a picture that is not square opens the form instead of sending")
    func varyAgainAsks() {
        var walk = AppWalk()
        walk.press("j", "V")
        #expect(walk.effects.isEmpty)
        #expect(walk.app.context == .form)
    }

    @Test("The history pages backwards and Enter leads back to the tree, even of a file that is gone")
    func history() {
        var walk = AppWalk()
        walk.press("H")
        #expect(walk.effects == [.loadHistory(HistorySearch(), before: nil)])
        let summary = RequestSummary(
            record: AppWalk.request(7, state: .finished), root: AppWalk.root, arrived: 4, favourites: 0)
        walk.take(.historyLoaded(HistorySearch(), after: nil, [summary], isComplete: false))
        walk.press(Key(.down))
        #expect(walk.effects == [.loadHistory(HistorySearch(), before: RequestID(7))])
        walk.press(Key(.enter))
        #expect(
            walk.effects == [
                .list(folder: AppWalk.folder, select: AppWalk.cat.path), .loadLineage(path: AppWalk.cat.path),
            ])
        walk.take(.listed(folder: AppWalk.folder, items: [AppWalk.wide], select: AppWalk.cat.path))
        let lineage = Lineage(root: AppWalk.root, requests: [AppWalk.request(7, state: .finished)])
        walk.take(.lineageLoaded(path: AppWalk.cat.path, [lineage]))
        #expect(walk.app.tree.cursor == .request(RequestID(7)))
        #expect(walk.app.results.request == RequestID(7))
    }

    @Test("Pasted text types into a field and is no key elsewhere")
    func pasting() {
        var walk = AppWalk()
        walk.take(.pasted("q"))
        #expect(walk.effects.isEmpty)
        walk.press("v")
        walk.go(to: .backend)
        walk.press(Key(.right))
        walk.go(to: .api(.user))
        walk.take(.pasted("ada\u{1b}[2J"))
        #expect(walk.app.formValue(.user) == "ada[2J")
    }
}

extension App {
    var form: RequestForm? { popup as? RequestForm }
    var formFocus: FormField? { form?.fields.focused.id }
    func formValue(_ field: RequestField) -> String? { form?.value(field) }
    var formFields: [FormField]? { form?.fields.shown.map(\.id) }
}
