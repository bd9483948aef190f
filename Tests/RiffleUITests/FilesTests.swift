import RiffleAPI
import Testing

@testable import RiffleUI

@Suite("The files pane")
struct FilesTests {
    @Test("Files are filtered as one types, in either case, and Esc shows all again")
    func filter() {
        var walk = AppWalk()
        walk.press("/")
        walk.type("IDE")
        #expect(walk.app.browser.items.map(\.name) == ["..", "wide.png"])
        #expect(walk.app.browser.selected == AppWalk.wide)
        walk.press(Key(.enter))
        #expect(walk.app.browser.words == "/IDE")
        walk.press("/", Key(.escape))
        #expect(walk.app.browser.items == AppWalk.items)
        #expect(walk.app.browser.selected == AppWalk.wide, "the cursor stays on its file")
    }

    @Test("A part of a name is looked for among the pictures, and one that none has is told")
    func filterFromAbove() {
        var walk = AppWalk()
        walk.press(Key(.home), "/", "w")
        #expect(walk.app.browser.selected == AppWalk.wide)
        walk.press("z")
        #expect(walk.app.view().text.contains("no name contains “wz”"))
        walk.press(Key(.enter), Key(.escape))
        #expect(walk.app.browser.filter.isEmpty && walk.app.browser.pictureCount == 3)
    }

    @Test("A damaged picture is not zoomed but named")
    func damaged() {
        var walk = AppWalk()
        walk.take(.factsRead([AppWalk.cat.path: .unreadable("damaged")]))
        walk.press(Key(.enter))
        #expect(walk.app.popup == nil)
        #expect(walk.app.view().text.contains("Problem: cat.png cannot be shown: damaged"))
    }

    @Test("Files are ordered by name, newest or largest first, folders always on top")
    func order() {
        var walk = AppWalk()
        walk.press(",", ",")
        #expect(walk.app.browser.items.map(\.name) == ["..", "renders", "huge.png", "cat.png", "wide.png"])
        walk.press(",")
        #expect(walk.app.browser.items == AppWalk.items)
    }

    @Test("Hidden files are shown when asked for")
    func hidden() {
        var walk = AppWalk()
        let secret = FileItem(name: ".secret.png", path: AppWalk.folder + "/.secret.png", kind: .picture, version: 9)
        walk.take(.listed(folder: AppWalk.folder, items: AppWalk.items + [secret], select: nil))
        #expect(!walk.app.browser.items.contains(secret))
        walk.press(".")
        #expect(walk.app.browser.items.contains(secret))
    }

    @Test("A change on the disk is read in; the cursor stays, or goes to the neighbour of what went")
    func changes() {
        var walk = AppWalk()
        walk.press("j")
        walk.take(.folderChanged(AppWalk.folder))
        #expect(walk.effects == [.list(folder: AppWalk.folder, select: nil)])
        var anew = AppWalk.wide
        anew.version = 99
        let items = AppWalk.items.map { $0 == AppWalk.wide ? anew : $0 }
        walk.take(.listed(folder: AppWalk.folder, items: items, select: nil))
        #expect(walk.app.browser.selected == anew)
        #expect(walk.effects.contains(.readFacts([anew])), "its header is another now")
        walk.take(.listed(folder: AppWalk.folder, items: items.filter { $0 != anew }, select: nil))
        #expect(walk.app.browser.selected == AppWalk.huge)
        walk.take(.folderChanged("/elsewhere"))
        #expect(walk.effects.isEmpty)
    }

    @Test("Several picked files become one request each, two at a time, the odd ones cropped as the form says")
    func batch() {
        var walk = AppWalk()
        walk.press(" ", " ", " ", "v")
        #expect(walk.app.form?.batch == 3)
        #expect(walk.app.formFocus == FormField.mend)
        walk.press(Key(.enter))
        let orders = walk.effects.compactMap { if case .send(_, let order) = $0 { order } else { nil } }
        #expect(orders.map(\.mend) == [.none, .cropCenter])
        #expect(walk.app.view().text.contains("2 running · 1 waiting"))
        walk.take(.jobEnded(JobID(1), .finished, nil))
        guard case .send(JobID(3), let last) = walk.effects.last else {
            Issue.record("the third was not sent")
            return
        }
        #expect(last.source == .file(AppWalk.huge))
        #expect(walk.app.browser.picked.isEmpty)
    }

    @Test("What waits is entered into the history once, whatever is sent after it")
    func batchesAfterAnother() {
        var walk = AppWalk()
        walk.press(" ", " ", " ", "V")
        func queued() -> [JobID] { walk.effects.compactMap { if case .queue(let job, _) = $0 { job } else { nil } } }
        #expect(queued() == [JobID(3)])
        walk.press(Key(.home), "j", "j", " ", " ", "V")
        #expect(queued() == [JobID(4), JobID(5)])
    }

    @Test("The list of requests tells of each what it does, and cancels one alone or all")
    func queue() {
        var walk = AppWalk()
        walk.press("Q")
        #expect(walk.app.popup == nil)
        walk.press(" ", " ", " ", "V", "Q")
        let text = walk.app.view().text
        #expect(text.contains("2 running · 1 waiting · 0 ended"))
        #expect(text.contains("huge.png                 waiting          0 of 4           builtin"))
        walk.press("j", "x")
        #expect(walk.effects == [.cancel(JobID(2))])
        walk.take(.jobEnded(JobID(2), .cancelled, nil))
        guard case .send(JobID(3), _) = walk.effects.last else {
            Issue.record("one was cancelled, and the one that waited was not sent")
            return
        }
        #expect(walk.app.view().text.contains("cancelled        0 of 4"))
        walk.press("X")
        #expect(walk.effects == [.cancel(JobID(1)), .cancel(JobID(3))])
    }

    @Test("A waiting request is taken from the list, and the cursor stays on its request when others end")
    func queueCursor() {
        var walk = AppWalk()
        walk.press(" ", " ", " ", "V", "Q", Key(.end))
        walk.take(.jobStarted(JobID(1), AppWalk.request(7), root: AppWalk.root))
        walk.take(.jobEnded(JobID(1), .finished, nil))
        guard let queue = walk.app.popup as? RequestQueue else { return }
        #expect(queue.selected == JobID(3))
        walk.press("j", "l")
        #expect(
            walk.effects == [
                .list(folder: AppWalk.folder, select: AppWalk.cat.path), .loadLineage(path: AppWalk.cat.path),
            ])
    }

    @Test("All PNGs below are listed while they are found, and the cursor stays on its file")
    func below() {
        var walk = AppWalk()
        walk.press("j", "r")
        #expect(walk.effects == [.listBelow(folder: AppWalk.folder, withHidden: false)])
        let up = AppWalk.items[0]
        let path = AppWalk.folder + "/renders/deep/owl.png"
        let owl = FileItem(name: "renders/deep/owl.png", path: path, kind: .picture, version: 8)
        walk.take(.foundBelow(folder: AppWalk.folder, items: [up, AppWalk.cat, AppWalk.wide], .reading(folders: 1)))
        #expect(walk.app.browser.selected == AppWalk.wide)
        #expect(walk.app.view().text.contains("reading"))
        walk.take(.foundBelow(folder: AppWalk.folder, items: [up, AppWalk.cat, AppWalk.wide, owl], .finished))
        #expect(walk.app.view().text.contains("Files 3  with subfolders"))
        walk.press("G")
        #expect(walk.effects.contains(.loadLineage(path: path)))
        walk.take(.folderChanged(AppWalk.folder))
        #expect(walk.effects == [.listBelow(folder: AppWalk.folder, withHidden: false)])
        walk.press("r")
        #expect(walk.effects == [.list(folder: AppWalk.folder, select: AppWalk.folder + "/renders")])
        walk.take(.foundBelow(folder: "/elsewhere", items: [], .finished))
        #expect(walk.app.browser.items.count == 4, "late news of another folder")
    }

    @Test("What is below a hidden folder is hidden too")
    func hiddenWays() {
        func isHidden(_ name: String) -> Bool { FileItem(name: name, path: "/" + name, kind: .picture).isHidden }
        #expect(isHidden(".a.png") && isHidden("b/.git/c.png"))
        #expect(!isHidden("a.png") && !isHidden("b.c/d.png") && !isHidden(".."))
    }

    /// A folder of so many pictures, shown as thumbnails; what is read of them is known.
    private func wall(of count: Int) -> AppWalk {
        var walk = AppWalk()
        let items = (0..<count).map {
            FileItem(name: "\($0).png", path: AppWalk.folder + "/\($0).png", kind: .picture, version: 1)
        }
        walk.take(.listed(folder: AppWalk.folder, items: items, select: nil))
        walk.take(.factsRead(Dictionary(uniqueKeysWithValues: items.map { ($0.path, .picture(AppWalk.catFacts, [])) })))
        walk.press("w")
        return walk
    }

    @Test("Thumbnails are those of the files that are seen, and no others; what comes next is made ready")
    func thumbnails() {
        var walk = wall(of: 1000)
        let frame = walk.app.view()
        #expect(frame.placements.map(\.picture) == walk.app.browser.items.prefix(8).map(\.picture))
        let ahead = walk.app.ahead(of: frame).map(\.picture)
        #expect(ahead == walk.app.browser.items[8..<12].map(\.picture))
        walk.press("j", "j", "l")
        #expect(walk.app.browser.list.index == 11)
        #expect(walk.app.browser.list.top == 4)
        walk.press("G", "-", "-", "-")
        #expect(walk.app.browser.selected?.name == "999.png")
        #expect(walk.app.browser.list.top % walk.app.browser.list.stride == 0)
        #expect(walk.app.view().placements.contains { $0.picture == walk.app.browser.selected?.picture })
        walk.press(Key(.tab))
        #expect(walk.app.browser.list.stride == 1, "without the keys the pane is a list again")
    }

    @Test("Every row of thumbnails is reached with the keys, the shorter last one too")
    func thumbnailRows() {
        var walk = wall(of: 10)
        #expect(walk.app.browser.list.stride == 4)
        walk.press("l", "l", "l", "j", "j")
        #expect(walk.app.browser.list.index == 9)
        walk.press("j")
        #expect(walk.app.browser.list.index == 9)
        walk.press("k", "k", "k")
        #expect(walk.app.browser.list.index == 1)
        walk.press(Key(.enter))
        #expect(walk.app.context == .zoom)
    }

    @Test("A folder is bookmarked with one key and opened from the list")
    func bookmarks() {
        var walk = AppWalk()
        walk.press("m")
        #expect(walk.effects == [.toggleBookmark(AppWalk.folder)])
        walk.take(.bookmarked(AppWalk.folder, isSet: true))
        #expect(walk.app.view().text.contains("Bookmarked ~/pictures"))
        walk.press("'")
        #expect(walk.effects == [.loadBookmarks])
        walk.take(.bookmarksLoaded(["/data/renders", AppWalk.folder]))
        walk.press("k", Key(.enter))
        #expect(walk.effects == [.list(folder: "/data/renders", select: nil)])
        walk.take(.bookmarksLoaded(["/data/renders"]))
        walk.press("d")
        #expect(walk.effects == [.toggleBookmark("/data/renders"), .loadBookmarks])
        walk.take(.bookmarksLoaded([]))
        #expect(walk.app.popup == nil)
    }
}

@Suite("What a person sets for themselves")
struct PreferenceTests {
    @Test("A key can be given to another command, and the table tells it everywhere")
    func remap() throws {
        let keymap = try Keymap(changes: ["tree": ["reject": ["Alt-x", "F4"]], "browse": ["history": []]])
        #expect(keymap.command(for: Key(.character("x"), alt: true), in: .tree)?.name == .reject)
        #expect(keymap.command(for: Key(.function(4)), in: .tree)?.name == .reject)
        #expect(keymap.command(for: Key(.character("X")), in: .tree) == nil)
        #expect(keymap.command(for: Key(.character("H")), in: .files) == nil)
        #expect(keymap.commands.count == Command.table.count)
    }

    @Test("What cannot be is told with what it collides with")
    func faults() {
        func fault(_ changes: [String: [String: [String]]]) -> Keymap.Fault? {
            do throws(Keymap.Fault) { _ = try Keymap(changes: changes) } catch { return error }
            return nil
        }
        #expect(fault(["garden": [:]]) == .unknownContext("garden"))
        #expect(fault(["tree": ["dig": ["x"]]]) == .unknownCommand("dig", context: "tree"))
        #expect(fault(["tree": ["reject": ["Hyper-x"]]]) == .unknownKey("Hyper-x"))
        #expect(
            fault(["tree": ["reject": ["f"]]])
                == .conflict(key: "f", first: "favourite", second: "reject", context: "tree"))
        #expect(
            fault(["tree": ["reject": ["q"]]])
                == .conflict(key: "q", first: "reject", second: "quit", context: "tree"))
    }

    @Test("Every key is read back from the name it is printed as")
    func names() {
        for key in Command.table.flatMap(\.keys) { #expect(Key(name: key.name) == key, "\(key.name)") }
    }

    @Test("Themes are shown as the cursor is on them; Esc brings the old one back, Enter keeps")
    func themes() {
        var walk = AppWalk(themes: ["nord", "paper", "riffle-dark"])
        walk.take(.themeChanged("riffle-dark"))
        walk.press("t", "k")
        #expect(walk.effects == [.setTheme("paper", isChoice: false)])
        walk.press(Key(.escape))
        #expect(walk.effects == [.setTheme("riffle-dark", isChoice: false)])
        walk.press("t", "k", "k", Key(.enter))
        #expect(walk.effects == [.setTheme("nord", isChoice: true)])
        walk.press(":")
        walk.type("theme p")
        walk.press(Key(.tab), Key(.enter))
        #expect(walk.effects == [.setTheme("paper", isChoice: true)])
    }

    @Test("Lists are narrowed by what is typed after /, the tree by manner, prompt or note")
    func filters() {
        var walk = AppWalk(themes: ["nord", "paper", "night"])
        walk.press("t", "/")
        walk.type("ni")
        #expect(walk.effects == [.setTheme("night", isChoice: false)])
        walk.press(Key(.enter), Key(.enter))
        #expect(walk.effects == [.setTheme("night", isChoice: true)])
        walk = AppWalk.grown()
        walk.press("n")
        walk.type("red fox")
        walk.press(Key(.enter), Key(.home), "/")
        walk.type("fox")
        #expect(walk.app.tree.rows.map(\.node) == [.entry(EntryID(1)), .request(RequestID(7)), .entry(EntryID(12))])
        walk.press(Key(.enter), Key(.escape))
        #expect(walk.app.tree.rows.count == 9)
    }

    @Test("A file that ends too early says so in its row, and is still shown")
    func cutOff() {
        var walk = AppWalk()
        walk.take(.factsRead(AppWalk.facts, cutOff: [AppWalk.cat.path]))
        let rows = walk.app.view().text.split(separator: "\n")
        #expect(rows.contains { $0.contains("cat.png") && $0.contains("cut off") })
        #expect(walk.app.view().placements.map(\.picture) == [AppWalk.cat.picture])
    }

    @Test("Plain screens have no lines, and the text cursor is on what is selected")
    func plain() {
        var walk = AppWalk(isPlain: true)
        walk.press("j")
        let frame = walk.app.view()
        #expect(!frame.text.contains { "│─┌┐└┘├┤┬┴┼".contains($0) })
        #expect(frame.text.contains("Files 3"))
        #expect(frame.cursor?.row == 5)
    }

    @Test("On plain screens the text cursor goes along: into popups, fields, lists and results")
    func plainCursor() throws {
        var walk = AppWalk(isPlain: true)
        /// What is written where the text cursor stands, to the end of the line.
        func underCursor() throws -> Substring {
            let frame = walk.app.view()
            let cursor = try #require(frame.cursor)
            let line = frame.text.split(separator: "\n", omittingEmptySubsequences: false)[cursor.row]
            return line.dropFirst(cursor.column)
        }
        #expect(try underCursor().hasPrefix("> cat.png"))
        walk.press("v", Key(.down))
        #expect(try underCursor().hasPrefix(" as source"))
        walk.press(Key(.escape))
        walk.send()
        walk.take(.variationArrived(JobID(1), AppWalk.variation(11, of: 7, place: 0)))
        walk.press("2")
        #expect(try underCursor().hasPrefix(">2 waiting"))
        walk.press("Q")
        #expect(try underCursor().hasPrefix("▌cat.png"))
        walk.press(Key(.escape))
        walk.take(.failed(Problem(title: "no space on the disk", remedy: "free some")))
        walk.press("!")
        #expect(try underCursor().hasPrefix("▌00:00  Problem: no space on the disk"))
    }
}

extension Key {
    fileprivate init(_ character: Character) { self.init(.character(character)) }
}
