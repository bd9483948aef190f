import RiffleAPI

/// Keys in the bottom row, with a word for what they do.
struct ShownHint {
    /// The command of a click.
    let command: CommandName
    let keys: String
    let word: String

    var columns: Int { DisplayText.columns(of: keys) + 1 + DisplayText.columns(of: word) }
}

/// Commands with a shared hint: `+ - zoom`.
private struct Hint {
    let commands: [CommandName]
    let word: String

    init(_ commands: CommandName..., word: String) { (self.commands, self.word) = (commands, word) }
}

extension App {
    /// The hints for the current state, most useful first. Keys that do nothing here are left out.
    var hints: [ShownHint] {
        let available = desk.environment.keymap.available(in: context)
        return (popup?.hints(on: desk) ?? desk.hints).hints.compactMap { hint in
            let keys = hint.commands.compactMap { name in
                available.first { $0.name == name && !$0.keys.isEmpty }?.keys.first?.name
            }
            guard keys.count == hint.commands.count else { return nil }
            return ShownHint(command: hint.commands[0], keys: keys.joined(separator: " "), word: hint.word)
        }
    }
}

/// A popup's hints.
package struct HintList: Sendable {
    fileprivate let hints: [Hint]

    fileprivate init(_ hints: [Hint?]) { self.hints = hints.compactMap { $0 } }
}

extension Context {
    /// The hints of a popup whose keys always do the same.
    package var hints: HintList {
        let (help, back) = (Hint(.help, word: "help"), Hint(.close, word: "back"))
        let move = Hint(.moveUp, .moveDown, word: "move")
        let fields = [
            Hint(.previousField, .nextField, word: "field"), Hint(.previousChoice, .nextChoice, word: "change"),
        ]
        switch self {
        case .form, .enlarge: return HintList([Hint(.send, word: "send")] + fields + [Hint(.close, word: "close")])
        case .picker:
            return HintList([Hint(.pick, word: "toggle"), Hint(.accept, word: "done"), move, back])
        case .zoom:
            return HintList([
                Hint(.zoomIn, .zoomOut, word: "zoom"), Hint(.zoomFit, word: "fit"),
                Hint(.favourite, word: "favourite"), Hint(.compare, word: "compare"), Hint(.vary, word: "vary"),
                Hint(.saveAs, word: "save"), back, help,
            ])
        case .mask:
            return HintList([
                Hint(.paint, word: "paint"), Hint(.pen, word: "pen"), Hint(.rectangle, word: "rectangle"),
                Hint(.eraser, word: "erase"), Hint(.undo, word: "undo"), Hint(.accept, word: "next"), back, help,
            ])
        case .subject:
            return HintList([
                Hint(.paint, word: "mark"), Hint(.rectangle, word: "box"), Hint(.eraser, word: "not subject"),
                Hint(.undo, word: "undo"), Hint(.pictureKind, word: "kind"), Hint(.accept, word: "remember"), back,
                help,
            ])
        case .line: return HintList([Hint(.accept, word: "done"), back])
        case .filter: return HintList([Hint(.accept, word: "done"), Hint(.close, word: "show all")])
        case .confirmation: return HintList([Hint(.accept, word: "yes"), Hint(.close, word: "no")])
        case .graph: return HintList([Hint(.accept, word: "run"), Hint(.close, word: "decline")])
        case .history:
            return HintList([
                Hint(.open, word: "open"), Hint(.nextMode, word: "pictures or names"),
                Hint(.moveLeft, .moveRight, .moveUp, .moveDown, word: "move"), Hint(.eraseField, word: "clear"), back,
            ])
        case .recipe:
            return HintList([
                Hint(.repeatRequest, word: "more like this"), Hint(.vary, word: "vary"), move, back, help,
            ])
        case .bookmarks:
            return HintList([
                Hint(.open, word: "open"), Hint(.delete, word: "remove"), Hint(.filter, word: "filter"), back,
                help,
            ])
        case .queue:
            return HintList([
                Hint(.open, word: "open"), Hint(.cancelRequest, word: "cancel"), Hint(.cancelAll, word: "cancel all"),
                Hint(.filter, word: "filter"), back, help,
            ])
        case .themes:
            return HintList([
                Hint(.accept, word: "use"), move, Hint(.filter, word: "filter"), back, help,
            ])
        case .backends:
            return HintList([
                Hint(.accept, word: "use"), Hint(.add, word: "add"), Hint(.edit, word: "edit"),
                Hint(.test, word: "test"), Hint(.delete, word: "remove"), back, help,
            ])
        case .backend:
            return HintList([Hint(.accept, word: "save"), Hint(.test, word: "test")] + fields + [back])
        case .help: return HintList([move, Hint(.eraseField, word: "clear"), back])
        case .problem: return HintList([move, back])
        case .compare, .everywhere, .browse, .files, .thumbnails, .tree, .results, .text: return HintList([])
        }
    }
}

extension CompareView {
    /// Only movements that this mode has.
    package func hints(on desk: Desk) -> HintList {
        let own: Hint? =
            switch mode {
            case .flicker: Hint(.flick, word: "flip")
            case .line: Hint(.lineLeft, .lineRight, word: "line")
            case .beside, .difference: nil
            }
        return HintList([
            own, Hint(.nextMode, word: "mode"), Hint(.zoomIn, .zoomOut, word: "zoom"),
            mode == .beside ? Hint(.swap, word: "swap") : nil, Hint(.goToParent, word: "parent"),
            Hint(.nextSibling, word: "next"), Hint(.favourite, word: "favourite"), Hint(.close, word: "back"),
            Hint(.help, word: "help"),
        ])
    }
}

extension Prompt {
    package func hints(on desk: Desk) -> HintList {
        let isFilter = purpose == .filterFiles || purpose == .filterTree
        return HintList([Hint(.accept, word: "done"), Hint(.close, word: isFilter ? "show all" : "back")])
    }
}

extension CommandPrompt {
    package func hints(on desk: Desk) -> HintList {
        HintList([
            Hint(.accept, word: "run"), Hint(.complete, word: "complete"), Hint(.earlier, .later, word: "earlier"),
            Hint(.close, word: "back"),
        ])
    }
}

extension RequestForm {
    package func hints(on desk: Desk) -> HintList {
        guard picker == nil else { return Context.picker.hints }
        let lists = fields.focused.id == .api(.manner) ? Hint(.openList, word: "list manners") : nil
        return HintList([
            Hint(.send, word: "send"), Hint(.previousField, .nextField, word: "field"),
            Hint(.previousChoice, .nextChoice, word: "change"), lists, Hint(.close, word: "close"),
        ])
    }
}

extension Desk {
    /// The hints of the focused pane.
    fileprivate var hints: HintList {
        let (pane, help) = (Hint(.nextPane, word: "pane"), Hint(.help, word: "help"))
        let (vary, compare) = (Hint(.vary, word: "vary"), canCompare ? Hint(.compare, word: "compare") : nil)
        let favourite = Hint(.favourite, word: "favourite")
        switch focus {
        case .files where !browser.picked.isEmpty:
            return HintList([
                Hint(.vary, word: "vary all"), favourite, Hint(.collect, word: "copy"),
                Hint(.pickToHere, word: "pick to here"), Hint(.invertPicks, word: "invert"),
                Hint(.close, word: "unpick"), help,
            ])
        case .files where browser.selected?.kind == .picture:
            if browser.showsThumbnails {
                return HintList([
                    Hint(.open, word: "zoom"), vary, favourite, Hint(.larger, .smaller, word: "size"),
                    Hint(.pick, word: "pick"), Hint(.filter, word: "filter"), Hint(.thumbnails, word: "list"),
                    help,
                ])
            }
            if isNew {
                return HintList([
                    Hint(.varyAgain, word: "four variations"), vary, Hint(.open, word: "zoom"), pane, help,
                    Hint(.quit, word: "quit"),
                ])
            }
            return HintList([
                vary, Hint(.open, word: "zoom"), compare, Hint(.edit, word: "edit"),
                Hint(.filter, word: "filter"), Hint(.pick, word: "pick"), pane, help,
            ])
        case .files where browser.pictureCount == 0:
            return HintList([
                browser.selected == nil ? nil : Hint(.open, word: "open"),
                Hint(.openParentFolder, word: "folder above"), Hint(.filesBelow, word: "subfolders"),
                Hint(.bookmarks, word: "bookmarks"), Hint(.showHistory, word: "history"), help,
                Hint(.quit, word: "quit"),
            ])
        case .files:
            return HintList([
                Hint(.open, word: "open"), Hint(.openParentFolder, word: "folder above"),
                Hint(.filter, word: "filter"), Hint(.filesBelow, word: "subfolders"), pane, help,
                Hint(.quit, word: "quit"),
            ])
        case .tree, .results:
            let request = results.request.flatMap(tree.request)
            let last: [Hint]
            if jobs.running.contains(where: { $0.request == results.request }) {
                last = [Hint(.cancelRequest, word: "cancel")]
            } else if [.failed, .interrupted].contains(request?.state) {
                last = [Hint(.repeatRequest, word: "retry"), Hint(.recipe, word: "details")]
            } else {
                last = [Hint(.saveAs, word: "save")]
            }
            let isMaximised = display.isMaximised ? Hint(.maximise, word: "back") : nil
            return HintList(
                [Hint(.zoom, word: "zoom"), favourite, vary, compare]
                    + [currentEntry?.request == nil ? nil : Hint(.goToParent, word: "parent")] + last
                    + [Hint(.pick, word: "pick"), isMaximised, help])
        }
    }

    /// Whether the current picture can be compared with something.
    private var canCompare: Bool {
        currentEntry?.request != nil || slots.contains { if case .arrived = $0 { true } else { false } }
    }
}
