import RiffleAPI
import Testing

@testable import RiffleUI

@Suite("Edits, and pictures from a prompt")
struct MaskTests {
    private typealias Spot = MaskSketch.Spot

    private func editor(_ walk: AppWalk) -> MaskEditor? {
        walk.app.popup as? MaskEditor
    }

    @Test("The brush paints where it is, along its way with the pen down, and a rectangle between two corners")
    func painting() {
        var walk = AppWalk()
        walk.press("e", " ", "p", Key(.right), Key(.right), "p", "r", Key(.down, alt: true), Key(.left), "r")
        #expect(
            editor(walk)?.sketch.steps == [
                .stroke([Spot(x: 512, y: 512)], radius: 33, erases: false),
                .stroke(
                    [Spot(x: 512, y: 512), Spot(x: 545, y: 512), Spot(x: 578, y: 512)], radius: 33, erases: false),
                .rectangle(Spot(x: 578, y: 512), Spot(x: 545, y: 513), erases: false),
            ])
        walk.press("x", "]", " ", "u", "u", "U")
        #expect(editor(walk)?.sketch.steps.count == 3)
        #expect(editor(walk)?.erases == true)
    }

    @Test("Shift goes far, Alt a pixel, and nothing leaves the picture")
    func moving() {
        var walk = AppWalk()
        walk.press("e")
        for _ in 0..<20 { walk.press("H") }
        walk.press(Key(.right, alt: true), " ")
        #expect(editor(walk)?.sketch.steps == [.stroke([Spot(x: 1, y: 512)], radius: 33, erases: false)])
    }

    @Test("What is painted goes out with the words; the mask is there again after Esc")
    func sending() {
        var walk = AppWalk()
        walk.press("e", " ", "i", Key(.escape))
        #expect(walk.app.popup == nil)
        walk.press("e")
        let sketch = editor(walk)?.sketch
        #expect(sketch?.steps.count == 2)
        walk.press(Key(.enter))
        #expect(walk.effects == [.loadPrompts])
        walk.press(Key(.enter))
        let order = Order(
            .edit, source: .file(AppWalk.cat), mask: .painted(sketch!), settings: ImagesSettings(n: 1))
        #expect(walk.effects == [.send(JobID(1), order)], "the engine reads no prompt")
    }

    @Test("An edit goes out without a prompt where the backend needs none, and not where it needs one")
    func silence() {
        for needsPrompt in [true, false] {
            var walk = AppWalk()
            for index in walk.app.desk.environment.profiles.indices {
                walk.app.desk.environment.profiles[index].needsPrompt = needsPrompt ? [.edit] : []
            }
            walk.press("e", " ", Key(.enter), Key(.enter))
            if needsPrompt {
                #expect(walk.effects.isEmpty)
            } else if case .send(_, let order)? = walk.effects.last {
                #expect(order.operation == .edit && order.prompt == nil)
            } else {
                Issue.record("it was not sent")
            }
        }
    }

    @Test("Nothing is sent that is not painted, nor what is not square where squares are needed")
    func refusals() {
        var walk = AppWalk()
        walk.press("e", Key(.enter))
        walk.type("a hat")
        walk.press(Key(.enter))
        #expect(walk.effects.isEmpty)
        walk.press(Key(.escape), Key(.escape), "j", "e", " ", Key(.enter), Key(.enter))
        #expect(walk.effects.isEmpty)
        #expect(walk.app.form?.refusal == .notSquare(width: 1024, height: 768))
        walk.press(Key(.escape), "m", " ", Key(.enter), Key(.enter))
        guard case .send(_, let order) = walk.effects.last else {
            Issue.record("nothing was sent")
            return
        }
        #expect(order.mend == .cropCenter)
    }

    @Test("Each backend is asked for what it knows, and its sizes are to choose from")
    func fields() {
        var walk = AppWalk()
        walk.press("g")
        #expect(walk.app.formFields == [.api(.prompt), .api(.n), .api(.size), .api(.quality), .backend, .more])
        #expect(walk.app.form?.sizes == ["server default", "1024x1024", "1536x1024"])
        walk.press(Key(.escape), "e", " ", Key(.enter))
        #expect(
            walk.app.formFields == [.api(.n), .api(.size), .api(.responseFormat), .api(.seed), .backend])
    }

    @Test("What was typed before comes back, and what was being typed too")
    func recalling() {
        var walk = AppWalk()
        walk.press("g")
        walk.take(.promptsLoaded(["an otter", "a hat"]))
        walk.type("a c")
        walk.press(.control("p"), .control("p"), .control("p"))
        #expect(walk.app.formValue(.prompt) == "a hat")
        walk.press(.control("n"), .control("n"))
        #expect(walk.app.formValue(.prompt) == "a c")
    }

    @Test("Pictures from words are a tree of their own, that the history leads back to and a repeat goes on from")
    func words() {
        var walk = AppWalk()
        walk.press("g")
        walk.type("an otter")
        walk.press(Key(.down), "2", Key(.enter))
        let settings = ImagesSettings(backend: "studio", n: 2)
        let order = Order(.generation, prompt: "an otter", settings: settings)
        #expect(walk.effects == [.send(JobID(1), order)])
        let record = RequestRecord(
            id: RequestID(9), operation: .generation, source: nil, settings: settings, mend: .none,
            created: AppWalk.morning, state: .running, prompt: "an otter")
        walk.take(.jobStarted(JobID(1), record, root: nil))
        let otter = AppWalk.variation(31, of: 9, place: 0)
        walk.take(.variationArrived(JobID(1), otter))
        walk.take(.jobEnded(JobID(1), .finished, nil))
        #expect(walk.app.subject == .entry(otter))
        walk.press("a")
        #expect(walk.effects == [.markSeen([EntryID(31)]), .send(JobID(2), order)], "new until a key is pressed")
        #expect(walk.app.tree.entry(EntryID(31))?.isSeen == true)

        walk.press(Key(.tab), "j")
        #expect(walk.app.tree.words == nil)
        let summary = RequestSummary(record: record, root: nil, arrived: 1, favourites: 0)
        walk.press("H")
        walk.take(.historyLoaded(HistorySearch(), after: nil, [summary], isComplete: true))
        walk.press(Key(.enter))
        #expect(walk.effects == [.loadWords(RequestID(9))])
        walk.take(.wordsLoaded(RequestID(9), Lineage(root: nil, requests: [record], entries: [otter])))
        #expect(walk.app.tree.cursor == .request(RequestID(9)))
    }

    @Test("Where no backend makes pictures from words, that is said, and what helps")
    func nobody() {
        var app = App(
            folder: "/", size: Size(columns: 80, rows: 24), settings: ImagesSettings(),
            environment: Desk.Environment(home: "/", zone: 0, backends: ["builtin"]))
        #expect(app.update(.key("g")).isEmpty)
        #expect(app.lastProblem?.line.contains("--base-url") == true)
    }

    @Test("An edit is repeated with its own mask and words")
    func repeating() {
        var walk = AppWalk()
        let settings = ImagesSettings(backend: "builtin", n: 1, seed: 5)
        let edit = RequestRecord(
            id: RequestID(7), operation: .edit, source: AppWalk.root.id, settings: settings, mend: .none,
            created: AppWalk.morning, state: .finished, prompt: "no wires", mask: "aa")
        walk.take(.lineageLoaded(path: AppWalk.cat.path, [Lineage(root: AppWalk.root, requests: [edit])]))
        walk.press(Key(.tab), "A")
        let order = Order(
            .edit, source: .entry(AppWalk.root, root: AppWalk.root), mask: .kept(digest: "aa"), prompt: "no wires",
            settings: settings)
        #expect(walk.effects == [.send(JobID(1), order)])
    }

    @Test("The mouse paints what it is over, from where it was pressed along its way")
    func mouse() {
        var walk = AppWalk()
        walk.take(.cellMeasured(Size(columns: 10, rows: 20)))
        walk.press("e")
        let editor = self.editor(walk)!
        let room = Rect(column: 0, row: 0, columns: 80, rows: 22)
        let cell = Size(columns: 10, rows: 20)
        // 440 pixels high and wide, from column 18 on.
        #expect(editor.spot(at: Point(column: 40, row: 12), in: room, cell: cell) == Spot(x: 523, y: 581))
        walk.take(.mouse(Mouse(.press(clicks: 1), at: Point(column: 40, row: 12))))
        walk.take(.mouse(Mouse(.drag, at: Point(column: 42, row: 12))))
        #expect(
            self.editor(walk)?.sketch.steps == [
                .stroke([Spot(x: 523, y: 581), Spot(x: 570, y: 581)], radius: 33, erases: false)
            ])
    }
}
