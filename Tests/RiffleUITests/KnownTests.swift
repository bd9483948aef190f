import RiffleAPI
import Testing

@testable import RiffleUI

@Suite("The user's own files")
struct KnownTests {
    private static let lineage = Lineage(
        root: Entry(
            id: EntryID(1), request: nil, index: 0, digest: "aa", facts: AppWalk.catFacts,
            originPath: "/elsewhere/dog.png", created: AppWalk.morning, isSeen: true),
        requests: [AppWalk.request(7, state: .finished), AppWalk.request(8, of: EntryID(12), n: 1, state: .finished)],
        entries: [
            AppWalk.variation(11, of: 7, place: 0), AppWalk.variation(12, of: 7, place: 1),
            AppWalk.variation(21, of: 8, place: 0),
        ])

    @Test("A copy of a picture opens at its place: p leads to its parent, c compares with it")
    func copy() {
        var walk = AppWalk()
        walk.take(.lineageLoaded(path: AppWalk.cat.path, [Self.lineage], place: EntryID(12)))
        #expect(walk.app.focus == .files)
        #expect(walk.app.tree.cursor == .entry(EntryID(12)))
        #expect(walk.app.results.request == RequestID(7))
        #expect(walk.app.view().text.contains("cat.png  = dog.png › 2"))
        walk.press("c")
        let compared = walk.app.popup as? CompareView
        #expect(compared?.left.entry == EntryID(1) && compared?.right.entry == EntryID(12))
        walk.press(Key(.escape), Key(.tab, shift: true), "p")
        #expect(walk.app.tree.cursor == .entry(EntryID(1)))
    }

    @Test("Counts and marks stand beside names, and as sentences for screen readers")
    func standings() {
        var cat = AppWalk.root
        cat.isFavourite = true
        for isPlain in [false, true] {
            let size = isPlain ? Size(columns: 200, rows: 50) : Size(columns: 80, rows: 24)
            var walk = AppWalk(size: size, isPlain: isPlain)
            walk.take(
                .standingsRead(
                    [
                        AppWalk.folder + "/renders": FileStanding(variations: 12, unseen: 3),
                        AppWalk.cat.path: FileStanding(entry: cat, variations: 4),
                    ], unseen: 3))
            let text = walk.app.view().text
            #expect(text.contains(isPlain ? "renders/, folder, 12 variations, some unseen" : "renders/           12 ●"))
            #expect(text.contains(isPlain ? "cat.png, 4 variations, favourite" : "cat.png             4 ★"))
            #expect(text.contains(isPlain ? "· 3 unseen" : "· ● 3 unseen"))
        }
    }

    @Test("N goes to the next unseen picture of the tree, then to that of another")
    func unseen() {
        var walk = AppWalk()
        walk.take(.lineageLoaded(path: AppWalk.cat.path, [Self.lineage], place: EntryID(1)))
        walk.take(.standingsRead([:], unseen: 4))
        walk.press("N", "N", "N")
        #expect(walk.app.subject.entry?.isSeen == true)
        walk.press("N")
        guard case .findUnseen = walk.effects.last else {
            Issue.record("\(walk.effects)")
            return
        }
        let found = UnseenPicture(entry: AppWalk.variation(31, of: 9, place: 0), root: AppWalk.root, count: 1)
        walk.take(.unseenFound(found, path: "/other/owl.png"))
        #expect(
            walk.effects == [.list(folder: "/other", select: "/other/owl.png"), .loadLineage(path: "/other/owl.png")])
        let lineage = Lineage(root: AppWalk.root, requests: [AppWalk.request(9)], entries: [found.entry])
        walk.take(.lineageLoaded(path: "/other/owl.png", [lineage], place: EntryID(1)))
        #expect(walk.app.tree.cursor == .entry(EntryID(31)))
        #expect(walk.effects == [.markSeen([EntryID(31)])])
        walk.take(.unseenFound(nil, path: nil))
        #expect(walk.app.notice == .info("No unseen picture in any tree"))
    }

    @Test("Files are marked like pictures of a tree: one, or those that are picked")
    func marks() {
        var walk = AppWalk()
        walk.press("f")
        #expect(walk.effects == [.markFiles([AppWalk.cat], .favourite(true))])
        var marked = AppWalk.root
        marked.isFavourite = true
        walk.take(.standingsRead([AppWalk.cat.path: FileStanding(entry: marked)], unseen: 0))
        walk.press("f")
        #expect(walk.effects == [.markFiles([AppWalk.cat], .favourite(false))])
        walk.press(.control("a"), Key(.character("4"), alt: true))
        #expect(walk.effects == [.markFiles([AppWalk.cat, AppWalk.wide, AppWalk.huge], .rating(4))])
        walk.press("n")
        walk.type("soft")
        walk.press(Key(.enter))
        #expect(walk.effects == [.markFiles([AppWalk.cat], .note("soft"))])
    }

    @Test("A range, all and the others are picked; Esc unpicks before it clears the filter")
    func picking() {
        var walk = AppWalk()
        walk.press(" ", "j", ";")
        #expect(walk.app.browser.pickedItems == [AppWalk.cat, AppWalk.wide, AppWalk.huge])
        walk.press(Key(.home), Key(.escape), " ")
        #expect(walk.app.browser.picked.isEmpty)
        walk.press("j", " ", .control("r"))
        #expect(walk.app.browser.pickedItems == [AppWalk.wide, AppWalk.huge])
        walk.press(.control("a"))
        #expect(walk.app.browser.pickedItems.count == 3)
    }
}

extension Desk.Subject {
    var entry: Entry? { if case .entry(let entry) = self { entry } else { nil } }
}
