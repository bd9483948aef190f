package import RiffleAPI

/// Something that happened: a key, a change of the terminal, or the answer to an effect.
package enum Action: Sendable, Equatable {
    case key(Key)
    case pasted(String)
    case mouse(Mouse)
    case resized(Size)
    /// How pictures are drawn now, in the header's words: `sixel 256`, `half-blocks`.
    case graphicsChanged(String)
    /// Pixels of a cell across and down.
    case cellMeasured(Size)
    case themeChanged(String)

    /// A folder was read. `select` is the path to put the cursor on.
    case listed(folder: String, items: [FileItem], select: String?)
    /// Something in a folder changed on the disk.
    case folderChanged(String)
    case listingFailed(folder: String, Problem)
    /// All PNGs below a folder that were found so far, by `FileItem.name` the way to them.
    case foundBelow(folder: String, items: [FileItem], BelowState)
    /// The folders that are bookmarked.
    case bookmarksLoaded([String])
    /// A folder was bookmarked, or its bookmark was taken away.
    case bookmarked(String, isSet: Bool)
    /// What the headers of files told; `cutOff` are those that end before their picture does.
    case factsRead([String: FileFacts], cutOff: Set<String> = [])
    /// A file turned out to be damaged when it was decoded.
    case damageFound(path: String, Problem, isShown: Bool)
    /// The trees that a file belongs to; `place` is the picture that it is.
    case lineageLoaded(path: String, [Lineage], place: EntryID? = nil)
    /// What the history knows of files and folders by their paths, and how many pictures nobody has looked at.
    case standingsRead([String: FileStanding], unseen: Int)
    /// The next picture that nobody has looked at, and the file that its tree grew from; nil where there is none.
    case unseenFound(UnseenPicture?, path: String?)
    case wordsLoaded(RequestID, Lineage?)
    /// What was asked for in words before, newest first.
    case promptsLoaded([String])

    /// The request is in the history and waits for its turn; without a root where it is for pictures from words.
    case jobQueued(JobID, RequestRecord, root: Entry?)
    /// The request is in the history and now goes out; without a root where it is for pictures from words.
    case jobStarted(JobID, RequestRecord, root: Entry?)
    case progressed(JobID, picture: Int, fraction: Double)
    /// Bytes went or came, or it is tried again.
    case exchanged(JobID, ExchangeProgress)
    case partialArrived(JobID, picture: Int, revision: Int)
    /// A picture is on disk and in the history.
    case variationArrived(JobID, Entry)
    case jobEnded(JobID, RequestState, Problem?)
    /// The message of this serial number had its time.
    case noticeExpired(Int)
    /// The time of day, in seconds since 1970.
    case clockRead(Double)
    /// A second went by while jobs run.
    case ticked

    /// A change of marks was taken back, or made again; nil where there was none.
    case undone(Undoing?, isRedo: Bool)
    case trashWeighed(TrashFacts)
    /// What an earlier Riffle had not sent when it ended, the oldest first.
    case requestsLeft([LeftRequest])
    /// Another process wrote into the history.
    case historyChanged
    /// A page of what was searched for, of requests older than `after`.
    case historyLoaded(HistorySearch, after: RequestID?, [RequestSummary], isComplete: Bool)
    /// The backends there are, with what the configuration says of them.
    case backendsListed([BackendItem])
    /// Servers on this machine, configured or not.
    case serversFound([FoundServer])
    case backendAnswered(String, BackendItem.State)
    case draftAnswered(BackendDraft, BackendItem.State)
    /// The configuration has other backends now; `select` is the one that the cursor is to be on.
    case backendsChanged([BackendProfile], select: String?)
    /// What was said of a picture, the marks of its subject, and what the engine takes it for.
    case hintsLoaded(Order.Source, PictureHints, marks: [MaskSketch.Step], judged: StatedKind)
    /// The subject that marks show; nil where they show none.
    case subjectFound(PictureID, by: [MaskSketch.Step], FoundSubject?)
    case similarityMeasured(PictureID, PictureID, Double)
    case recipeLoaded(Order.Source, Provenance?, EmbeddedRecipe?)
    case recipeRead(Order.Source, EmbeddedRecipe)
    /// Manners and families that do not suit a picture, each with the end of a sentence that says why.
    case mannersJudged(Order.Source, [String: String])
    case backendSeen(String, BackendFindings)
    case makersFound(RecipeMakers)
    /// Nothing of the request was sent: it would run a graph that the user has not agreed to.
    case graphUnapproved(JobID, Order, GraphReview)
    /// The backend has no variations. It could edit the picture by this prompt, which costs money.
    case variationsMissing(Order, prompt: String)
    case failed(Problem)
    case noticed(String)
}
