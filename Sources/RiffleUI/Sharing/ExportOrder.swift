package import RiffleAPI

/// A branch of the tree that is to leave the program: its pictures in the order of the tree, and where to.
package struct ExportOrder: Sendable, Equatable {
    /// What the branch leaves as, told by the end of the path.
    package enum Kind: Sendable, Equatable {
        /// The pictures with a recipe in each.
        case folder
        /// All of them in one PNG.
        case sheet
        /// One HTML file with everything in it.
        case page

        /// Nil for a path that ends as another kind of file does.
        package init?(path: String) {
            switch Path.ending(path) {
            case "png": self = .sheet
            case "html", "htm": self = .page
            case let ending? where (2...4).contains(ending.count) && ending.allSatisfy(\.isLetter): return nil
            default: self = .folder
            }
        }
    }

    package struct Item: Sendable, Equatable {
        package var entry: Entry
        /// Nil for a source.
        package var request: RequestRecord?
        /// Pictures above it in the branch.
        package var depth: Int
        /// The name of the other parent, of one that was bred.
        package var mate: String?
        /// The places from the top of the tree: `cat`, `cat-2`, `cat-2-1`.
        package var name: String
    }

    package var title: String
    package var items: [Item]
    package var path: String

    /// - Parameter node: the top of the branch; a request takes its source along.
    package init(of node: Node, in tree: Tree, path: String) {
        self.path = path
        var items: [Item] = []
        var names: [EntryID: String] = [:]
        func take(_ id: EntryID, depth: Int) {
            guard let entry = tree.entry(id) else { return }
            let above = tree.parent(of: .entry(id)).flatMap { names[$0] ?? ExportOrder.name(of: $0, in: tree) }
            let place = "\(entry.request?.value ?? 0).\(entry.index + 1)"
            let name = entry.originPath.map(ExportOrder.stem) ?? "\(above ?? "picture")-\(place)"
            names[id] = name
            let request = entry.request.flatMap(tree.request)
            let mate = request.flatMap(tree.mate).map { mate in
                // One of another tree is called by its file, or by its place in the history.
                names[mate.id] ?? mate.originPath.map(ExportOrder.stem)
                    ?? "\(mate.request?.value ?? 0).\(mate.index + 1)"
            }
            items.append(Item(entry: entry, request: request, depth: depth, mate: mate, name: name))
        }
        var depths: [EntryID: Int] = [:]
        if case .request(let id) = node, let source = tree.request(id)?.source {
            take(source, depth: 0)
            depths[source] = 0
        }
        for case .entry(let id) in tree.branch(of: node) {
            let depth = tree.parent(of: .entry(id)).flatMap { depths[$0] }.map { $0 + 1 } ?? 0
            depths[id] = depth
            take(id, depth: depth)
        }
        self.items = items
        title = items.first?.name ?? ""
    }

    private static func name(of id: EntryID, in tree: Tree) -> String {
        var parts: [String] = []
        var next: EntryID? = id
        while let step = next, let entry = tree.entry(step) {
            parts.append(entry.originPath.map(stem) ?? "\(entry.request?.value ?? 0).\(entry.index + 1)")
            next = tree.parent(of: .entry(step))
        }
        return parts.reversed().joined(separator: "-")
    }

    private static func stem(_ path: String) -> String {
        let name = Path.name(path)
        return name.lowercased().hasSuffix(".png") ? String(name.dropLast(4)) : name
    }
}
