extension Command {
    /// Every command there is. A key stands at most once in a context and in those shown together with it.
    package static let table: [Command] = [
        Command(.repaint, .everywhere, [.control("l")], "draw the screen again"),
        Command(.suspend, .everywhere, [.control("z")], "stop Riffle until `fg`"),

        Command(.vary, .browse, ["v"], "ask for variations of the picture", hint: "vary"),
        Command(.varyAgain, .browse, ["V"], "ask at once with the last settings"),
        Command(.selectResult, .browse, Key.digits, "select a variation by its number"),
        Command(.nextPane, .browse, [Key(.tab)], "go to the next pane", hint: "pane"),
        Command(.previousPane, .browse, [Key(.tab, shift: true)], "go to the pane before"),
        Command(.maximise, .browse, ["z"], "let the pane fill the screen, and back"),
        Command(.cancelRequest, .browse, ["x"], "cancel the request that runs"),
        Command(.showHistory, .browse, ["H"], "list all requests ever made", hint: "history"),
        Command(.cycleGraphics, .browse, ["R"], "draw pictures in the next way the terminal can"),
        Command(.cycleTheme, .browse, ["t"], "change to the next theme"),
        Command(.problemDetail, .browse, ["!"], "show the last problem in full"),
        Command(.help, .browse, ["?"], "show the keys", hint: "help"),
        Command(.quit, .browse, ["q", .control("c")], "quit", hint: "quit"),

        Command(.moveUp, .files, [Key(.up), "k"], "go up"),
        Command(.moveDown, .files, [Key(.down), "j"], "go down"),
        Command(.pageUp, .files, [Key(.pageUp), .control("b")], "go a page up"),
        Command(.pageDown, .files, [Key(.pageDown), .control("f")], "go a page down"),
        Command(.moveFirst, .files, [Key(.home), "<"], "go to the first"),
        Command(.moveLast, .files, [Key(.end), "G", ">"], "go to the last"),
        Command(.open, .files, [Key(.enter), Key(.right), "l"], "open the folder, or zoom the picture", hint: "open"),
        Command(.openParentFolder, .files, [Key(.left), "h", Key(.backspace)], "open the folder above"),

        Command(.moveUp, .tree, [Key(.up), "k"], "go up"),
        Command(.moveDown, .tree, [Key(.down), "j"], "go down"),
        Command(.pageUp, .tree, [Key(.pageUp), .control("b")], "go a page up"),
        Command(.pageDown, .tree, [Key(.pageDown), .control("f")], "go a page down"),
        Command(.moveFirst, .tree, [Key(.home), "<"], "go to the first"),
        Command(.moveLast, .tree, [Key(.end), "G", ">"], "go to the last"),
        Command(.fold, .tree, [" ", Key(.left), Key(.right), "h", "l"], "fold or unfold the branch", hint: "fold"),
        Command(.zoom, .tree, [Key(.enter)], "zoom the picture", hint: "zoom"),
        Command(.favourite, .tree, ["f"], "mark as favourite, or not", hint: "favourite"),
        Command(.goToParent, .tree, ["p"], "go to the picture it was made from", hint: "parent"),

        Command(.moveLeft, .results, [Key(.left), "h"], "select the variation before"),
        Command(.moveRight, .results, [Key(.right), "l"], "select the next variation"),
        Command(.moveUp, .results, [Key(.up), "k"], "go to the row above"),
        Command(.moveDown, .results, [Key(.down), "j"], "go to the row below"),
        Command(.moveFirst, .results, [Key(.home), "<"], "select the first"),
        Command(.moveLast, .results, [Key(.end), "G", ">"], "select the last"),
        Command(.zoom, .results, [Key(.enter)], "zoom the picture", hint: "zoom"),
        Command(.favourite, .results, ["f"], "mark as favourite, or not", hint: "favourite"),
        Command(.goToParent, .results, ["p"], "go to the picture it was made from", hint: "parent"),

        Command(.send, .form, [Key(.enter)], "send the request", hint: "send"),
        Command(.nextField, .form, [Key(.down), Key(.tab)], "go to the next field"),
        Command(.previousField, .form, [Key(.up), Key(.tab, shift: true)], "go to the field before"),
        Command(.nextChoice, .form, [Key(.right)], "take the next choice", hint: "change"),
        Command(.previousChoice, .form, [Key(.left)], "take the choice before"),
        Command(.eraseBackward, .form, [Key(.backspace)], "erase the last character"),
        Command(.eraseField, .form, [.control("u"), Key(.delete)], "empty the field"),
        Command(.close, .form, [Key(.escape), .control("c")], "close without sending", hint: "close"),

        Command(.zoomIn, .zoom, ["+"], "make it larger", hint: "in"),
        Command(.zoomOut, .zoom, ["-"], "make it smaller", hint: "out"),
        Command(.zoomFit, .zoom, ["=", "0"], "fit it to the screen", hint: "fit"),
        Command(.moveLeft, .zoom, [Key(.left), "h"], "pan left; when it fits, show the picture before"),
        Command(.moveRight, .zoom, [Key(.right), "l"], "pan right; when it fits, show the next picture"),
        Command(.moveUp, .zoom, [Key(.up), "k"], "pan up"),
        Command(.moveDown, .zoom, [Key(.down), "j"], "pan down"),
        Command(.favourite, .zoom, ["f"], "mark as favourite, or not", hint: "favourite"),
        Command(.vary, .zoom, ["v"], "ask for variations of the picture", hint: "vary"),
        Command(.cycleGraphics, .zoom, ["R"], "draw pictures in the next way the terminal can"),
        Command(.close, .zoom, [Key(.escape), Key(.enter), "q", .control("c")], "go back", hint: "back"),

        Command(.moveUp, .history, [Key(.up), "k"], "go up"),
        Command(.moveDown, .history, [Key(.down), "j"], "go down"),
        Command(.pageUp, .history, [Key(.pageUp), .control("b")], "go a page up"),
        Command(.pageDown, .history, [Key(.pageDown), .control("f")], "go a page down"),
        Command(.moveFirst, .history, [Key(.home), "<"], "go to the newest"),
        Command(.moveLast, .history, [Key(.end), "G", ">"], "go to the oldest loaded"),
        Command(.open, .history, [Key(.enter)], "go to the request in its tree", hint: "go there"),
        Command(.close, .history, [Key(.escape), "q", "H", .control("c")], "go back", hint: "back"),

        Command(.moveUp, .help, [Key(.up), "k"], "go up"),
        Command(.moveDown, .help, [Key(.down), "j"], "go down"),
        Command(.pageUp, .help, [Key(.pageUp)], "go a page up"),
        Command(.pageDown, .help, [Key(.pageDown), " "], "go a page down"),
        Command(.close, .help, [Key(.escape), "q", "?", Key(.enter), .control("c")], "go back", hint: "back"),

        Command(.close, .problem, [Key(.escape), "q", "!", Key(.enter), .control("c")], "go back", hint: "back"),
    ]

    /// The commands that work in a context, its own first.
    package static func available(in context: Context) -> [Command] {
        var contexts = [context]
        if context.isPane { contexts.append(.browse) }
        if context != .everywhere { contexts.append(.everywhere) }
        return contexts.flatMap { context in table.filter { $0.context == context } }
    }

    /// The command that a key means in a context.
    package static func command(for key: Key, in context: Context) -> Command? {
        available(in: context).first { $0.keys.contains(key) }
    }
}

extension Context {
    /// Panes of the main screen share its commands; popups do not.
    var isPane: Bool { self == .files || self == .tree || self == .results }
}
