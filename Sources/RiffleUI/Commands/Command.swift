/// The name of a command. The raw value is its name on the command line, in key maps and in the manual.
package enum CommandName: String, Sendable, CaseIterable {
    case repaint, suspend
    case quit, help
    case showHistory = "history"
    case showUnseen = "unseen"
    case nextPane = "next-pane"
    case previousPane = "previous-pane"
    case maximise
    case openList = "open-list"
    case vary
    case varyAgain = "vary-again"
    case edit, generate, breed, upscale, extend
    case paint, pen, rectangle, eraser
    case brushSmaller = "brush-smaller"
    case brushLarger = "brush-larger"
    case growMask = "grow-mask"
    case shrinkMask = "shrink-mask"
    case invertMask = "invert-mask"
    case clearMask = "clear-mask"
    case maskFromAlpha = "mask-from-alpha"
    case showSubject = "subject"
    case pictureKind = "kind"
    case forgetSubject = "forget-subject"
    case squareBy = "square-by"
    case cancelRequest = "cancel-request"
    case cycleGraphics = "next-graphics"
    case toggleCheckerboard = "checkerboard"
    case themes = "theme"
    case mouse
    case problemDetail = "problem-detail"
    case selectResult = "select-result"
    case moveUp = "move-up"
    case moveDown = "move-down"
    case moveLeft = "move-left"
    case moveRight = "move-right"
    case pageUp = "page-up"
    case pageDown = "page-down"
    case moveFirst = "move-first"
    case moveLast = "move-last"
    case open
    case openParentFolder = "parent-folder"
    case zoom
    case favourite
    case goToParent = "go-to-parent"
    case foldOrUp = "fold-or-up"
    case unfoldOrDown = "unfold-or-down"
    case foldAll = "fold-all"
    case unfoldAll = "unfold-all"
    case pick
    case pickToHere = "pick-to-here"
    case pickAll = "pick-all"
    case invertPicks = "invert-picks"
    case cycleFilter = "next-filter"
    case nextSibling = "next-sibling"
    case previousSibling = "previous-sibling"
    case nextFavourite = "next-favourite"
    case previousFavourite = "previous-favourite"
    case nextNew = "next-new"
    case reject, rate, note, delete, prune
    case emptyTrash = "empty-trash"
    case undo, redo
    case repeatRequest = "repeat"
    case repeatExactly = "repeat-exactly"
    case fetchAgain = "fetch-again"
    case accept
    case commandLine = "command-line"
    case complete
    case completeBack = "complete-back"
    case earlier, later
    case compare
    case compareMode = "compare-mode"
    case nextMode = "next-mode"
    case previousMode = "previous-mode"
    case flick, swap
    case lineLeft = "line-left"
    case lineRight = "line-right"
    case goToSource = "go-to-source"
    case slideshow, recipe
    case saveAs = "save-as"
    case collect
    case copyPath = "copy-path"
    case export
    case filter
    case fileOrder = "file-order"
    case hiddenFiles = "hidden-files"
    case filesBelow = "files-below"
    case thumbnails
    case larger, smaller
    case wider, narrower
    case bookmark, bookmarks
    case queue
    case cancelAll = "cancel-all"
    case backends
    case add, test
    case openOutside = "open-outside"
    case cursorLeft = "cursor-left"
    case cursorRight = "cursor-right"
    case cursorStart = "cursor-start"
    case cursorEnd = "cursor-end"
    case eraseForward = "erase-forward"
    case eraseWord = "erase-word"
    case eraseToEnd = "erase-to-end"
    case zoomIn = "zoom-in"
    case zoomOut = "zoom-out"
    case zoomFit = "zoom-fit"
    case zoomReal = "zoom-real"
    case send
    case nextField = "next-field"
    case previousField = "previous-field"
    case nextChoice = "next-choice"
    case previousChoice = "previous-choice"
    case eraseBackward = "erase-backward"
    case eraseField = "erase-field"
    case close
}

/// A row of the command table, from which the key map, the help screen, the hints and the manual's tables are made.
package struct Command: Sendable, Equatable {
    package let name: CommandName
    package let context: Context
    package let keys: [Key]
    /// What it does, in a few words that start with a verb.
    package let help: String

    init(_ name: CommandName, _ context: Context, _ keys: [Key], _ help: String) {
        self.name = name
        self.context = context
        self.keys = keys
        self.help = help
    }

    /// Its keys as help and the manual list them; a range of digits is one entry.
    package var keyNames: [String] {
        switch name {
        case .selectResult where keys == Key.digits: ["1…9", "0"]
        case .rate where keys == Key.ratings: ["Alt-1…5", "Alt-0"]
        case .compareMode where keys.count == 4: ["1…4"]
        default: keys.map(\.name)
        }
    }
}
