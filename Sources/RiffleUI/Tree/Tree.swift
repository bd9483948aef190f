package import RiffleAPI

/// The tree pane: everything that was made from one file or prompt, with the cursor, folds, filter and picks.
///
/// Looking up a node takes constant time. Changes of the tree's shape take time proportional to its size.
package struct Tree: Sendable, Equatable {
    /// The file of the lineages; nil before one is chosen.
    package internal(set) var path: String?
    /// The request at the root of a tree that begins with a prompt; nil for the tree of a file.
    package internal(set) var words: RequestID?
    /// The file's entry.
    package private(set) var place: EntryID?
    /// Newest first. A file that changed over time has several.
    package private(set) var roots: [Node] = []
    package private(set) var rows: [TreeRow] = []
    package internal(set) var list = ListCursor()
    /// Picked nodes, which commands use in place of the one at the cursor.
    package internal(set) var picked: Set<Node> = []
    package private(set) var filter = TreeFilter()
    /// The last picked node, the start of a range.
    private var anchor: Node?
    private var entries: [EntryID: Entry] = [:]
    private var requests: [RequestID: RequestRecord] = [:]
    /// Second parents that belong to other trees.
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

    /// The second parent of a request's pictures.
    package func mate(of request: RequestRecord) -> Entry? { request.mate.flatMap { entries[$0] ?? mates[$0] } }

    package func children(of node: Node) -> [Node] { below[node] ?? [] }

    package var pictureCount: Int { entries.count }

    /// The pictures of a request so far, by index.
    package func entries(of request: RequestID) -> [Int: Entry] {
        var found: [Int: Entry] = [:]
        for case .entry(let id) in children(of: .request(request)) {
            if let entry = entries[id] { found[entry.index] = entry }
        }
        return found
    }

    /// The root of a picture's lineage; for one made from a prompt, the picture itself.
    ///
    /// - Complexity: O(depth).
    package func root(of id: EntryID) -> Entry? {
        var top = id
        while let parent = parent(of: .entry(top)) { top = parent }
        return entries[top]
    }

    package var newestRequest: RequestRecord? { requests.values.max { $0.id.value < $1.id.value } }

    /// The picture of a node: itself, or the source of a request.
    package func entry(at node: Node) -> Entry? {
        switch node {
        case .entry(let id): entries[id]
        case .request(let id): requests[id]?.source.flatMap { entries[$0] }
        }
    }

    /// The parent picture of a node: the source of its request.
    package func parent(of node: Node) -> EntryID? {
        switch node {
        case .entry(let id): entries[id]?.request.flatMap { requests[$0]?.source }
        case .request(let id): requests[id]?.source
        }
    }

    /// The parent node: the request of an entry, the source of a request.
    package func nodeAbove(_ node: Node) -> Node? {
        switch node {
        case .entry(let id): entries[id]?.request.flatMap { requests[$0] == nil ? nil : .request($0) }
        case .request(let id): requests[id]?.source.map { .entry($0) }
        }
    }

    /// The sibling `by` places further in the same request; nil at the ends.
    package func sibling(of id: EntryID, by step: Int) -> EntryID? {
        guard let above = nodeAbove(.entry(id)) else { return nil }
        let all = children(of: above)
        guard let place = all.firstIndex(of: .entry(id)), all.indices.contains(place + step),
            case .entry(let other) = all[place + step]
        else { return nil }
        return other
    }

    /// A node and its descendants, in tree order.
    package func branch(of node: Node) -> [Node] {
        var found: [Node] = []
        var stack = [node]
        while let next = stack.popLast() {
            found.append(next)
            stack += children(of: next).reversed()
        }
        return found
    }

    /// The next or previous picture that matches, wrapping around and including folded branches.
    package func next(forward: Bool, where isWanted: (Entry) -> Bool) -> EntryID? {
        var all = roots.flatMap(branch)
        if !forward { all.reverse() }
        let start = cursor.flatMap { all.firstIndex(of: $0) } ?? 0
        for node in all[start...].dropFirst() + all[..<start] {
            if case .entry(let id) = node, let entry = entries[id], isWanted(entry) { return id }
        }
        return nil
    }

    /// Whether a node has a row: it is neither folded nor filtered out.
    func isShown(_ node: Node) -> Bool { rowOf[node] != nil }

    /// The number of descendants of a picture.
    func variations(of node: Node) -> Int { children(of: node).reduce(0) { $0 + children(of: $1).count } }

    // MARK: Changing

    package mutating func show(_ lineages: [Lineage], of path: String, place: EntryID? = nil) {
        let isSame = path == self.path && words == nil
        (self.path, words, self.place) = (path, nil, place)
        take(lineages, keepingPlace: isSame)
    }

    /// Shows a tree that begins with a prompt; nil if all of it is in the trash.
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
        // Pictures arrive in any order; they are shown by index.
        let after = below[.request(request)]?.lastIndex { node in
            if case .entry(let id) = node { (entries[id]?.index ?? 0) < entry.index } else { false }
        }
        below[.request(request), default: []].insert(.entry(entry.id), at: after.map { $0 + 1 } ?? 0)
    }

    /// Adds a new request; the first one also adds the root.
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

    /// Removes nodes with their descendants; the cursor moves to a neighbour.
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

    /// Picks all pictures from the last picked node to the cursor.
    mutating func pickToHere() {
        let start = anchor.flatMap { rowOf[$0] } ?? list.index
        for row in rows[min(start, list.index)...max(start, list.index)] {
            if case .entry = row.node { picked.insert(row.node) }
        }
        anchor = cursor
    }

    /// The visible pictures.
    var pictures: [Node] { rows.map(\.node).filter { if case .entry = $0 { true } else { false } } }

    mutating func setFolded(_ node: Node, _ isFolded: Bool) {
        guard !children(of: node).isEmpty, folded.contains(node) != isFolded else { return }
        if isFolded { folded.insert(node) } else { folded.remove(node) }
        rebuild(keeping: node)
    }

    /// Folds every request, or unfolds everything.
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

    /// Moves the cursor to a node, unfolding its ancestors.
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

    /// Moves to the row of `node` or, if it is hidden, to that of its nearest visible ancestor.
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
