import RiffleAPI

extension Desk {
    /// Carries out a command of the tree pane; false when the cursor stays where it is.
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
            if tree.picked.remove(node) == nil { tree.picked.insert(node) }
            tree.list.move(to: tree.list.index + 1)
        case .cycleFilter: cycleFilter()
        default: tree.list.perform(command)
        }
        return true
    }

    /// All → no rejects → favourites → rated 3 and better → all.
    private mutating func cycleFilter() {
        var filter = TreeFilter()
        let now = tree.filter
        if !now.isOn {
            filter.hidesRejects = true
        } else if now.hidesRejects {
            filter.favouritesOnly = true
        } else if now.favouritesOnly {
            filter.rating = 3
        }
        tree.setFilter(filter)
        say(Words.Tree.shows(filter))
    }

    /// Commands that lead from a picture to one that is related, wherever the focus is; nil when it is none of these.
    mutating func performWalk(_ command: CommandName) -> Outcome? {
        let current: EntryID? = if case .entry(let entry) = subject { entry.id } else { nil }
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
            otherwise = Words.Tree.nothingNew
        default: return nil
        }
        guard let found else {
            say(otherwise)
            return []
        }
        tree.select(.entry(found))
        // In the strip a sibling is still in the strip; all else is shown where it hangs.
        if focus != .results || (command != .nextSibling && command != .previousSibling) { focus = .tree }
        followTree()
        layOut()
        return Outcome(markSeen())
    }

    /// Asks once more for what the current node's request asked for: with new seeds, or the very same.
    mutating func repeatRequest(exactly: Bool) -> Outcome {
        var picture: Entry?
        if focus != .tree || tree.picked.isEmpty, case .entry(let id) = currentNode { picture = tree.entry(id) }
        let id: RequestID? = if case .request(let id) = currentNode { id } else { picture?.request }
        if let request = id.flatMap(tree.request), request.kind != .variation {
            return repeatImages(request, picture, exactly: exactly)
        }
        guard let request = id.flatMap(tree.request), let source = request.source.flatMap(tree.entry),
            let root = tree.root(of: source.id)
        else {
            say(Words.Tree.notAsked)
            return []
        }
        var again = request.settings
        again.prompt = request.prompt
        if !exactly {
            again.seed = nil
        } else if let picture {
            // The one picture, by the seed that made it.
            again.n = 1
            again.seed = picture.seed ?? again.seed
        }
        if exactly, again.backend != VariationSettings.builtin {
            say(Words.Tree.noSeed(again.backend))
        }
        var order = VariationOrder(
            source: .entry(source, root: root), mend: request.mend, below: request.below, settings: again)
        if request.mate != nil {
            guard let mate = tree.mate(of: request) else {
                say(Words.Tree.mateIsGone)
                return []
            }
            order.mate = VariationOrder.Mate(
                source: .entry(mate, root: mate), mend: mate.facts.isSquare ? .none : .cropCenter,
                weight: request.weight ?? VariationMate.evenWeight)
        }
        if exactly { order.idempotencyKey = request.keyForAnotherTry }
        if let question = costQuestion(of: again.n, on: again.backend) {
            return .open(Question(text: question, deed: .vary(order)))
        }
        return Outcome(exactly ? sendAgain(order) : send(order))
    }

    /// To see one made again is no wish for what the next form begins with.
    mutating func sendAgain(_ order: VariationOrder) -> [Effect] {
        let wished = recent.settings
        let effects = send(order)
        recent.settings = wished
        return effects.filter { if case .remember = $0 { false } else { true } }
    }

    /// What is asked before money is spent where no form has said what it costs; nil where there is nothing to pay.
    private func costQuestion(of n: Int, on backend: String) -> String? {
        guard let profile = environment.profiles.first(where: { $0.name == backend }), profile.isPaid else {
            return nil
        }
        return Words.Requests.askPaying(n, profile)
    }

    /// The same for an edit or pictures from words: with its own mask and words.
    private mutating func repeatImages(_ request: RequestRecord, _ picture: Entry?, exactly: Bool) -> Outcome {
        let asked = request.settings
        var again = request.image ?? ImageSettings(backend: asked.backend, model: asked.model, n: asked.n)
        if !exactly {
            again.seed = nil
        } else if let picture, let seed = picture.seed {
            (again.n, again.seed) = (1, seed)
        }
        if exactly, environment.profiles.first(where: { $0.name == again.backend })?.fields.contains(.seed) != true {
            say(Words.Tree.noSeed(again.backend))
        }
        let prompt = request.prompt ?? ""
        let key = exactly ? request.keyForAnotherTry : nil
        guard let source = request.source else {
            var order = GenerationOrder(prompt: prompt, settings: again)
            order.idempotencyKey = key
            if let question = costQuestion(of: again.n, on: again.backend) {
                return .open(Question(text: question, deed: .generate(order)))
            }
            return Outcome(send(order))
        }
        guard let entry = tree.entry(source), let root = tree.root(of: source) else { return [] }
        var order = EditOrder(
            source: .entry(entry, root: root), mend: request.mend, below: request.below,
            mask: request.mask.map { .kept(digest: $0) } ?? .none, prompt: prompt, settings: again)
        order.idempotencyKey = key
        if let question = costQuestion(of: again.n, on: again.backend) {
            return .open(Question(text: question, deed: .edit(order)))
        }
        return Outcome(send(order))
    }
}

extension RequestRecord {
    /// Its name, where it may have been carried out, or not: a server that knows the name makes the pictures once.
    fileprivate var keyForAnotherTry: String? { state == .finished ? nil : idempotencyKey }
}
