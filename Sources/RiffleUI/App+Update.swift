import RiffleAPI

extension App {
    /// Takes in what happened and tells what is to be done. The only place where the state changes.
    package mutating func update(_ action: Action) -> [Effect] {
        // Which panes there are, and how large, depends on what has the keys.
        defer { layOut() }
        switch action {
        case .key(let key): return take(key)
        case .pasted(let text): return paste(text)
        case .mouse(let mouse): return take(mouse)
        case .resized(let size):
            self.size = size
            layOut()
            return readUnread()
        case .graphicsChanged(let name):
            graphics = name
            return []
        case .cellMeasured(let cell):
            self.cell = cell
            layOut()
            return []
        case .themeChanged(let name):
            theme = name
            return []
        case .failed(let problem):
            report(problem)
            return []
        case .noticed(let text):
            notice = .info(text)
            return []
        case .folderChanged(let folder):
            return folder == browser.folder && !browser.isLoading ? [readAgain] : []
        case .foundBelow(let folder, let items, let state): return take(found: items, below: folder, state)
        case .bookmarksLoaded(let folders):
            showBookmarks(folders)
            return []
        case .bookmarked(let folder, let isSet):
            let name = Path.abbreviated(folder, home: environment.home)
            notice = .info(Words.Files.bookmarked(name, isSet: isSet))
            return []
        case .listed, .listingFailed, .factsRead: return takeListing(action)
        case .lineageLoaded(let path, let lineages): return show(lineages, of: path)
        case .wordsLoaded(let id, let lineage):
            guard id == tree.words else { return [] }
            tree.show(lineage, ofWords: id)
            return settleTree()
        case .promptsLoaded(let prompts):
            self.prompts = prompts
            return []
        case .undone(let undoing, let isRedo): return show(undoing, isRedo: isRedo)
        case .trashWeighed(let facts):
            // The person has gone on to something else, whose keys must not answer this.
            guard popup == nil else { return [] }
            guard facts.pictures + facts.requests > 0 else {
                notice = .info(Words.Marks.trashIsEmpty)
                return []
            }
            popup = .confirmation(
                Confirmation(
                    question: Words.Marks.emptying(facts), deed: .emptyTrash))
            return []
        case .requestsLeft(let left): return take(left: left)
        case .historyChanged:
            // Another Riffle wrote: what it made, marked or deleted is to be seen here too.
            return reloadTree()
        case .historyLoaded(let search, let last, let summaries, let isComplete):
            guard case .history(var history) = popup else { return [] }
            history.take(summaries, of: search, after: last, isComplete: isComplete)
            popup = .history(history)
            return []
        case .backendsListed, .serversFound, .backendAnswered, .draftAnswered, .backendsChanged:
            return takeBackends(action)
        case .similarityMeasured(let left, let right, let similarity):
            take(similarity: similarity, of: left, right)
            return []
        case .recipeLoaded(let recipe):
            guard popup == nil else { return [] }
            popup = recipe.map { .recipe(RecipeView(recipe: $0)) }
            return []
        case .ticked where slideshow != nil:
            return takeJob(action) + advanceSlideshow()
        case .jobStarted, .progressed, .exchanged, .partialArrived, .variationArrived, .jobEnded, .ticked:
            return takeJob(action)
        }
    }

    mutating func report(_ problem: Problem) {
        notice = .problem(problem)
        lastProblem = problem
    }

    private mutating func show(_ lineages: [Lineage], of path: String) -> [Effect] {
        guard path == tree.path else { return [] }
        tree.show(lineages, of: path)
        return settleTree()
    }

    /// Asks for the tree that is shown once more.
    func reloadTree() -> [Effect] {
        if let words = tree.words { return [.loadWords(words)] }
        return tree.path.map { [.loadLineage(path: $0)] } ?? []
    }

    /// A tree was loaded: the cursor goes to where it was wanted.
    private mutating func settleTree() -> [Effect] {
        if let request = revealing {
            revealing = nil
            tree.select(.request(request))
            results.show(request)
            focus = .tree
        } else if let node = returning {
            returning = nil
            tree.select(node)
            followTree()
        } else if results.request.flatMap({ tree.request($0) }) == nil {
            results.show(tree.newestRequest?.id)
        }
        layOut()
        return markSeen()
    }

    /// Pictures that are in front of the person are no longer new.
    mutating func markSeen() -> [Effect] {
        guard focus != .files, case .entry(let entry) = subject, !entry.isSeen else { return [] }
        tree.update(entry.id) { $0.isSeen = true }
        return [.markSeen([entry.id])]
    }

    // MARK: Files

    private mutating func takeListing(_ action: Action) -> [Effect] {
        switch action {
        case .listed(let folder, let items, let select):
            let before = browser.selected
            browser.show(items, in: folder, select: select)
            if let select, revealing != nil, browser.selected?.path != select {
                notice = .info(Words.Files.gone(Path.name(select)))
                return readUnread()
            }
            if let select, browser.selected?.path != select {
                notice = .info(Words.Files.notThere(Path.name(select)))
            }
            return readUnread() + (browser.selected == before ? [] : followSelection())
        case .listingFailed(let folder, let problem):
            if browser.folder == folder { browser.isLoading = false }
            report(problem)
            return []
        case .factsRead(let facts):
            browser.facts.merge(facts) { _, new in new }
            return []
        default: return []
        }
    }

    func readUnread() -> [Effect] {
        let items = browser.unread
        return items.isEmpty ? [] : [.readFacts(items)]
    }

    /// The tree and the strip follow the file that is selected.
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
}
