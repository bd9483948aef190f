import RiffleAPI

extension Desk {
    /// Applies the result of an effect, or an event from outside.
    mutating func receive(_ action: Action) -> Outcome {
        switch action {
        case .key, .pasted, .mouse: return .stay
        case .resized(let size):
            display.size = size
            layOut()
            return Outcome(readUnread())
        case .graphicsChanged(let name): display.graphics = name
        case .cellMeasured(let cell): display.cell = cell
        case .clockRead(let seconds): clock = seconds
        case .noticeExpired(let serial): notices.expire(serial)
        case .themeChanged(let name): display.theme = name
        case .failed(let problem): report(problem)
        case .noticed(let text): say(text)
        case .folderChanged(let folder): return folder == browser.folder && !browser.isLoading ? [readAgain] : []
        case .listed, .listingFailed, .factsRead: return Outcome(receiveListing(action))
        case .damageFound(let path, let problem, let isShown):
            if !isShown { browser.facts[path] = .unreadable(Words.Files.damaged) }
            browser.damage[path] = problem
        case .foundBelow(let folder, let items, let state):
            return Outcome(take(found: items, below: folder, state))
        case .bookmarksLoaded(let folders): return BookmarkList.open(folders, on: &self)
        case .bookmarked(let folder, let isSet):
            say(Words.Files.bookmarked(Path.abbreviated(folder, home: environment.home), isSet: isSet))
        case .lineageLoaded(let path, let lineages, let place): return Outcome(show(lineages, of: path, place))
        case .standingsRead(let standings, let unseen):
            browser.standings.merge(standings) { _, new in new }
            self.unseen = unseen
        case .unseenFound(let found, let path): return Outcome(show(found, from: path))
        case .wordsLoaded(let id, let lineage):
            guard id == tree.words else { return .stay }
            tree.show(lineage, ofWords: id)
            return Outcome(settleTree())
        case .promptsLoaded(let prompts): recent.prompts = prompts
        case .undone(let undoing, let isRedo): return Outcome(show(undoing, isRedo: isRedo))
        case .trashWeighed(let facts): return Question.open(emptying: facts, on: &self)
        case .requestsLeft(let left): return Outcome(take(left: left))
        // Another instance changed the history: show its changes here too.
        case .historyChanged: return Outcome(reloadTree())
        case .backendsChanged(let profiles, _): use(profiles)
        case .recipeLoaded(let source, let recipe, let embedded):
            return show(recipe, embedded, of: source)
        case .makersFound(let makers): return take(makers)
        case .graphUnapproved(let job, let order, let review): return ask(about: review, before: order, job)
        case .variationsMissing(let order, let prompt): return offerEdit(insteadOf: order, prompt)
        case .jobQueued, .jobStarted, .progressed, .exchanged, .partialArrived, .variationArrived, .jobEnded, .ticked:
            return Outcome(receiveJob(action))
        case .historyLoaded, .backendsListed, .serversFound, .backendAnswered, .draftAnswered, .similarityMeasured,
            .recipeRead, .mannersJudged, .backendSeen, .hintsLoaded, .subjectFound:
            // For the popup that asked.
            break
        }
        return .stay
    }

    private mutating func receiveListing(_ action: Action) -> [Effect] {
        switch action {
        case .listed(let folder, let items, let select):
            let before = browser.selected
            browser.show(items, in: folder, select: select)
            if let select, browser.selected?.path != select {
                if destination != nil {
                    say(Words.Files.gone(Path.name(select)))
                    return readUnread()
                }
                say(Words.Files.notThere(Path.name(select)))
            }
            return readUnread() + (browser.selected == before ? [] : followSelection())
        case .listingFailed(let folder, let problem):
            if browser.folder == folder { browser.isLoading = false }
            report(problem)
            return []
        case .factsRead(let facts, let cutOff):
            browser.facts.merge(facts) { _, new in new }
            browser.cutOff.formUnion(cutOff)
            return []
        default: return []
        }
    }

    func readUnread() -> [Effect] {
        let (unread, unidentified) = (browser.unread, browser.unidentified)
        return (unread.isEmpty ? [] : [.readFacts(unread)]) + (unidentified.isEmpty ? [] : [.identify(unidentified)])
    }

    /// Shows the selected file's tree and strip.
    mutating func followSelection() -> [Effect] {
        guard let item = browser.selected, item.kind == .picture else {
            tree.show([], of: browser.selected?.path ?? "")
            results.show(nil)
            return []
        }
        guard item.path != tree.path else { return [] }
        tree.show([], of: item.path)
        results.show(nil)
        return [.loadLineage(path: item.path)]
    }

    // MARK: Trees

    private mutating func show(_ lineages: [Lineage], of path: String, _ place: EntryID?) -> [Effect] {
        guard path == tree.path else { return [] }
        let isNew = tree.rows.isEmpty
        tree.show(lineages, of: path, place: place)
        // A copy of a result opens at that result.
        if isNew, destination == nil, let place, tree.entry(place)?.request != nil {
            tree.select(.entry(place))
            followTree()
        }
        return settleTree()
    }

    /// Reloads the shown tree.
    func reloadTree() -> [Effect] {
        if let words = tree.words { return [.loadWords(words)] }
        return tree.path.map { [.loadLineage(path: $0)] } ?? []
    }

    /// A tree was loaded: moves the cursor to the wanted node.
    private mutating func settleTree() -> [Effect] {
        switch destination {
        case .request(let request):
            tree.select(.request(request))
            results.show(request)
            focus = .tree
        case .node(let node):
            tree.select(node)
            followTree()
        case .picture(let id):
            tree.select(.entry(id))
            followTree()
            focus = .tree
        case nil:
            if results.request.flatMap({ tree.request($0) }) == nil { results.show(tree.newestRequest?.id) }
        }
        destination = nil
        layOut()
        return markSeen()
    }

    /// Goes to a request in its tree, and to the folder of the source if that is a file.
    mutating func reveal(_ request: RequestID, growingFrom path: String) -> [Effect] {
        destination = .request(request)
        tree.show([], of: path)
        results.show(nil)
        return [.list(folder: Path.parent(path), select: path), .loadLineage(path: path)]
    }

    /// Goes to a picture in its tree.
    ///
    /// - Parameter path: the file at the root of the tree; nil if unknown.
    mutating func reveal(_ entry: Entry, root: Entry?, path: String?) -> [Effect] {
        destination = .picture(entry.id)
        results.show(nil)
        if let path {
            tree.show([], of: path)
            return [.list(folder: Path.parent(path), select: path), .loadLineage(path: path)]
        }
        guard let words = root?.request else {
            destination = nil
            return []
        }
        tree.show(nil, ofWords: words)
        return [.loadWords(words)]
    }

    private mutating func show(_ found: UnseenPicture?, from path: String?) -> [Effect] {
        guard let found else {
            say(Words.Tree.nothingUnseen)
            return []
        }
        say(Words.Tree.unseen(found.count - 1))
        return reveal(found.entry, root: found.root, path: path)
    }

    mutating func reveal(_ request: RequestID, growingFromWords words: RequestID) -> [Effect] {
        destination = .request(request)
        tree.show(nil, ofWords: words)
        results.show(nil)
        focus = .tree
        return [.loadWords(words)]
    }
}
