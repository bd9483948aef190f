import RiffleAPI

extension App {
    /// The picture that is looked at, and a name for a copy of it.
    private var sharable: (picture: PictureID, name: String)? {
        switch subject {
        case .file(let item): return (item.picture, item.name)
        case .entry(let entry):
            var places: [String] = []
            var next: Entry? = entry
            while let step = next, step.originPath == nil {
                places.append("\(step.index + 1)")
                next = tree.parent(of: .entry(step.id)).flatMap(tree.entry)
            }
            let root = next?.originPath.map(Path.name) ?? "picture.png"
            let stem = root.lowercased().hasSuffix(".png") ? String(root.dropLast(4)) : root
            return (
                .kept(digest: entry.digest),
                ([stem] + places.reversed()).joined(separator: "-") + ".\(entry.facts.format.fileExtension)"
            )
        case .forming, .nothing: return nil
        }
    }

    mutating func performSharing(_ command: CommandName) -> [Effect] {
        guard let (picture, name) = sharable else {
            notice = .info("Select a picture first")
            return []
        }
        switch command {
        case .saveAs:
            let folder = Path.abbreviated(browser.folder, home: environment.home)
            let entry: EntryID? = if case .entry(let entry) = subject { entry.id } else { nil }
            popup = .prompt(Prompt(.saveAs(picture, entry), text: Path.joined(folder, name)))
        case .copyPath:
            if case .file(let path, _) = picture { return [.copy(path, what: "the path of \(name)")] }
            return [.copyPath(picture)]
        case .openOutside: return [.openOutside(picture)]
        case .recipe:
            guard case .entry(let entry) = subject else {
                notice = .info("This file has no recipe: it was chosen, not made")
                return []
            }
            return [.loadRecipe(entry.id)]
        default: break
        }
        return []
    }

    /// Asks where the branch under the cursor is to go.
    mutating func askForExport() -> [Effect] {
        guard let node = currentNode ?? tree.roots.first else {
            notice = .info("Nothing to export yet: v makes variations")
            return []
        }
        let folder = Path.abbreviated(browser.folder, home: environment.home)
        let order = ExportOrder(of: node, in: tree, path: "")
        popup = .prompt(Prompt(.export(node), text: Path.joined(folder, order.title + "-tree.html")))
        return []
    }

    func export(_ node: Node, to path: String) -> [Effect] {
        path.isEmpty ? [] : [.export(ExportOrder(of: node, in: tree, path: absolute(path)))]
    }

    /// A path as a person types it, made absolute: `~` is their home, all else starts in the folder that is shown.
    func absolute(_ path: String) -> String {
        if path == "~" { return environment.home }
        if path.hasPrefix("~/") { return environment.home + path.dropFirst() }
        return path.hasPrefix("/") ? path : Path.joined(browser.folder, path)
    }
}
