package import RiffleAPI

/// A visible row of the tree pane.
package struct TreeRow: Sendable, Equatable {
    package var node: Node
    /// Levels below the root.
    package var depth: Int
    /// Index of the parent's row; nil for a root.
    package var parent: Int?
    /// Whether another child of the same node follows.
    package var hasNext: Bool
    package var isFolded: Bool
    package var hasChildren: Bool
}

extension TreeRow {
    /// The visible rows, depth first.
    ///
    /// - Parameter shown: the nodes that pass the filter; nil for all.
    /// - Complexity: O(nodes). Not recursive, so deep trees do not overflow the stack.
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

    /// For each level, from the root's children to the row itself: whether a line continues below.
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

/// The tree's filter. Ancestors of matching pictures stay visible, and so do roots.
package struct TreeFilter: Sendable, Equatable {
    package var favouritesOnly = false
    /// Only pictures with at least this rating; 0 for any.
    package var rating = 0
    package var hidesRejects = false
    /// Only pictures whose manner, prompt or note contains all of these.
    package var words = ""

    package init() {}

    /// Whether requests without a visible picture are hidden too.
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

    /// The visible nodes; nil for all.
    ///
    /// - Complexity: O(nodes): each path to a root is followed only up to a node that was visited before.
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
