import RiffleAPI
import Testing

@testable import RiffleUI

@Suite("Comparing")
struct CompareTests {
    /// The cat, 1024 pixels across, and four variations of 512; the cursor is on the second.
    private func grown() -> AppWalk {
        var walk = AppWalk()
        let entries = (0..<4).map { AppWalk.variation(11 + Int64($0), of: 7, place: $0) }
        let lineage = Lineage(
            root: AppWalk.root, requests: [AppWalk.request(7, state: .finished)], entries: entries)
        walk.take(.lineageLoaded(path: AppWalk.cat.path, [lineage]))
        walk.press("2")
        return walk
    }

    private func view(_ walk: AppWalk) -> CompareView? {
        walk.app.popup as? CompareView
    }

    @Test("c compares a variation with what it was made from, at the same scale of what is shown")
    func parent() {
        var walk = grown()
        walk.press("c")
        #expect(walk.effects == [.measure(.kept(digest: "aa"), .kept(digest: "d12"))])
        walk.take(.similarityMeasured(.kept(digest: "aa"), .kept(digest: "d12"), 0.83))
        walk.press("+", Key(.right))
        #expect(view(walk)?.similarity == 0.83)
        #expect(view(walk)?.viewport.scale == 1)
        #expect(view(walk)?.leftViewport.scale == 0.5)
        #expect(view(walk)?.leftViewport.x == view(walk)?.viewport.x)
        walk.press("J")
        #expect(walk.effects == [.measure(.kept(digest: "aa"), .kept(digest: "d13"))])
        #expect(view(walk)?.viewport.scale == 1, "the place stays")
        walk.take(.similarityMeasured(.kept(digest: "aa"), .kept(digest: "d12"), 0.1))
        #expect(view(walk)?.similarity == nil, "a late answer is of other pictures")
        walk.press("f")
        #expect(walk.effects == [.mark([.entry(EntryID(13))], .favourite(true))])
        walk.press(Key(.escape))
        #expect(walk.app.tree.cursor == .entry(EntryID(13)))
    }

    @Test("The line and the difference are one picture that both are in")
    func together() {
        var walk = grown()
        walk.press("c", "3", "]")
        let (left, right) = (PictureID.kept(digest: "aa"), PictureID.kept(digest: "d12"))
        #expect(walk.app.view().placements.map(\.picture) == [.compared(left, right, .split(550))])
        walk.press("4")
        #expect(walk.app.view().placements.map(\.picture) == [.compared(left, right, .difference)])
        walk.press(" ", " ")
        #expect(walk.app.view().placements.map(\.picture) == [left])
        walk.press("1")
        #expect(walk.app.view().placements.map(\.picture) == [left, right])
    }

    @Test("Two pictures that are picked are compared with each other; a file with its first variation")
    func picked() {
        var walk = grown()
        walk.press(Key(.tab), Key(.tab), " ", "j", " ", "c")
        #expect(view(walk)?.left.entry == EntryID(12))
        #expect(view(walk)?.right.entry == EntryID(14))
        walk.press("q", Key(.tab, shift: true), "c")
        #expect(view(walk)?.left.picture == AppWalk.cat.picture)
    }

    @Test("Where there is nothing to compare with, it says so")
    func nothing() {
        var walk = AppWalk()
        walk.press("c")
        #expect(walk.app.popup == nil)
        #expect(walk.app.notice == .info("Nothing to compare with yet: v makes variations"))
    }
}

@Suite("Words that are typed")
struct TypingTests {
    @Test("The history is searched as one types, and pages of an older search are dropped")
    func search() {
        var walk = AppWalk()
        walk.press("H", "c")
        #expect(walk.effects == [.loadHistory(HistorySearch("c"), before: nil)])
        walk.press("a")
        let summary = RequestSummary(
            record: AppWalk.request(7, state: .finished), root: AppWalk.root, arrived: 4, favourites: 0)
        walk.take(.historyLoaded(HistorySearch("c"), after: nil, [summary], isComplete: true))
        guard let late = walk.app.popup as? HistoryList else { return }
        #expect(late.items.isEmpty)
        walk.take(.historyLoaded(HistorySearch("ca"), after: nil, [summary], isComplete: true))
        guard let now = walk.app.popup as? HistoryList else { return }
        #expect(now.items == [summary])
        walk.press(" ")
        #expect(walk.effects.isEmpty, "a blank changes nothing that is searched for")
        walk.press("t", Key(.enter))
        #expect(walk.effects.isEmpty, "what is shown is not yet what was typed")
        walk.take(.historyLoaded(HistorySearch("ca t"), after: nil, [summary], isComplete: true))
        #expect(walk.app.popup == nil && walk.effects.last == .loadLineage(path: AppWalk.cat.path))
    }

    @Test("Typed words become beginnings, marks become conditions")
    func searchText() {
        #expect(HistorySearch("Cat-07 x").match == "\"cat\"* AND \"07\"* AND \"x\"*")
        #expect(HistorySearch("is:fav rating:3 dog") == HistorySearch(words: ["dog"], isFavourite: true, rating: 3))
        #expect(HistorySearch("\"* OR").match == "\"or\"*")
        #expect(HistorySearch("rating:").match == nil)
        #expect(HistorySearch("is:favorite") == HistorySearch("is:favourite"))
        #expect(HistorySearch("Last week oil").period == .lastWeek)
        #expect(HistorySearch("last oil").words == ["last", "oil"])
        #expect(HistorySearch("manner:golden-hour").match == "manner : \"golden\"* AND manner : \"hour\"*")
    }

    @Test(
        "A filter that is none is named, one that is still being typed is not",
        arguments: [
            ("colour:red", "colour: is not a filter; use is:, rating:, manner:, strength: or kind:"),
            ("rating:9", "rating:9 is not a rating; use 1 to 5, which includes better ones"),
            ("kind:song", "kind:song is not a kind; use variation, edit, generation or blend"),
        ])
    func faults(text: String, fault: String) {
        #expect(HistorySearch(text).fault == fault)
        #expect(HistorySearch("is:f kind: rating: kind:ed").fault == nil)
    }

    @Test("Help shows what is typed for, by key, words or name")
    func help() {
        var walk = AppWalk()
        walk.press("?")
        walk.type("send")
        guard let help = walk.app.popup as? HelpView else { return }
        let lines = help.lines(on: walk.app.desk).map(\.text)
        #expect(lines.contains("  Enter            send the request"))
        #expect(!lines.contains { $0.contains("go up") })
    }

    @Test("Help opens over what it is asked from, and leads back there")
    func helpAnywhere() {
        var walk = AppWalk()
        for (keys, context) in [([Key(.enter)], Context.zoom), (["e"], .mask), (["b"], .backends), (["t"], .themes)] {
            for key in keys { walk.press(key) }
            walk.press("?")
            #expect(walk.app.view().text.hasPrefix(" Keys  \(context.title)"))
            walk.press(Key(.escape))
            #expect(walk.app.context == context)
            walk.press(Key(.escape))
        }
    }

    @Test("A command is completed, carried out with what it is given, and recalled")
    func commandLine() {
        var walk = AppWalk()
        walk.press(":")
        walk.type("next-p")
        walk.press(Key(.tab), Key(.enter))
        #expect(walk.app.focus == .tree)
        walk.press(":", Key(.up), Key(.enter))
        #expect(walk.app.focus == .results)
        walk.press(Key(.tab), ":")
        walk.type("save-as ~/copy of cat.png")
        walk.press(Key(.enter))
        #expect(walk.effects == [.saveCopy(AppWalk.cat.picture, nil, to: "/home/ada/copy of cat.png")])
    }

    @Test("A name that is no command, or none here, is told with what would be")
    func unknownCommand() {
        var walk = AppWalk()
        walk.press(":")
        walk.type("sibling")
        walk.press(Key(.enter))
        #expect(walk.app.lastProblem?.remedy == "Tab lists the commands")
        walk.press(":")
        walk.type("fold-all")
        walk.press(Key(.enter))
        #expect(walk.app.lastProblem?.line == "fold-all does not work here: it works in: Tree")
    }

    @Test("A folder or a picture is opened by its path; what takes nothing says so")
    func paths() {
        var walk = AppWalk()
        walk.press(":")
        walk.type("open renders/a.png")
        walk.press(Key(.enter))
        #expect(
            walk.effects == [.list(folder: AppWalk.folder + "/renders", select: AppWalk.folder + "/renders/a.png")])
        let items = [FileItem(name: "b.png", path: AppWalk.folder + "/renders/b.png", kind: .picture)]
        walk.take(
            .listed(folder: AppWalk.folder + "/renders", items: items, select: AppWalk.folder + "/renders/a.png"))
        #expect(walk.app.view().text.contains("a.png is not in this folder"))
        walk.press(":")
        walk.type("vary cat")
        walk.press(Key(.enter))
        #expect(walk.app.view().text.contains("Problem: vary takes no argument"))
        #expect(walk.effects.isEmpty)
    }

    @Test("A key of another pane tells where it works, and a message that is cut can be read in full")
    func elsewhere() {
        var walk = AppWalk()
        walk.press("F")
        #expect(walk.app.view().text.contains("F works in Tree: show all, no rejects"))
        walk.take(.noticed(String(repeating: "word ", count: 30) + "end"))
        #expect(walk.app.view().text.contains("…  ! shows all"))
        walk.press("!")
        #expect(walk.app.view().text.contains("word end"))
    }

    @Test("A slideshow goes on every few seconds and begins anew at the end")
    func slideshow() {
        var walk = AppWalk()
        walk.press("S")
        #expect(walk.effects == [.tick])
        var titles: [String] = []
        for _ in 0..<12 {
            walk.take(.ticked)
            if let view = walk.app.popup as? ZoomView { titles.append(view.title) }
        }
        #expect(
            titles == Array(repeating: "cat.png", count: 3) + Array(repeating: "wide.png", count: 4)
                + Array(repeating: "huge.png", count: 4) + ["cat.png"])
        walk.press(Key(.escape))
        #expect(!walk.app.countsSeconds)
    }
}

extension Key {
    fileprivate init(_ character: Character) { self.init(.character(character)) }
}
