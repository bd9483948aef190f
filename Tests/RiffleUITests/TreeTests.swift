import RiffleAPI
import Testing

@testable import RiffleUI

@Suite("The tree of variations")
struct TreeTests {
    private func grown() -> AppWalk { AppWalk.grown() }

    private func nodes(_ walk: AppWalk) -> [Node] { walk.app.tree.rows.map(\.node) }
    private func entry(_ id: Int64) -> Node { .entry(EntryID(id)) }

    @Test("Left folds, then goes up; right unfolds, then goes in")
    func folding() {
        var walk = grown()
        #expect(walk.app.tree.cursor == entry(12))
        walk.press(Key(.left))
        #expect(nodes(walk).count == 6)
        #expect(walk.app.desk.text(ofRow: 3).hasPrefix("│ ▸ 2"))
        walk.press(Key(.left))
        #expect(walk.app.tree.cursor == .request(RequestID(7)))
        walk.press("j", "j", Key(.right), Key(.right))
        #expect(walk.app.tree.cursor == .request(RequestID(8)))
        #expect(nodes(walk).count == 9)
    }

    @Test("Siblings, parents and favourites are one key away, under folds too")
    func walking() {
        var walk = grown()
        walk.press("f", "J")
        #expect(walk.app.tree.cursor == entry(13))
        walk.press("K", "K", "K")
        #expect(walk.app.tree.cursor == entry(11))
        walk.press("-")
        #expect(nodes(walk) == [entry(1), .request(RequestID(7))])
        walk.press("]")
        #expect(walk.app.tree.cursor == entry(12))
        walk.press("p")
        #expect(walk.app.tree.cursor == entry(1))
        walk.press("N")
        #expect(walk.app.tree.cursor == entry(21), "the first that was not looked at")
    }

    @Test("A filter leaves what leads to the pictures it wants, and the cursor on the nearest")
    func filtering() {
        var walk = grown()
        walk.press("X", "J", "f", "K", "F")
        #expect(walk.app.tree.filter.hidesRejects)
        #expect(nodes(walk).contains(entry(12)), "what was made from it is not rejected")
        walk.press("F")
        #expect(nodes(walk) == [entry(1), .request(RequestID(7)), entry(13)])
        #expect(walk.app.tree.cursor == .request(RequestID(7)))
        walk.press("F", "F")
        #expect(nodes(walk).count == 9)
    }

    @Test("Marks go to the picture at once and to the history")
    func marking() {
        var walk = grown()
        walk.press(Key(.character("4"), alt: true))
        #expect(walk.effects == [.mark([entry(12)], .rating(4))])
        walk.press("n")
        walk.type("blue")
        walk.press(.control("w"))
        walk.type("green")
        walk.press(Key(.enter))
        #expect(walk.effects == [.mark([entry(12)], .note("green"))])
        #expect(walk.app.desk.text(ofRow: 3).hasPrefix("│ 2 ✎ 4"))
    }

    @Test("What is picked is marked together, and a mark that all have is taken away")
    func picking() {
        var walk = grown()
        walk.press("J", " ", " ", "f")
        #expect(walk.effects == [.mark([entry(13), entry(14)], .favourite(true))])
        #expect(walk.app.tree.picked.isEmpty)
        walk.press("K", " ", " ", "f")
        #expect(walk.effects == [.mark([entry(13), entry(14)], .favourite(false))])
    }

    @Test("Deleting a branch asks once, takes it out, and undo brings the cursor back to it")
    func deleting() {
        var walk = grown()
        walk.press("d")
        #expect(walk.effects.isEmpty)
        #expect(walk.app.context == .confirmation)
        walk.press("y")
        #expect(walk.effects == [.mark([entry(12)], .trashed(true))])
        #expect(nodes(walk) == [entry(1), .request(RequestID(7)), entry(11), entry(13), entry(14)])
        #expect(walk.app.tree.cursor == entry(13))
        walk.press("u")
        #expect(walk.effects == [.markSeen([EntryID(13)]), .undo], "what the cursor went to has been looked at")
        let undoing = Undoing(kind: .trashed, first: entry(12), pictures: 1, root: AppWalk.root)
        walk.take(.undone(undoing, isRedo: false))
        #expect(walk.app.notice == .info("Undone: deletion, 1 picture · U redoes"))
        #expect(walk.effects == [.loadLineage(path: AppWalk.cat.path)])
        let requests = [AppWalk.request(7, state: .finished)]
        let back = Lineage(
            root: AppWalk.root, requests: requests, entries: [AppWalk.variation(12, of: 7, place: 1)])
        walk.take(.lineageLoaded(path: AppWalk.cat.path, [back]))
        #expect(walk.app.tree.cursor == entry(12))
    }

    @Test("The question about the trash does not come up under keys that are meant for something else")
    func lateQuestion() {
        var walk = grown()
        walk.press("v")
        walk.take(.trashWeighed(TrashFacts(pictures: 3, requests: 1, byteCount: 9)))
        #expect(walk.app.context == .form)
    }

    @Test("i on a request that failed tells why, in full")
    func failed() {
        var walk = AppWalk()
        walk.send()
        let long = String(repeating: "the server was busy ", count: 12)
        walk.take(.jobEnded(JobID(1), .failed, Problem(title: long + "indeed")))
        walk.press(Key(.tab), "i")
        #expect(walk.app.view().text.contains("busy indeed"))
    }

    @Test("What cannot be undone is done by y alone")
    func emptying() {
        var walk = AppWalk.grown()
        walk.take(.trashWeighed(TrashFacts(pictures: 2, requests: 1, byteCount: 800_000)))
        walk.press(Key(.enter))
        #expect(walk.effects.isEmpty && walk.app.popup == nil)
        walk.take(.trashWeighed(TrashFacts(pictures: 2, requests: 1, byteCount: 800_000)))
        walk.press("y")
        #expect(walk.effects == [.emptyTrash])
    }

    @Test("Pictures of several requests are told apart by the time of theirs, requests by being none")
    func titles() {
        var walk = AppWalk.grown()
        #expect(walk.app.view().text.contains("cat.png › 2"))
        let again = AppWalk.request(9, state: .finished)
        walk.take(
            .lineageLoaded(
                path: AppWalk.cat.path,
                [
                    Lineage(
                        root: AppWalk.root, requests: [AppWalk.request(7, state: .finished), again],
                        entries: [AppWalk.variation(12, of: 7, place: 1), AppWalk.variation(31, of: 9, place: 1)])
                ]))
        #expect(walk.app.view().text.contains("cat.png › 09:19·2"))
        walk.press("h", "f")
        #expect(walk.app.view().text.contains("This is a request"))
    }

    @Test("A copy is saved under a name that says what it is, an export as what there is")
    func endings() {
        var walk = AppWalk.grown()
        let picture = PictureID.kept(digest: "d12")
        func save(_ name: String) {
            walk.press(":")
            walk.type("save-as \(name)")
            walk.press(Key(.enter))
        }
        save("best")
        #expect(walk.effects == [.saveCopy(picture, EntryID(12), to: AppWalk.folder + "/best.png")])
        save("best.jpg")
        #expect(walk.effects.isEmpty)
        #expect(walk.app.view().text.contains("best.jpg has the wrong extension: end it with .png"))
        walk.press(":")
        walk.type("export tree.pdf")
        walk.press(Key(.enter))
        #expect(walk.effects.isEmpty)
        #expect(walk.app.view().text.contains("cannot export to tree.pdf"))
    }

    @Test("A single picture goes into the trash without a question, a running request not at all")
    func deletingOne() {
        var walk = grown()
        walk.press("J", "d")
        #expect(walk.effects == [.mark([entry(13)], .trashed(true))])
        walk.press("V")
        walk.take(.jobStarted(JobID(1), AppWalk.request(9, of: EntryID(14)), root: AppWalk.root))
        walk.press("d")
        #expect(walk.effects.isEmpty)
        #expect(walk.app.context == .tree)
    }

    @Test("Pruning takes the tops of branches in which nothing was wanted")
    func pruning() {
        var walk = grown()
        walk.press("j", "j", "f", Key(.home), "P")
        guard let question = walk.app.popup as? Question else {
            Issue.record("no question")
            return
        }
        #expect(question.deed == .mark([entry(11), entry(22), entry(13), entry(14)], .trashed(true)))
    }

    @Test("A node is asked for again with new seeds, exactly, or with its settings to be changed")
    func again() {
        var walk = AppWalk()
        var request = AppWalk.request(7, state: .finished)
        request = RequestRecord(
            id: request.id, source: request.source, settings: ImagesSettings(n: 2, strength: 0.7, seed: 5),
            mend: .pad, created: request.created, state: .finished)
        let picture = Entry(
            id: EntryID(11), request: RequestID(7), index: 0, digest: "d", facts: AppWalk.catFacts, originPath: nil,
            created: 0, seed: 77)
        let lineage = Lineage(root: AppWalk.root, requests: [request], entries: [picture])
        walk.take(.lineageLoaded(path: AppWalk.cat.path, [lineage]))
        walk.press(Key(.tab), "a")
        var settings = ImagesSettings(n: 2, strength: 0.7)
        let source = Order.Source.entry(AppWalk.root, root: AppWalk.root)
        #expect(
            walk.effects.last == .send(JobID(1), Order(.variation, source: source, mend: .pad, settings: settings)))
        walk.press("j", "A")
        // A picture from before there were manners.
        (settings.n, settings.seed, settings.manner) = (1, 77, ["patches"])
        #expect(
            walk.effects.last
                == .send(
                    JobID(2),
                    Order(
                        .variation, source: source, mend: .pad, hints: .repeated(subject: nil), settings: settings)))
        walk.press("k", "v")
        #expect(walk.app.formValue(.seed) == "5")
        #expect(walk.app.formValue(.strength) == "70")
    }

    @Test("A tree deeper than its pane keeps the row under the cursor readable")
    func deep() {
        var walk = AppWalk()
        var lineage = Lineage(root: AppWalk.root)
        for level in 0..<3000 as Range<Int64> {
            lineage.requests.append(AppWalk.request(level + 1, of: EntryID(level + 1), state: .finished))
            lineage.entries.append(AppWalk.variation(level + 2, of: level + 1, place: 0))
        }
        walk.take(.lineageLoaded(path: AppWalk.cat.path, [lineage]))
        walk.press(Key(.tab), Key(.end))
        #expect(walk.app.tree.rows.count == 6001)
        let text = walk.app.view().text
        #expect(text.contains("▌      └ 1") && text.contains("‹ …"), "\(text)")
    }

    @Test("A tree that was loaded out of sight is shown around its cursor")
    func outOfSight() {
        var walk = AppWalk(size: Size(columns: 60, rows: 18))
        let first = (0..<10).map { AppWalk.variation(11 + Int64($0), of: 7, place: $0) }
        let second = (0..<10).map { AppWalk.variation(31 + Int64($0), of: 8, place: $0) }
        let requests = [AppWalk.request(7, n: 10), AppWalk.request(8, of: EntryID(20), n: 10)]
        walk.take(
            .lineageLoaded(
                path: AppWalk.cat.path, [Lineage(root: AppWalk.root, requests: requests, entries: first + second)]))
        walk.press(Key(.tab))
        #expect(walk.app.tree.cursor == .request(RequestID(8)))
        #expect(walk.app.tree.list.top < walk.app.tree.list.index - 2)
    }

    @Test("What another Riffle wrote is loaded, and the cursor stays")
    func sharing() {
        var walk = grown()
        walk.take(.historyChanged)
        #expect(walk.effects == [.loadLineage(path: AppWalk.cat.path)])
        let lineage = Lineage(
            root: AppWalk.root, requests: [AppWalk.request(7, state: .finished)],
            entries: [AppWalk.variation(12, of: 7, place: 1)])
        walk.take(.lineageLoaded(path: AppWalk.cat.path, [lineage]))
        #expect(walk.app.tree.cursor == entry(12))
    }
}

extension Key {
    fileprivate init(_ character: Character) { self.init(.character(character)) }
}
