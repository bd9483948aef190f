package import RiffleAPI

/// Something to do outside the state. `Runtime` performs it. A value, so that tests can compare it.
package enum Effect: Sendable, Equatable {
    case list(folder: String, select: String?)
    /// Read a folder and its subfolders, with partial results. Reading another folder cancels it.
    case listBelow(folder: String, withHidden: Bool)
    case loadBookmarks
    /// Add or remove a folder's bookmark.
    case toggleBookmark(String)
    /// Read the headers of these files.
    case readFacts([FileItem])
    /// Look up files and folders in the history, and count unseen pictures.
    case identify([FileItem])
    /// Find the next unseen picture in all trees.
    case findUnseen(after: EntryID?)
    /// Load the trees of a file.
    case loadLineage(path: String)
    /// Load the tree of a request with only a prompt.
    case loadWords(RequestID)
    case send(JobID, Order)
    /// Add a waiting request to the history. `.send` with the same job sends it.
    case queue(JobID, Order)
    /// Withdraw a waiting request; `request` is set if it is in the history.
    case withdraw(JobID, RequestID?)
    /// Send a request that is already in the history.
    case resume(JobID, RequestID, backend: String)
    /// Retry failed downloads.
    case fetchAgain
    /// Load earlier prompts.
    case loadPrompts
    case cancel(JobID)
    case mark([Node], Mark)
    /// Mark the user's files.
    case markFiles([FileItem], Mark)
    case undo
    case redo
    /// Find out what emptying the trash would free.
    case weighTrash
    case emptyTrash
    case markSeen([EntryID])
    /// Load search results older than a request; nil starts with the newest.
    case loadHistory(HistorySearch, before: RequestID?)
    /// Load the user's statements about a picture, and judge its kind.
    case loadHints(Order.Source, PictureID)
    /// Find the subject by marks or, without marks, by the engine.
    case findSubject(PictureID, MaskSketch)
    /// Store statements about a picture; nil leaves the kind unchanged.
    case keepHints(Order.Source, PictureID, kind: StatedKind?, SubjectChange)
    /// Measure the similarity of two pictures.
    case measure(PictureID, PictureID)
    /// Send `.ticked` every second while it is needed.
    case tick
    /// Load how a picture was made, from the history and from the file.
    case loadRecipe(Order.Source)
    /// Read another program's recipe in a picture, for the form.
    case readRecipe(Order.Source)
    /// Find the manners that do not suit a picture.
    case judgeManners(Order.Source)
    /// Load a server's workflows and models.
    case lookAt(String)
    /// Find the backends that can use the recipe in a file.
    case findMakers(Order.Source, RecipeMakers.Purpose)
    /// Store the approval of someone else's graph, by its hash.
    case approveGraph(String)
    /// Copy a picture to an absolute path, without replacing a file; with its recipe if it is a result.
    case saveCopy(PictureID, EntryID?, to: String)
    /// Copy pictures into a folder, which is remembered, without replacing files.
    case collect([PictureCopy], folder: String)
    case export(ExportOrder)
    /// Copy a text to the terminal's clipboard.
    case copy(String, what: String)
    /// Copy the path of a kept picture to the clipboard.
    case copyPath(PictureID)
    /// Open a picture in the user's program.
    case openOutside(PictureID)
    /// Load the settings of each backend.
    case listBackends
    /// Search for servers on this machine.
    case searchServers
    /// Test a backend and load its models, free of charge.
    case askBackend(String)
    /// Test a server with an unsaved draft; the name is that of the configured server, if any.
    case askDraft(BackendDraft, replacing: String?)
    /// Write a server into the configuration file, replacing the one with a name.
    case keepBackend(BackendDraft, replacing: String?)
    case removeBackend(String)
    /// Remember the choices for a server.
    case rememberChoice(String, ServerChoice)
    /// Remember settings for the next form, also in the next run.
    case remember(ImagesSettings, prompt: String?)
    case repaint
    case suspend
    case cycleGraphics
    case setCheckerboard(Bool)
    /// Remember the layout and appearance of the screen.
    case rememberLooks(Looks)
    /// Turn the mouse on or off.
    case setMouse(Bool)
    /// Show a theme, and remember it if it was chosen.
    case setTheme(String, isChoice: Bool)
    case quit
}
