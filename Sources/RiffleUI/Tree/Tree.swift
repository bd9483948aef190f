package import RiffleAPI

/// A node of the saved tree: a picture or the request that asked for pictures.
package enum Node: Sendable, Hashable {
    case entry(EntryID)
    case request(RequestID)
}

/// One visible row of the tree pane.
package struct TreeRow: Sendable, Equatable {
    package var node: Node
    /// For each level from the root down: whether a line goes on below this row. The last is the row's own.
    package var guides: [Bool]
    package var isFolded: Bool
    package var hasChildren: Bool
}

/// The tree pane: everything that was made from one file, and a cursor in it.
package struct Tree: Sendable, Equatable {
    /// The file that the lineages are of; nil before any was chosen.
    package internal(set) var path: String?
    /// Newest root first: a file that changed over time has several.
    package private(set) var lineages: [Lineage] = []
    package private(set) var rows: [TreeRow] = []
    package internal(set) var list = ListCursor()
    private var folded: Set<Node> = []

    package init() {}

    package var cursor: Node? { rows.indices.contains(list.index) ? rows[list.index].node : nil }

    // MARK: Looking up

    package func entry(_ id: EntryID) -> Entry? {
        for lineage in lineages {
            if lineage.root.id == id { return lineage.root }
            if let entry = lineage.entries.first(where: { $0.id == id }) { return entry }
        }
        return nil
    }

    package func request(_ id: RequestID) -> RequestRecord? {
        for lineage in lineages {
            if let request = lineage.requests.first(where: { $0.id == id }) { return request }
        }
        return nil
    }

    /// The pictures that a request has so far, by their place in its answer.
    package func entries(of request: RequestID) -> [Int: Entry] {
        var found: [Int: Entry] = [:]
        for lineage in lineages {
            for entry in lineage.entries where entry.request == request { found[entry.index] = entry }
        }
        return found
    }

    /// The root of the lineage that holds a picture.
    package func root(of id: EntryID) -> Entry? {
        lineages.first { $0.root.id == id || $0.entries.contains { $0.id == id } }?.root
    }

    package var newestRequest: RequestRecord? {
        lineages.lazy.compactMap { $0.requests.last }.max { $0.id.value < $1.id.value }
    }

    /// The picture a node stands for: itself, or the source of a request.
    package func entry(at node: Node) -> Entry? {
        switch node {
        case .entry(let id): entry(id)
        case .request(let id): request(id).flatMap { entry($0.source) }
        }
    }

    /// The picture that a node was made from: of an entry the source of its request, of a request its source.
    package func parent(of node: Node) -> EntryID? {
        switch node {
        case .entry(let id): entry(id)?.request.flatMap { request($0)?.source }
        case .request(let id): request(id)?.source
        }
    }

    // MARK: Changing

    mutating func show(_ lineages: [Lineage], of path: String) {
        let isSameFile = path == self.path
        self.path = path
        self.lineages = lineages
        rebuild(keeping: isSameFile ? cursor : newestRequest.map { .request($0.id) })
    }

    /// Adds a request that was just begun; a new root comes with its first.
    mutating func add(_ request: RequestRecord, root: Entry) {
        if let place = lineages.firstIndex(where: { $0.root.id == root.id }) {
            lineages[place].requests.append(request)
        } else {
            lineages.insert(Lineage(root: root, requests: [request]), at: 0)
        }
        folded.remove(.entry(request.source))
        rebuild(keeping: cursor)
    }

    mutating func add(_ entry: Entry) {
        guard let request = entry.request,
            let place = lineages.firstIndex(where: { $0.requests.contains { $0.id == request } }),
            !lineages[place].entries.contains(where: { $0.id == entry.id })
        else { return }
        lineages[place].entries.append(entry)
        rebuild(keeping: cursor)
    }

    mutating func update(_ request: RequestID, state: RequestState, message: String?) {
        for place in lineages.indices {
            guard let index = lineages[place].requests.firstIndex(where: { $0.id == request }) else { continue }
            lineages[place].requests[index].state = state
            lineages[place].requests[index].message = message
        }
    }

    mutating func update(_ id: EntryID, _ change: (inout Entry) -> Void) {
        for place in lineages.indices {
            if lineages[place].root.id == id { change(&lineages[place].root) }
            if let index = lineages[place].entries.firstIndex(where: { $0.id == id }) {
                change(&lineages[place].entries[index])
            }
        }
    }

    mutating func toggleFold() {
        guard let cursor, rows[list.index].hasChildren else { return }
        if folded.remove(cursor) == nil { folded.insert(cursor) }
        rebuild(keeping: cursor)
    }

    /// Puts the cursor on a node, unfolding what hides it.
    mutating func select(_ node: Node) {
        var above = parentNode(of: node)
        while let next = above {
            folded.remove(next)
            above = parentNode(of: next)
        }
        rebuild(keeping: node)
    }

    /// The node one level up in the tree: of an entry its request, of a request its source.
    private func parentNode(of node: Node) -> Node? {
        switch node {
        case .entry(let id): entry(id)?.request.map { .request($0) }
        case .request(let id): request(id).map { .entry($0.source) }
        }
    }

    // MARK: Rows

    private mutating func rebuild(keeping node: Node?) {
        rows = lineages.flatMap { TreeRow.rows(of: $0, folded: folded) }
        list.count = rows.count
        list.move(to: rows.firstIndex { $0.node == node } ?? 0)
    }
}

extension TreeRow {
    /// The visible rows of a lineage, root first, in the order of a depth-first walk.
    ///
    /// - Complexity: O(requests + entries): children are grouped once, and the walk keeps its own stack.
    static func rows(of lineage: Lineage, folded: Set<Node>) -> [TreeRow] {
        let requests = Dictionary(grouping: lineage.requests, by: \.source)
        let entries = Dictionary(grouping: lineage.entries, by: \.request)
        func children(of node: Node) -> [Node] {
            switch node {
            case .entry(let id): (requests[id] ?? []).map { .request($0.id) }
            case .request(let id):
                (entries[id] ?? []).sorted { $0.index < $1.index }.map { .entry($0.id) }
            }
        }
        var rows: [TreeRow] = []
        var stack: [(node: Node, guides: [Bool])] = [(.entry(lineage.root.id), [])]
        while let (node, guides) = stack.popLast() {
            let below = children(of: node)
            let isFolded = folded.contains(node)
            rows.append(TreeRow(node: node, guides: guides, isFolded: isFolded, hasChildren: !below.isEmpty))
            guard !isFolded else { continue }
            for (place, child) in below.enumerated().reversed() {
                stack.append((child, guides + [place < below.count - 1]))
            }
        }
        return rows
    }
}
