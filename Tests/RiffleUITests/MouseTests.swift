import RiffleAPI
import Testing

@testable import RiffleUI

@Suite("The mouse")
struct MouseTests {
    /// Clicks on the first place of the screen that shows the text.
    private func click(_ text: String, of walk: inout AppWalk, clicks: Int = 1) {
        let lines = walk.app.view().text.split(separator: "\n", omittingEmptySubsequences: false)
        for (row, line) in lines.enumerated() {
            guard let range = line.firstRange(of: text) else { continue }
            let column = line.distance(from: line.startIndex, to: range.lowerBound)
            return walk.take(.mouse(Mouse(.press(clicks: clicks), at: Point(column: column, row: row))))
        }
        Issue.record("\(text) is not on the screen")
    }

    @Test("A click selects a file, a second one opens it")
    func files() {
        var walk = AppWalk()
        click("wide.png", of: &walk)
        #expect(walk.app.browser.selected == AppWalk.wide)
        #expect(walk.effects.contains(.loadLineage(path: AppWalk.wide.path)))
        click("renders", of: &walk, clicks: 2)
        #expect(walk.effects.contains(.list(folder: AppWalk.folder + "/renders", select: nil)))
    }

    @Test("A click into a pane gives it the keys, the bottom line's words are commands")
    func panes() {
        var walk = AppWalk()
        click("Variations", of: &walk)
        #expect(walk.app.focus == .results)
        click("Tree", of: &walk)
        #expect(walk.app.focus == .tree)
        click("Files", of: &walk)
        click("help", of: &walk)
        #expect(walk.app.context == .help)
        click("Keys", of: &walk)
        #expect(walk.app.context == .help, "what is behind a popup takes no clicks")
    }

    @Test("A click on a result selects it, on the tree's rows too; a second one zooms")
    func results() {
        var walk = AppWalk()
        walk.send()
        walk.take(.variationArrived(JobID(1), AppWalk.variation(11, of: 7, place: 0)))
        walk.take(.variationArrived(JobID(1), AppWalk.variation(12, of: 7, place: 1)))
        click(" 2 ", of: &walk)
        #expect(
            walk.app.subject
                == .entry(
                    {
                        var entry = AppWalk.variation(12, of: 7, place: 1); entry.isSeen = true; return entry
                    }()))
        click("│ 1", of: &walk)
        #expect(walk.app.tree.cursor == .entry(EntryID(11)))
        click("│ 1", of: &walk, clicks: 2)
        #expect(walk.app.context == .zoom)
        let middle = Point(column: 40, row: 12)
        walk.take(.mouse(Mouse(.wheelUp, at: middle)))
        guard let view = walk.app.popup as? ZoomView else { return }
        #expect(view.viewport.scale == 1)
        walk.take(.mouse(Mouse(.press(clicks: 1), at: middle)))
        walk.take(.mouse(Mouse(.drag, at: Point(column: 32, row: 12))))
        guard let moved = walk.app.popup as? ZoomView else { return }
        #expect(moved.viewport.x == 0.6 && moved.viewport.y == 0.5)
    }

    @Test("A double click on the preview zooms it")
    func preview() {
        var walk = AppWalk()
        walk.take(.mouse(Mouse(.press(clicks: 2), at: Point(column: 40, row: 6))))
        #expect(walk.app.context == .zoom)
        walk.press("1")
        guard let view = walk.app.popup as? ZoomView else { return }
        #expect(view.viewport.scale == 1, "real pixels")
    }

    @Test("The wheel scrolls what is under it, and the keys stay where they are")
    func wheel() {
        var walk = AppWalk()
        let many = (0..<100).map {
            FileItem(name: "\($0).png", path: AppWalk.folder + "/\($0).png", kind: .picture, version: 1)
        }
        walk.take(.listed(folder: AppWalk.folder, items: many, select: nil))
        walk.press(Key(.tab))
        walk.take(.mouse(Mouse(.wheelDown, at: Point(column: 5, row: 5))))
        #expect(walk.app.browser.list.top == 3)
        #expect(walk.app.browser.list.index == 3)
        #expect(walk.app.focus == .tree)
        walk.take(.mouse(Mouse(.wheelUp, at: Point(column: 5, row: 5))))
        #expect(walk.app.browser.list.top == 0)
        #expect(walk.app.browser.list.index == 3)
    }

    @Test("Fields of the form are clicked and turned by the wheel")
    func form() {
        var walk = AppWalk()
        walk.press("v")
        click("Size", of: &walk)
        #expect(walk.app.formFocus == .api(.size))
        let before = walk.app.form?.fields.focused.value
        click("Size", of: &walk)
        #expect(walk.app.form?.fields.focused.value != before)
        click("Seed", of: &walk)
        walk.type("42")
        #expect(walk.app.form?.settings?.seed == 42)
    }

    @Test("The line between two pictures is dragged to where the mouse is")
    func line() {
        var view = CompareView(
            left: CompareView.Side(picture: .kept(digest: "a"), title: "", width: 512, height: 512, entry: nil),
            right: CompareView.Side(picture: .kept(digest: "b"), title: "", width: 512, height: 512, entry: nil))
        // 20 rows of cells are as high as 40 columns are wide: the picture has columns 20…60 of 80.
        view.putLine(at: 40, of: Size(columns: 80, rows: 20))
        #expect(view.line == 512)
        view.putLine(at: 10, of: Size(columns: 80, rows: 20))
        #expect(view.line == 0)
        view.putLine(at: 79, of: Size(columns: 80, rows: 20))
        #expect(view.line == 1000)
    }

    @Test("M hands the mouse over and back")
    func toggle() {
        var walk = AppWalk()
        walk.press(Key(.character("m"), alt: true))
        #expect(walk.effects == [.setMouse(true)])
        walk.press(Key(.character("m"), alt: true))
        #expect(walk.effects == [.setMouse(false)])
    }
}

extension Key {
    fileprivate init(_ character: Character) { self.init(.character(character)) }
}
