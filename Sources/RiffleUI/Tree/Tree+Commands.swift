import RiffleAPI

extension Desk {
    /// Performs a command of the tree pane; false if the cursor does not move.
    mutating func performInTree(_ command: CommandName) -> Bool {
        guard let node = tree.cursor else { return false }
        let row = tree.rows[tree.list.index]
        switch command {
        case .foldOrUp:
            if row.hasChildren, !row.isFolded {
                tree.setFolded(node, true)
            } else if let above = tree.nodeAbove(node) {
                tree.select(above)
            }
        case .unfoldOrDown:
            if row.isFolded {
                tree.setFolded(node, false)
            } else if row.hasChildren {
                tree.list.move(to: tree.list.index + 1)
            }
        case .foldAll: tree.foldAll(true)
        case .unfoldAll: tree.foldAll(false)
        case .pick:
            tree.togglePick(node)
            tree.list.move(to: tree.list.index + 1)
        case .pickToHere: tree.pickToHere()
        case .pickAll: tree.picked = Set(tree.pictures)
        case .invertPicks: tree.picked = Set(tree.pictures).subtracting(tree.picked)
        case .close where tree.picked.isEmpty:
            var filter = tree.filter
            filter.words = ""
            tree.setFilter(filter)
        case .close: tree.picked = []
        case .cycleFilter: cycleFilter()
        default: tree.list.perform(command)
        }
        return true
    }

    /// All → no rejects → favourites → rated 3 and better → all.
    private mutating func cycleFilter() {
        var filter = TreeFilter()
        let now = tree.filter
        filter.words = now.words
        if !now.hidesRejects, !now.favouritesOnly, now.rating == 0 {
            filter.hidesRejects = true
        } else if now.hidesRejects {
            filter.favouritesOnly = true
        } else if now.favouritesOnly {
            filter.rating = 3
        }
        tree.setFilter(filter)
        say(Words.Tree.shows(filter))
    }

    /// Filters while the user types.
    mutating func filterTree(_ words: String) -> [Effect] {
        var filter = tree.filter
        filter.words = words
        tree.setFilter(filter)
        followTree()
        return markSeen()
    }

    /// Performs a command that goes to a related picture, whatever pane is focused; nil for other commands.
    mutating func performWalk(_ command: CommandName) -> Outcome? {
        let current = currentEntry?.id
        let found: EntryID?
        let otherwise: String
        switch command {
        case .goToParent:
            found = (focus == .tree ? tree.cursor : current.map { .entry($0) }).flatMap { tree.parent(of: $0) }
            otherwise = Words.Tree.noParent
        case .nextSibling, .previousSibling:
            found = current.flatMap { tree.sibling(of: $0, by: command == .nextSibling ? 1 : -1) }
            otherwise = Words.Tree.noSibling
        case .nextFavourite, .previousFavourite:
            found = tree.next(forward: command == .nextFavourite, where: \.isFavourite)
            otherwise = Words.Tree.noFavourite
        case .nextNew:
            found = tree.next(forward: true) { !$0.isSeen }
            guard found != nil else { return [.findUnseen(after: current)] }
            otherwise = Words.Tree.nothingUnseen
            say(Words.Tree.unseen(max(0, unseen - 1)))
        default: return nil
        }
        guard let found else {
            say(otherwise)
            return []
        }
        tree.select(.entry(found))
        // A sibling is shown in the strip; other pictures at their place in the tree.
        if focus != .results || (command != .nextSibling && command != .previousSibling) { focus = .tree }
        followTree()
        layOut()
        return Outcome(markSeen())
    }

    /// Repeats the current node's request, with new seeds or exactly.
    mutating func repeatRequest(exactly: Bool) -> Outcome {
        var picture: Entry?
        if focus != .tree || tree.picked.isEmpty, case .entry(let id) = currentNode { picture = tree.entry(id) }
        if focus == .files { picture = fileEntry }
        if picture?.request == nil, focus == .files || picture != nil { return moreLikeThis(exactly: exactly) }
        let id: RequestID? = if case .request(let id) = currentNode { id } else { picture?.request }
        guard let request = id.flatMap(tree.request) else {
            say(Words.Tree.notAsked)
            return []
        }
        var order = Order(
            request.operation, mend: request.mend, below: request.below,
            mask: request.editMask.map { .kept(digest: $0) } ?? .none, prompt: request.prompt,
            settings: request.settings)
        if let source = request.source {
            guard let entry = tree.entry(source), let root = tree.root(of: source) else {
                say(Words.Tree.notAsked)
                return []
            }
            order.source = .entry(entry, root: root)
        }
        if request.mate != nil {
            guard let mate = tree.mate(of: request) else {
                say(Words.Tree.mateIsGone)
                return []
            }
            order.mate = Order.Mate(
                source: .entry(mate, root: mate), mend: mate.facts.isSquare ? .none : .cropCenter)
        }
        let profile = environment.profiles.first { $0.name == order.settings.backend }
        if !exactly {
            // Use the subject and the kind as stated now.
            (order.settings.seed, order.settings.kind) = (nil, nil)
        } else {
            order.idempotencyKey = request.keyForAnotherTry
            if request.operation == .variation { order.hints = .repeated(subject: request.subjectMask) }
            if let seed = picture?.seed {
                // Only this picture, with its seed.
                (order.settings.n, order.settings.seed) = (1, seed)
                if order.operation == .variation, order.mate == nil,
                    let manner = picture?.manner ?? profile?.earlierManner
                {
                    order.settings.manner = [manner]
                }
            }
            if profile?.reads(.seed, for: order.operation) == false {
                say(Words.Tree.noSeed(order.settings.backend))
            }
        }
        if let profile, profile.isPaid {
            // No form has shown the price.
            let question = Words.Requests.askPaying(order.settings.count, profile)
            return .open(Question(text: question, deed: .sendAgain(order)))
        }
        return Outcome(send(order, isRepeat: exactly))
    }
}

extension RequestRecord {
    /// The idempotency key, if the request may have been carried out: a server that supports keys then makes the pictures
    /// only once.
    fileprivate var keyForAnotherTry: String? { state == .finished ? nil : idempotencyKey }
}
