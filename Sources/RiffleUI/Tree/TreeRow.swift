package import RiffleAPI

/// One visible row of the tree pane.
package struct TreeRow: Sendable, Equatable {
    package var node: Node
    /// Levels below the root.
    package var depth: Int
    /// Place of the row of the node above in the list of rows; nil for a root.
    package var parent: Int?
    /// Whether another child of the same node comes further down.
    package var hasNext: Bool
    package var isFolded: Bool
    package var hasChildren: Bool
}

extension TreeRow {
    /// The visible rows, in the order of a depth-first walk.
    ///
    /// - Parameter shown: the nodes that a filter leaves; nil for all.
    /// - Complexity: O(nodes); the walk keeps its own stack, so depth costs none of the thread's.
    static func rows(of roots: [Node], below: [Node: [Node]], folded: Set<Node>, shown: Set<Node>?) -> [TreeRow] {
        var rows: [TreeRow] = []
        var stack: [TreeRow] = []
        func push(_ nodes: [Node], depth: Int, parent: Int?) {
            for (place, node) in nodes.enumerated().reversed() {
                stack.append(
                    TreeRow(
                        node: node, depth: depth, parent: parent, hasNext: place < nodes.count - 1, isFolded: false,
                        hasChildren: false))
            }
        }
        push(roots, depth: 0, parent: nil)
        while var row = stack.popLast() {
            var children = below[row.node] ?? []
            if let shown { children.removeAll { !shown.contains($0) } }
            row.hasChildren = !children.isEmpty
            row.isFolded = row.hasChildren && folded.contains(row.node)
            rows.append(row)
            if !row.isFolded { push(children, depth: row.depth + 1, parent: rows.count - 1) }
        }
        return rows
    }

    /// For each level from the root's children down to the row: whether a line goes on below it. The last is its own.
    ///
    /// - Complexity: O(depth).
    static func guides(of place: Int, in rows: [TreeRow]) -> [Bool] {
        var guides: [Bool] = []
        var row = rows[place]
        while let parent = row.parent {
            guides.append(row.hasNext)
            row = rows[parent]
        }
        return guides.reversed()
    }
}

/// Which pictures of the tree are shown. Those that lead to one stay, and roots always.
package struct TreeFilter: Sendable, Equatable {
    package var favouritesOnly = false
    /// Only pictures of this rating or a better one; 0 for any.
    package var rating = 0
    package var hidesRejects = false
    /// Only pictures whose manner, prompt or note has every one of these.
    package var words = ""

    package init() {}

    /// Whether requests without a picture that is shown go too.
    var isNarrow: Bool { favouritesOnly || rating > 0 || !words.isEmpty }
    package var isOn: Bool { isNarrow || hidesRejects }

    func takes(_ entry: Entry, of request: RequestRecord?) -> Bool {
        guard !(favouritesOnly && !entry.isFavourite), entry.rating >= rating, !(hidesRejects && entry.isRejected)
        else { return false }
        guard !words.isEmpty else { return true }
        let text = [entry.manner ?? "", entry.note, request?.prompt ?? "", request?.note ?? ""].joined(separator: " ")
            .lowercased()
        return words.lowercased().split(separator: " ").allSatisfy { text.contains($0) }
    }

    /// The nodes that are shown; nil for all.
    ///
    /// - Complexity: O(nodes): each path to a root is climbed to where another went before.
    func shown(in tree: Tree, entries: [EntryID: Entry], requests: [RequestID: RequestRecord]) -> Set<Node>? {
        guard isOn else { return nil }
        var shown: Set<Node> = []
        func climb(from node: Node) {
            var next: Node? = node
            while let node = next, shown.insert(node).inserted { next = tree.nodeAbove(node) }
        }
        for entry in entries.values where takes(entry, of: entry.request.flatMap { requests[$0] }) {
            climb(from: .entry(entry.id))
        }
        for request in requests.values where !isNarrow || request.state == .running || request.state == .pending {
            climb(from: .request(request.id))
        }
        return shown
    }

}
