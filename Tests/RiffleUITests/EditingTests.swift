import RiffleAPI
import Testing

@testable import RiffleUI

@Suite("Text that is typed")
struct EditingTests {
    /// Every place of the program where text is typed, with the keys that lead there.
    enum Place: CaseIterable {
        case note, filter, command, saveAs, history, help, backendName, prompt, user

        func walk() -> AppWalk {
            var walk = AppWalk.grown()
            switch self {
            case .note: walk.press("n")
            case .filter: walk.press(Key(.tab), Key(.tab), "/")
            case .command: walk.press(":")
            case .saveAs: walk.press("s", .control("u"))
            case .history: walk.press("H")
            case .help: walk.press("?")
            case .backendName: walk.press("b", "a", Key(.down))
            case .prompt: walk.press("g")
            case .user:
                walk.press("v")
                walk.go(to: .backend)
                walk.press(Key(.right))
                walk.go(to: .api(.user))
            }
            return walk
        }

        func text(in app: App) -> String? {
            switch app.popup {
            case let prompt as Prompt: prompt.line.text
            case let prompt as CommandPrompt: prompt.line.text
            case let history as HistoryList: history.line.text
            case let help as HelpView: help.line.text
            case let form as BackendForm: form.draft.name
            case let form as RequestForm: form.value(self == .prompt ? .prompt : .user)
            default: nil
            }
        }
    }

    @Test(
        "The cursor moves and text is deleted on both of its sides, wherever text is typed", arguments: Place.allCases)
    func editing(place: Place) {
        var walk = place.walk()
        walk.type("red fox")
        walk.press(Key(.home))
        walk.type("a")
        // In the history the arrows go from picture to picture.
        let (left, right) = place == .history ? (Key.control("b"), Key.control("f")) : (Key(.left), Key(.right))
        walk.press(Key(.end), left, Key(.backspace))
        walk.type("a")
        #expect(place.text(in: walk.app) == "ared fax")
        walk.press(.control("a"), right, Key(.delete), .control("e"), .control("b"), .control("k"))
        #expect(place.text(in: walk.app) == "aed fa")
        if place != .saveAs {
            walk.press(Key(.backspace, alt: true))
            #expect(place.text(in: walk.app) == "aed ")
        }
        walk.type("x")
        walk.press(left, .control("u"))
        #expect(place.text(in: walk.app) == "x")
    }

    @Test("In a path ^W deletes a name, with the blanks in it")
    func paths() {
        var walk = AppWalk.grown()
        walk.press("s")
        #expect(Place.saveAs.text(in: walk.app) == "~/pictures/cat-2.png")
        walk.press(.control("w"))
        walk.type("my cats/")
        walk.press(.control("w"))
        #expect(Place.saveAs.text(in: walk.app) == "~/pictures/")
        walk.press(Key(.escape), ":")
        walk.type("open ~/my cats/old")
        walk.press(.control("w"), .control("w"))
        #expect(Place.command.text(in: walk.app) == "open ~/")
        walk.press(.control("u"))
        walk.type("note red fox")
        walk.press(.control("w"))
        #expect(Place.command.text(in: walk.app) == "note red ")
    }

    @Test("Text longer than its place is seen around the cursor")
    func scrolling() throws {
        var walk = AppWalk()
        walk.press(":")
        walk.type(String(repeating: "a", count: 100) + "end")
        #expect(walk.app.view().text.contains("aend"))
        #expect(walk.app.view().cursor?.row == 22)
        walk.press(Key(.home))
        #expect(walk.app.view().cursor == Point(column: 3, row: 22))
        #expect(!walk.app.view().text.contains("aend"))
    }
}

extension Key {
    fileprivate init(_ character: Character) { self.init(.character(character)) }
}
