package import RiffleAPI

/// The tree pane: everything that was made from one file, or from words, a cursor in it, and what is folded, hidden
/// and picked.
///
/// Looking a node up takes the same time in a tree of ten and of ten thousand; what changes the tree's shape goes
/// through all of it once.
package struct Tree: Sendable, Equatable {
    /// The file that the lineages are of; nil before any was chosen.
    package internal(set) var path: String?
    /// The request from words alone that the tree is of; nil where it is of a file.
    package internal(set) var words: RequestID?
    /// The picture of the tree that the file is.
    package private(set) var place: EntryID?
    /// Newest first: a file that changed over time has several.
    package private(set) var roots: [Node] = []
    package private(set) var rows: [TreeRow] = []
    package internal(set) var list = ListCursor()
    /// Nodes that the next command is for, in place of the one under the cursor.
    package internal(set) var picked: Set<Node> = []
    package private(set) var filter = TreeFilter()
    /// The node that was picked last, from which a range goes.
    private var anchor: Node?
    private var entries: [EntryID: Entry] = [:]
    private var requests: [RequestID: RequestRecord] = [:]
    /// Pictures of other trees that something here was bred with.
    private var mates: [EntryID: Entry] = [:]
    /// Children of each node, in order.
    private var below: [Node: [Node]] = [:]
    private var folded: Set<Node> = []
    private var rowOf: [Node: Int] = [:]

    package init() {}

    package var cursor: Node? { rows.indices.contains(list.index) ? rows[list.index].node : nil }

    // MARK: Looking up

    package func entry(_ id: EntryID) -> Entry? { entries[id] }

    package func request(_ id: RequestID) -> RequestRecord? { requests[id] }

    /// The other parent of what a request asked for.
    package func mate(of request: RequestRecord) -> Entry? { request.mate.flatMap { entries[$0] ?? mates[$0] } }

    package func children(of node: Node) -> [Node] { below[node] ?? [] }

    package var pictureCount: Int { entries.count }

    /// The pictures that a request has so far, by their place in its answer.
    package func entries(of request: RequestID) -> [Int: Entry] {
        var found: [Int: Entry] = [:]
        for case .entry(let id) in children(of: .request(request)) {
            if let entry = entries[id] { found[entry.index] = entry }
        }
        return found
    }

    /// The picture at the root of the lineage that holds one; one made from words is its own.
    ///
    /// - Complexity: O(depth).
    package func root(of id: EntryID) -> Entry? {
        var top = id
        while let parent = parent(of: .entry(top)) { top = parent }
        return entries[top]
    }

    package var newestRequest: RequestRecord? { requests.values.max { $0.id.value < $1.id.value } }

    /// The picture a node stands for: itself, or the source of a request.
    package func entry(at node: Node) -> Entry? {
        switch node {
        case .entry(let id): entries[id]
        case .request(let id): requests[id]?.source.flatMap { entries[$0] }
        }
    }

    /// The picture that a node was made from: of an entry the source of its request, of a request its source.
    package func parent(of node: Node) -> EntryID? {
        switch node {
        case .entry(let id): entries[id]?.request.flatMap { requests[$0]?.source }
        case .request(let id): requests[id]?.source
        }
    }

    /// The node one level up: of an entry its request, of a request its source.
    package func nodeAbove(_ node: Node) -> Node? {
        switch node {
        case .entry(let id): entries[id]?.request.flatMap { requests[$0] == nil ? nil : .request($0) }
        case .request(let id): requests[id]?.source.map { .entry($0) }
        }
    }

    /// The picture beside one, `by` places further in the same answer; nil at its ends.
    package func sibling(of id: EntryID, by step: Int) -> EntryID? {
        guard let above = nodeAbove(.entry(id)) else { return nil }
        let all = children(of: above)
        guard let place = all.firstIndex(of: .entry(id)), all.indices.contains(place + step),
            case .entry(let other) = all[place + step]
        else { return nil }
        return other
    }

    /// Everything from a node down, itself first, in the order of the tree.
    package func branch(of node: Node) -> [Node] {
        var found: [Node] = []
        var stack = [node]
        while let next = stack.popLast() {
            found.append(next)
            stack += children(of: next).reversed()
        }
        return found
    }

    /// The next picture after (or before) the cursor that is as wanted, all round the tree and under folds too.
    package func next(forward: Bool, where isWanted: (Entry) -> Bool) -> EntryID? {
        var all = roots.flatMap(branch)
        if !forward { all.reverse() }
        let start = cursor.flatMap { all.firstIndex(of: $0) } ?? 0
        for node in all[start...].dropFirst() + all[..<start] {
            if case .entry(let id) = node, let entry = entries[id], isWanted(entry) { return id }
        }
        return nil
    }

    /// Whether a node has a row: it is not folded away, and no filter leaves it out.
    func isShown(_ node: Node) -> Bool { rowOf[node] != nil }

    /// Pictures that were made from one.
    func variations(of node: Node) -> Int { children(of: node).reduce(0) { $0 + children(of: $1).count } }

    // MARK: Changing

    package mutating func show(_ lineages: [Lineage], of path: String, place: EntryID? = nil) {
        let isSame = path == self.path && words == nil
        (self.path, words, self.place) = (path, nil, place)
        take(lineages, keepingPlace: isSame)
    }

    /// Shows what began with words; nil where it is all in the trash.
    package mutating func show(_ lineage: Lineage?, ofWords id: RequestID) {
        let isSame = id == words
        (path, words, place) = (nil, id, nil)
        take(lineage.map { [$0] } ?? [], keepingPlace: isSame)
    }

    private mutating func take(_ lineages: [Lineage], keepingPlace isSame: Bool) {
        let before = cursor
        roots = lineages.compactMap { $0.root.map { .entry($0.id) } ?? $0.requests.first.map { .request($0.id) } }
        (entries, requests, below, mates) = ([:], [:], [:], [:])
        let requestCount = lineages.reduce(0) { $0 + $1.requests.count }
        let entryCount = lineages.reduce(0) { $0 + $1.entries.count + 1 }
        requests.reserveCapacity(requestCount)
        entries.reserveCapacity(entryCount)
        below.reserveCapacity(requestCount + entryCount)
        for lineage in lineages {
            if let root = lineage.root { entries[root.id] = root }
            for request in lineage.requests { take(request) }
            for entry in lineage.entries { take(entry) }
            for mate in lineage.mates { mates[mate.id] = mate }
        }
        picked = picked.filter(has)
        folded = isSame ? folded.filter(has) : []
        rebuild(keeping: isSame && before != nil ? before : newestRequest.map { .request($0.id) })
    }

    /// Whether a node is anywhere in the tree, hidden or not.
    package func has(_ node: Node) -> Bool {
        switch node {
        case .entry(let id): entries[id] != nil
        case .request(let id): requests[id] != nil
        }
    }

    private mutating func take(_ request: RequestRecord) {
        requests[request.id] = request
        if let source = request.source { below[.entry(source), default: []].append(.request(request.id)) }
    }

    private mutating func take(_ entry: Entry) {
        guard let request = entry.request else { return }
        entries[entry.id] = entry
        // Pictures arrive in any order; they stand in that of their places.
        let after = below[.request(request)]?.lastIndex { node in
            if case .entry(let id) = node { (entries[id]?.index ?? 0) < entry.index } else { false }
        }
        below[.request(request), default: []].insert(.entry(entry.id), at: after.map { $0 + 1 } ?? 0)
    }

    /// Adds a request that was just begun; a new root comes with its first.
    mutating func add(_ request: RequestRecord, root: Entry) {
        guard requests[request.id] == nil else { return }
        if entries[root.id] == nil {
            entries[root.id] = root
            roots.insert(.entry(root.id), at: 0)
        }
        take(request)
        if let source = request.source { folded.remove(.entry(source)) }
        rebuild(keeping: cursor)
    }

    mutating func add(_ entry: Entry) {
        guard let request = entry.request, requests[request] != nil, entries[entry.id] == nil else { return }
        take(entry)
        rebuild(keeping: cursor)
    }

    mutating func update(_ id: RequestID, _ change: (inout RequestRecord) -> Void) {
        guard var request = requests[id] else { return }
        change(&request)
        requests[id] = request
    }

    mutating func update(_ id: EntryID, _ change: (inout Entry) -> Void) {
        guard var entry = entries[id] else { return }
        change(&entry)
        entries[id] = entry
    }

    /// Takes nodes and what hangs on them out; the cursor goes to what is next to them.
    mutating func remove(_ nodes: [Node]) {
        let gone = Set(nodes.flatMap { branch(of: $0) })
        var place = list.index
        while place < rows.count, gone.contains(rows[place].node) { place += 1 }
        if place == rows.count {
            place = list.index
            while place > 0, gone.contains(rows[place].node) { place -= 1 }
        }
        let next = rows.indices.contains(place) ? rows[place].node : nil
        for node in nodes { if let above = nodeAbove(node) { below[above]?.removeAll { $0 == node } } }
        for node in gone {
            below[node] = nil
            switch node {
            case .entry(let id): entries[id] = nil
            case .request(let id): requests[id] = nil
            }
        }
        roots = roots.filter(has)
        picked.subtract(gone)
        rebuild(keeping: next)
    }

    // MARK: Picking

    mutating func togglePick(_ node: Node) {
        if picked.remove(node) == nil { picked.insert(node) }
        anchor = node
    }

    /// Picks every picture from the last node that was picked to the cursor.
    mutating func pickToHere() {
        let start = anchor.flatMap { rowOf[$0] } ?? list.index
        for row in rows[min(start, list.index)...max(start, list.index)] {
            if case .entry = row.node { picked.insert(row.node) }
        }
        anchor = cursor
    }

    /// The pictures that are shown.
    var pictures: [Node] { rows.map(\.node).filter { if case .entry = $0 { true } else { false } } }

    mutating func setFolded(_ node: Node, _ isFolded: Bool) {
        guard !children(of: node).isEmpty, folded.contains(node) != isFolded else { return }
        if isFolded { folded.insert(node) } else { folded.remove(node) }
        rebuild(keeping: node)
    }

    /// Folds every request, so that each generation is one line; or unfolds everything.
    mutating func foldAll(_ isFolded: Bool) {
        folded = isFolded ? Set(requests.keys.map { .request($0) }) : []
        let top = cursor.flatMap { node -> Node? in
            guard isFolded, case .entry(let id) = node else { return node }
            return nodeAbove(.entry(id)) ?? node
        }
        rebuild(keeping: top)
    }

    mutating func setFilter(_ filter: TreeFilter) {
        self.filter = filter
        rebuild(keeping: cursor)
    }

    /// Puts the cursor on a node, unfolding what hides it.
    mutating func select(_ node: Node) {
        if let row = rowOf[node] { return list.move(to: row) }
        var above = nodeAbove(node)
        while let next = above {
            folded.remove(next)
            above = nodeAbove(next)
        }
        rebuild(keeping: node)
    }

    // MARK: Rows

    /// Goes to the row of `node`, or where it is hidden to that of the nearest node above it.
    private mutating func rebuild(keeping node: Node?) {
        let shown = filter.shown(in: self, entries: entries, requests: requests)
        rows = TreeRow.rows(of: roots, below: below, folded: folded, shown: shown)
        rowOf = Dictionary(uniqueKeysWithValues: rows.enumerated().map { ($1.node, $0) })
        list.count = rows.count
        var wanted = node
        while let next = wanted, rowOf[next] == nil { wanted = nodeAbove(next) }
        list.move(to: wanted.flatMap { rowOf[$0] } ?? 0)
    }
}
