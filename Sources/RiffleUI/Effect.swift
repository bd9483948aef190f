package import RiffleAPI

/// Something to be done outside. Data, so that tests compare it; `Runtime` performs it.
package enum Effect: Sendable, Equatable {
    case list(folder: String, select: String?)
    /// Read a folder and all below it; what is found comes in pieces. Another folder to read ends it.
    case listBelow(folder: String, withHidden: Bool)
    case loadBookmarks
    /// Bookmark a folder, or take its bookmark away where it has one.
    case toggleBookmark(String)
    /// Read the headers of these files.
    case readFacts([FileItem])
    /// Find out what the history knows of these files and folders, and how many pictures nobody has looked at.
    case identify([FileItem])
    /// Look for the next picture that nobody has looked at, in any tree.
    case findUnseen(after: EntryID?)
    /// Load the trees that a file belongs to.
    case loadLineage(path: String)
    /// Load the tree of a request from words alone.
    case loadWords(RequestID)
    case send(JobID, Order)
    /// Enter a request that waits into the history: it is sent by `.send` with the same job.
    case queue(JobID, Order)
    /// A request that waited will not be sent; it is in the history where an earlier Riffle left it.
    case withdraw(JobID, RequestID?)
    /// Send a request that is in the history already.
    case resume(JobID, RequestID, backend: String)
    /// Fetch again what answers named and could not be had.
    case fetchAgain
    /// Ask what was asked for in words before.
    case loadPrompts
    case cancel(JobID)
    case mark([Node], Mark)
    /// Say something about files of the user's.
    case markFiles([FileItem], Mark)
    case undo
    case redo
    /// Ask what emptying the trash would free.
    case weighTrash
    case emptyTrash
    case markSeen([EntryID])
    /// Load requests that are searched for, older than this one; nil starts with the newest.
    case loadHistory(HistorySearch, before: RequestID?)
    /// Look up what was said of a picture, and judge its kind.
    case loadHints(Order.Source, PictureID)
    /// Find the subject that marks show; without marks, what the engine takes for it.
    case findSubject(PictureID, MaskSketch)
    /// Remember what is said of a picture; a kind that is nil stays.
    case keepHints(Order.Source, PictureID, kind: StatedKind?, SubjectChange)
    /// Measure how alike two pictures are.
    case measure(PictureID, PictureID)
    /// Have a second's tick for as long as something counts seconds.
    case tick
    /// Tell how a picture was made: as the history has it, and as other programs wrote it into the file.
    case loadRecipe(Order.Source)
    /// Read what another program made a picture with, for the form.
    case readRecipe(Order.Source)
    /// Find out which of the engine's manners do not suit a picture.
    case judgeManners(Order.Source)
    /// Ask a server which workflows and models it has.
    case lookAt(String)
    /// Find out which backends can make more pictures by the recipe in a file.
    case findMakers(Order.Source, RecipeMakers.Purpose)
    /// Remember that the user agreed to run somebody else's graph, by its hash.
    case approveGraph(String)
    /// Copy a picture to a path of the person's, made absolute; nothing there is replaced. One of the tree takes its
    /// recipe along.
    case saveCopy(PictureID, EntryID?, to: String)
    /// Copy pictures into a folder, which is remembered. None takes the place of another file.
    case collect([PictureCopy], folder: String)
    case export(ExportOrder)
    /// Have the terminal put a text on the clipboard.
    case copy(String, what: String)
    /// Have the terminal put the path of a kept picture's file on the clipboard.
    case copyPath(PictureID)
    /// Open a picture in the person's own program.
    case openOutside(PictureID)
    /// Tell what the configuration says of each backend.
    case listBackends
    /// Look for servers at the usual places on this machine.
    case searchServers
    /// Ask a backend for its models, which costs nothing.
    case askBackend(String)
    /// Ask a server that is being described; the name that it has in the configuration, if it is there.
    case askDraft(BackendDraft, replacing: String?)
    /// Write a server into the configuration file, in place of the one with a name.
    case keepBackend(BackendDraft, replacing: String?)
    case removeBackend(String)
    /// Remember what was chosen at a server.
    case rememberChoice(String, ServerChoice)
    /// Begin the next form with these, also in the next run.
    case remember(ImagesSettings, prompt: String?)
    case repaint
    case suspend
    case cycleGraphics
    case setCheckerboard(Bool)
    /// Remember how the screen is to be.
    case rememberLooks(Looks)
    /// Have the terminal tell of the mouse, or leave it to itself.
    case setMouse(Bool)
    /// Show a theme; one that was chosen is kept for the next time.
    case setTheme(String, isChoice: Bool)
    case quit
}
