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
        Command(.undo, .browse, ["u"], "undo the last mark, note or deletion"),
        Command(.redo, .browse, ["U"], "make it again"),
        Command(.emptyTrash, .browse, ["T"], "empty the trash"),
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
        Command(.foldOrUp, .tree, [Key(.left), "h"], "fold the branch, or go to where it hangs"),
        Command(.unfoldOrDown, .tree, [Key(.right), "l"], "unfold the branch, or go into it"),
        Command(.foldAll, .tree, ["-"], "fold every request"),
        Command(.unfoldAll, .tree, ["+"], "unfold everything"),
        Command(.pick, .tree, [" "], "pick for the next command, or not", hint: "pick"),
        Command(.cycleFilter, .tree, ["F"], "show no rejects, favourites only, rated only, or all"),
        Command(.prune, .tree, ["P"], "clear away branches without favourite, rating or note"),
        Command(.zoom, .tree, [Key(.enter)], "zoom the picture", hint: "zoom"),
        Command(.favourite, .tree, ["f"], "mark as favourite, or not", hint: "favourite"),
        Command(.reject, .tree, ["X"], "reject, or take back"),
        Command(.rate, .tree, Key.ratings, "rate with one to five stars, or none"),
        Command(.note, .tree, ["n"], "write a note on it"),
        Command(.delete, .tree, ["d", Key(.delete)], "move it and what was made from it to the trash"),
        Command(.goToParent, .tree, ["p"], "go to the picture it was made from", hint: "parent"),
        Command(.previousSibling, .tree, ["K"], "go to the picture before, of the same request"),
        Command(.nextSibling, .tree, ["J"], "go to the next picture of the same request"),
        Command(.previousFavourite, .tree, ["["], "go to the favourite before"),
        Command(.nextFavourite, .tree, ["]"], "go to the next favourite"),
        Command(.nextNew, .tree, ["N"], "go to the next picture not yet seen"),
        Command(.repeatRequest, .tree, ["a"], "ask again with the same settings and new seeds"),
        Command(.repeatExactly, .tree, ["A"], "make it again exactly, with the same seed"),

        Command(.moveLeft, .results, [Key(.left), "h"], "select the variation before"),
        Command(.moveRight, .results, [Key(.right), "l"], "select the next variation"),
        Command(.moveUp, .results, [Key(.up), "k"], "go to the row above"),
        Command(.moveDown, .results, [Key(.down), "j"], "go to the row below"),
        Command(.moveFirst, .results, [Key(.home), "<"], "select the first"),
        Command(.moveLast, .results, [Key(.end), "G", ">"], "select the last"),
        Command(.zoom, .results, [Key(.enter)], "zoom the picture", hint: "zoom"),
        Command(.favourite, .results, ["f"], "mark as favourite, or not", hint: "favourite"),
        Command(.reject, .results, ["X"], "reject, or take back"),
        Command(.rate, .results, Key.ratings, "rate with one to five stars, or none"),
        Command(.note, .results, ["n"], "write a note on it"),
        Command(.delete, .results, ["d", Key(.delete)], "move it and what was made from it to the trash"),
        Command(.goToParent, .results, ["p"], "go to the picture it was made from", hint: "parent"),
        Command(.previousSibling, .results, ["K"], "go to the picture before, of the same request"),
        Command(.nextSibling, .results, ["J"], "go to the next picture of the same request"),
        Command(.previousFavourite, .results, ["["], "go to the favourite before"),
        Command(.nextFavourite, .results, ["]"], "go to the next favourite"),
        Command(.nextNew, .results, ["N"], "go to the next picture not yet seen"),
        Command(.repeatRequest, .results, ["a"], "ask again with the same settings and new seeds"),
        Command(.repeatExactly, .results, ["A"], "make it again exactly, with the same seed"),

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
        Command(.reject, .zoom, ["X"], "reject, or take back"),
        Command(.rate, .zoom, Key.ratings, "rate with one to five stars, or none"),
        Command(.vary, .zoom, ["v"], "ask for variations of the picture", hint: "vary"),
        Command(.cycleGraphics, .zoom, ["R"], "draw pictures in the next way the terminal can"),
        Command(.close, .zoom, [Key(.escape), Key(.enter), "q", .control("c")], "go back", hint: "back"),

        Command(.accept, .line, [Key(.enter)], "take the line", hint: "done"),
        Command(.cursorLeft, .line, [Key(.left), .control("b")], "go left"),
        Command(.cursorRight, .line, [Key(.right), .control("f")], "go right"),
        Command(.cursorStart, .line, [Key(.home), .control("a")], "go to the start"),
        Command(.cursorEnd, .line, [Key(.end), .control("e")], "go to the end"),
        Command(.eraseBackward, .line, [Key(.backspace)], "erase the character before"),
        Command(.eraseForward, .line, [Key(.delete), .control("d")], "erase the next character"),
        Command(.eraseWord, .line, [.control("w")], "erase the word before"),
        Command(.eraseField, .line, [.control("u")], "erase to the start"),
        Command(.close, .line, [Key(.escape), .control("c")], "leave it", hint: "leave it"),

        Command(.accept, .confirmation, ["y", Key(.enter)], "yes", hint: "yes"),
        Command(.close, .confirmation, ["n", "q", Key(.escape), .control("c")], "no", hint: "no"),

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
