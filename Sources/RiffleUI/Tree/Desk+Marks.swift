import RiffleAPI

extension Desk {
    /// The node that a command applies to if none is picked: the current picture, or the tree's request.
    var currentNode: Node? {
        focus == .tree ? tree.cursor : currentEntry.map { .entry($0.id) }
    }

    /// The nodes that a command applies to: the picked ones, or the current one.
    var targets: [Node] {
        if !tree.picked.isEmpty { return tree.rows.map(\.node).filter(tree.picked.contains) }
        return currentNode.map { [$0] } ?? []
    }

    private func entry(of node: Node) -> Entry? {
        if case .entry(let id) = node { tree.entry(id) } else { nil }
    }

    /// Performs a command that marks, deletes or undoes; nil for other commands.
    mutating func performMark(_ command: CommandName, key: Key?) -> Outcome? {
        switch command {
        case .undo: return [.undo]
        case .redo: return [.redo]
        case .favourite, .reject, .rate:
            if focus == .files { return Outcome(markFiles(command, key)) }
            return Outcome(markEntries(command, key))
        case .delete: return delete()
        case .prune: return prune()
        case .emptyTrash: return [.weighTrash]
        default: return nil
        }
    }

    private mutating func markEntries(_ command: CommandName, _ key: Key?) -> [Effect] {
        switch command {
        case .favourite: toggle(\.isFavourite) { .favourite($0) }
        case .reject: toggle(\.isRejected) { .rejected($0) }
        default: key?.digit.map { rate($0) } ?? []
        }
    }

    /// Sets a mark on the targets, or removes it if all have it.
    private mutating func toggle(_ value: (Entry) -> Bool, _ mark: (Bool) -> Mark) -> [Effect] {
        let entries = targets.compactMap(entry)
        guard !entries.isEmpty else {
            say(whyNoPicture)
            return []
        }
        return self.mark(entries.map { .entry($0.id) }, mark(!entries.allSatisfy(value)))
    }

    /// Why nothing can be marked: a request is not a picture, a file is not in the tree.
    private var whyNoPicture: String {
        if case .request = currentNode, focus == .tree { Words.Marks.isRequest } else { Words.Marks.onlyPictures }
    }

    mutating func rate(_ stars: Int) -> [Effect] {
        let entries = targets.compactMap(entry)
        guard !entries.isEmpty else {
            say(whyNoPicture)
            return []
        }
        return mark(entries.map { .entry($0.id) }, .rating(stars))
    }

    mutating func askForNote() -> Outcome {
        if focus == .files { return askForNoteOnFiles() }
        guard let first = targets.first else {
            say(Words.Marks.noNote)
            return .stay
        }
        let text: String
        switch first {
        case .entry(let id): text = tree.entry(id)?.note ?? ""
        case .request(let id): text = tree.request(id)?.note ?? ""
        }
        return .open(Prompt(.note(targets), text: text))
    }

    private mutating func delete() -> Outcome {
        let nodes = targets
        guard !nodes.isEmpty, focus != .files else {
            say(Words.Marks.noDeletion)
            return []
        }
        return confirmDeletion(of: nodes, asking: nodes.count > 1)
    }

    /// Deletes rejected pictures, and branches without a favourite, a rating or a note.
    private mutating func prune() -> Outcome {
        guard let start = currentNode else {
            say(Words.Marks.noPruning)
            return []
        }
        var wanted: Set<Node> = [start]
        let branch = tree.branch(of: start)
        for node in branch where isWanted(node) {
            var next: Node? = node
            while let node = next, node != start, wanted.insert(node).inserted { next = tree.nodeAbove(node) }
        }
        // Only the top of each branch: its descendants are deleted with it.
        let nodes = branch.filter { node in
            !wanted.contains(node) && tree.nodeAbove(node).map(wanted.contains) == true
        }
        guard !nodes.isEmpty else {
            say(Words.Marks.nothingToPrune)
            return []
        }
        return confirmDeletion(of: nodes, asking: true)
    }

    private func isWanted(_ node: Node) -> Bool {
        switch node {
        case .entry(let id):
            guard let entry = tree.entry(id), !entry.isRejected else { return false }
            return entry.isFavourite || entry.rating > 0 || !entry.note.isEmpty
        case .request(let id):
            guard let request = tree.request(id) else { return false }
            return request.state == .running || request.state == .pending || !request.note.isEmpty
        }
    }

    private mutating func confirmDeletion(of nodes: [Node], asking: Bool) -> Outcome {
        let all = Set(nodes.flatMap { tree.branch(of: $0) })
        let isRunning = all.contains { node in
            guard case .request(let id) = node else { return false }
            return jobs.running.contains { $0.request == id } || tree.request(id)?.state == .pending
        }
        guard !isRunning else {
            say(Words.Marks.isRunning)
            return []
        }
        let entries = all.compactMap(entry)
        guard asking || entries.count > 1 else { return Outcome(mark(nodes, .trashed(true))) }
        let bytes = entries.reduce(0) { $0 + $1.facts.byteCount }
        return .open(
            Question(
                text: Words.Marks.deletion(of: entries.count, bytes: bytes), deed: .mark(nodes, .trashed(true))))
    }

    /// Shows a mark at once and stores it.
    mutating func mark(_ nodes: [Node], _ mark: Mark) -> [Effect] {
        for node in nodes {
            switch (node, mark) {
            case (.entry(let id), _): tree.update(id) { $0.take(mark) }
            case (.request(let id), .note(let text)): tree.update(id) { $0.note = text }
            default: break
            }
        }
        tree.picked = []
        if case .trashed(true) = mark {
            let pictures = Set(nodes.flatMap { tree.branch(of: $0) }).count {
                if case .entry = $0 { true } else { false }
            }
            tree.remove(nodes)
            if tree.rows.isEmpty { focus = .files }
            followTree()
            layOut()
            say(Words.Marks.deleted(pictures))
        } else {
            if tree.filter.isOn { tree.setFilter(tree.filter) }
            if nodes.count > 1 {
                say("\(Words.phrase(mark)): \(Words.count(nodes.count, "picture"))")
            } else if let entry = nodes.first.flatMap(entry) {
                say("\(way(to: entry)): \(Words.phrase(mark).lowercased())")
            }
        }
        return [.mark(nodes, mark)]
    }

    /// The result of an undo or redo.
    mutating func show(_ undoing: Undoing?, isRedo: Bool) -> [Effect] {
        guard let undoing else {
            say(isRedo ? Words.Marks.nothingToRedo : Words.Marks.nothingToUndo)
            return []
        }
        say(Words.Marks.undone(undoing, isRedo: isRedo))
        let isHere =
            undoing.root.map { $0.originPath != nil && $0.originPath == tree.path || tree.has(.entry($0.id)) }
            ?? (tree.words != nil)
        // Trees that begin with a prompt have results as roots, which may have been in the trash.
        guard isHere || (tree.words != nil && undoing.root?.request == tree.words) else { return [] }
        destination = undoing.first.map { .node($0) }
        return reloadTree()
    }
}
