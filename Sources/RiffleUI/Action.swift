package import RiffleAPI

/// An event: a key, a change of the terminal, or the result of an effect.
package enum Action: Sendable, Equatable {
    case key(Key)
    case pasted(String)
    case mouse(Mouse)
    case resized(Size)
    /// The new graphics method, as the header shows it: `sixel 256`, `half-blocks`.
    case graphicsChanged(String)
    /// The size of a cell in pixels.
    case cellMeasured(Size)
    case themeChanged(String)

    /// A folder was read. `select` is the path to select.
    case listed(folder: String, items: [FileItem], select: String?)
    /// Something in a folder changed on the disk.
    case folderChanged(String)
    case listingFailed(folder: String, Problem)
    /// The pictures in a folder and its subfolders found so far; their names are relative paths.
    case foundBelow(folder: String, items: [FileItem], BelowState)
    /// The bookmarked folders.
    case bookmarksLoaded([String])
    /// A bookmark was added or removed.
    case bookmarked(String, isSet: Bool)
    /// Facts from the headers of files; `cutOff` are truncated files.
    case factsRead([String: FileFacts], cutOff: Set<String> = [])
    /// Decoding showed that a file is damaged.
    case damageFound(path: String, Problem, isShown: Bool)
    /// The trees of a file; `place` is its entry.
    case lineageLoaded(path: String, [Lineage], place: EntryID? = nil)
    /// What the history knows about files and folders, by path, and the number of unseen pictures.
    case standingsRead([String: FileStanding], unseen: Int)
    /// The next unseen picture and the file at the root of its tree; nil if there is none.
    case unseenFound(UnseenPicture?, path: String?)
    case wordsLoaded(RequestID, Lineage?)
    /// Earlier prompts, newest first.
    case promptsLoaded([String])

    /// The request is in the history and waiting; without a root for pictures from a prompt.
    case jobQueued(JobID, RequestRecord, root: Entry?)
    /// The request is in the history and is being sent; without a root for pictures from a prompt.
    case jobStarted(JobID, RequestRecord, root: Entry?)
    case progressed(JobID, picture: Int, fraction: Double)
    /// Progress of sending or receiving, or another attempt.
    case exchanged(JobID, ExchangeProgress)
    case partialArrived(JobID, picture: Int, revision: Int)
    /// A picture is on disk and in the history.
    case variationArrived(JobID, Entry)
    case jobEnded(JobID, RequestState, Problem?)
    /// The message with this serial number has expired.
    case noticeExpired(Int)
    /// The time in seconds since 1970.
    case clockRead(Double)
    /// A second has passed, while jobs run.
    case ticked

    /// The result of an undo or redo; nil if there was nothing to do.
    case undone(Undoing?, isRedo: Bool)
    case trashWeighed(TrashFacts)
    /// Unsent requests from an earlier run, oldest first.
    case requestsLeft([LeftRequest])
    /// Another process changed the history.
    case historyChanged
    /// A page of search results, older than `after`.
    case historyLoaded(HistorySearch, after: RequestID?, [RequestSummary], isComplete: Bool)
    /// The backends with their settings.
    case backendsListed([BackendItem])
    /// Servers found on this machine, configured or not.
    case serversFound([FoundServer])
    case backendAnswered(String, BackendItem.State)
    case draftAnswered(BackendDraft, BackendItem.State)
    /// The configured backends have changed; `select` is the one to select.
    case backendsChanged([BackendProfile], select: String?)
    /// The user's statements about a picture, the marks of its subject, and its kind as judged by the engine.
    case hintsLoaded(Order.Source, PictureHints, marks: [MaskSketch.Step], judged: StatedKind)
    /// The subject found with marks; nil if there is none.
    case subjectFound(PictureID, by: [MaskSketch.Step], FoundSubject?)
    case similarityMeasured(PictureID, PictureID, Double)
    case recipeLoaded(Order.Source, Provenance?, EmbeddedRecipe?)
    case recipeRead(Order.Source, EmbeddedRecipe)
    /// Manners and families that do not suit a picture, each with the reason, which ends a sentence.
    case mannersJudged(Order.Source, [String: String])
    case backendSeen(String, BackendFindings)
    case makersFound(RecipeMakers)
    /// The request was not sent, because it would run a graph that the user has not approved.
    case graphUnapproved(JobID, Order, GraphReview)
    /// The backend has no variations. It could edit the picture with this prompt, which costs money.
    case variationsMissing(Order, prompt: String)
    case failed(Problem)
    case noticed(String)
}
