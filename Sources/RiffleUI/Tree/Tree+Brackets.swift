import RiffleAPI

/// A request brackets its pictures: `┌` before the request, `│` before its pictures, `└` before the last. A generation is
/// two columns deep.
extension Tree {
    /// Generations from the root down to a row; 0 for the root.
    func generation(ofRow index: Int) -> Int { brackets(ofRow: index).count }

    /// The brackets that a row stands in, from the outermost: for each whether more of its pictures follow.
    private func brackets(ofRow index: Int) -> [Bool] {
        var brackets: [Bool] = []
        var row = rows[index]
        if case .request = row.node { brackets.append(row.hasChildren) }
        while true {
            if case .entry = row.node, row.parent != nil { brackets.append(row.hasNext) }
            guard let parent = row.parent else { return brackets.reversed() }
            row = rows[parent]
        }
    }

    /// - Parameter hidden: how many of the outermost brackets are left out.
    func guides(ofRow index: Int, hiding hidden: Int) -> String {
        let brackets = brackets(ofRow: index)
        let fold = rows[index].isFolded ? "▸ " : ""
        guard let own = brackets.last, brackets.count > hidden else { return fold }
        let outer = brackets.dropLast().dropFirst(hidden).map { $0 ? "│ " : "  " }.joined()
        let row = rows[index]
        switch row.node {
        case .request: return outer + (row.isFolded ? "▸ " : row.hasChildren ? "┌ " : "╶ ")
        case .entry: return outer + (own ? "│ " : "└ ") + fold
        }
    }

    /// The brackets of a row's second line.
    static func continued(_ guides: String) -> String {
        String(guides.map { $0 == "┌" ? "│" : $0 == "│" ? "│" : " " })
    }

    /// The picture on the way to a node that is so many generations below the root.
    func ancestor(of node: Node, generationsDown count: Int) -> Entry? {
        var way: [Entry] = []
        var next: Node? = node
        while let node = next {
            if case .entry(let id) = node, let entry = entry(id) { way.append(entry) }
            next = nodeAbove(node)
        }
        let down = Array(way.reversed())
        // What began with words has no root.
        let place = down.first?.originPath == nil ? count - 1 : count
        return down.indices.contains(place) ? down[place] : nil
    }
}
