import RiffleAPI

/// Brackets around the pictures of a request: `┌` before the request, `│` before its pictures, `└` before the last one. Each
/// generation is indented by two columns.
extension Tree {
    /// The generation of a row; 0 for the root.
    func generation(ofRow index: Int) -> Int { brackets(ofRow: index).count }

    /// For each bracket around a row, from the outermost, whether more of its pictures follow.
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

    /// - Parameter hidden: the number of outermost brackets to leave out.
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

    /// The ancestor of a node in a generation.
    func ancestor(of node: Node, generationsDown count: Int) -> Entry? {
        var way: [Entry] = []
        var next: Node? = node
        while let node = next {
            if case .entry(let id) = node, let entry = entry(id) { way.append(entry) }
            next = nodeAbove(node)
        }
        let down = Array(way.reversed())
        // A tree that begins with a prompt has no root picture.
        let place = down.first?.originPath == nil ? count - 1 : count
        return down.indices.contains(place) ? down[place] : nil
    }
}
