package import RiffleAPI

extension Desk {
    /// The picture that is looked at, and a name for a copy of it.
    private var sharable: (picture: PictureID, name: String)? {
        switch subject {
        case .file(let item): return (item.picture, copyName(of: item.name))
        case .entry(let entry): return copy(of: entry)
        case .forming, .nothing: return nil
        }
    }

    /// A picture of the tree, and a name that says where it is in it: `cat-2-1.png`.
    private func copy(of entry: Entry) -> (picture: PictureID, name: String) {
        var places: [String] = []
        var next: Entry? = entry
        while let step = next, step.originPath == nil {
            places.append("\(step.index + 1)")
            next = tree.parent(of: .entry(step.id)).flatMap(tree.entry)
        }
        let root = next?.originPath.map(Path.name) ?? "picture.png"
        if places.isEmpty { return (.kept(digest: entry.digest), copyName(of: root)) }
        let stem = root.lowercased().hasSuffix(".png") ? String(root.dropLast(4)) : root
        let name = ([stem] + places.reversed()).joined(separator: "-")
        return (.kept(digest: entry.digest), "\(name).\(entry.facts.format.fileExtension)")
    }

    /// A name for a copy beside the file itself: `cat-copy.png`.
    private func copyName(of name: String) -> String {
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return name + "-copy" }
        return name[..<dot] + "-copy" + name[dot...]
    }

    /// Why the request that is looked at made no pictures, or not all of them.
    private var failure: String? {
        switch focus {
        case .files: return nil
        case .tree:
            guard case .request(let id) = tree.cursor else { return nil }
            return tree.request(id)?.message
        case .results:
            guard slots.indices.contains(results.selected), case .missing = slots[results.selected] else { return nil }
            return results.request.flatMap(tree.request)?.message
        }
    }

    mutating func performSharing(_ command: CommandName) -> Outcome {
        if command == .recipe, let failure {
            return .open(MessageList(own: Problem(title: failure)))
        }
        guard let (picture, name) = sharable else {
            say(Words.Pictures.selectOne)
            return []
        }
        switch command {
        case .saveAs:
            let folder = Path.abbreviated(environment.folder ?? browser.folder, home: environment.home)
            let entry: EntryID? = if case .entry(let entry) = subject { entry.id } else { nil }
            return .open(Prompt(.saveAs(picture, entry), text: Path.joined(folder, name)))
        case .copyPath:
            if case .file(let path, _) = picture {
                return [.copy(path, what: Words.Sharing.path(of: Path.name(path)))]
            }
            return [.copyPath(picture)]
        case .openOutside: return [.openOutside(picture)]
        case .recipe: return shownSource.map { [.loadRecipe($0)] } ?? []
        default: break
        }
        return []
    }

    /// The pictures that `collect` is for: those that are picked, else the one that is looked at.
    var copies: [PictureCopy] {
        if focus == .files {
            let items = browser.pickedItems
            if !items.isEmpty {
                return items.map { PictureCopy(picture: $0.picture, entry: nil, name: Path.name($0.path)) }
            }
            if case .file(let item) = subject {
                return [PictureCopy(picture: item.picture, entry: nil, name: Path.name(item.path))]
            }
        }
        var entries = targets.compactMap { node in if case .entry(let id) = node { tree.entry(id) } else { nil } }
        if entries.isEmpty, case .entry(let entry) = subject { entries = [entry] }
        return entries.map { entry in
            let (picture, name) = copy(of: entry)
            return PictureCopy(picture: picture, entry: entry.id, name: entry.originPath.map(Path.name) ?? name)
        }
    }

    /// Sends pictures to the remembered folder; asks for it the first time.
    mutating func collect() -> Outcome {
        let copies = self.copies
        guard !copies.isEmpty else {
            say(Words.Pictures.selectOne)
            return .stay
        }
        guard let folder = environment.folder else {
            let start = Path.abbreviated(browser.folder, home: environment.home)
            return .open(Prompt(.collect(copies), text: start))
        }
        return [.collect(copies, folder: folder)]
    }

    mutating func collect(_ copies: [PictureCopy], in folder: String) -> [Effect] {
        guard !folder.isEmpty, !copies.isEmpty else { return [] }
        let folder = absolute(folder)
        environment.folder = folder
        return [.collect(copies, folder: folder)]
    }

    /// Asks where the branch under the cursor is to go.
    mutating func askForExport() -> Outcome {
        guard let node = currentNode ?? tree.roots.first else {
            say(Words.Sharing.nothingToExport)
            return []
        }
        let folder = Path.abbreviated(browser.folder, home: environment.home)
        let order = ExportOrder(of: node, in: tree, path: "")
        return .open(Prompt(.export(node), text: Path.joined(folder, order.title + "-tree.html")))
    }

    mutating func export(_ node: Node, to path: String) -> [Effect] {
        guard !path.isEmpty else { return [] }
        guard ExportOrder.Kind(path: path) != nil else {
            report(Words.noSuchExport(Path.name(path)))
            return []
        }
        return [.export(ExportOrder(of: node, in: tree, path: absolute(path)))]
    }

    /// Saves a copy under a name that says what it is: an ending is added where there is none.
    mutating func save(_ picture: PictureID, _ entry: EntryID?, as name: String) -> [Effect] {
        guard !name.isEmpty else { return [] }
        let format = entry.flatMap(tree.entry)?.facts.format ?? .png
        let path = absolute(name)
        guard let ending = Path.ending(path) else {
            return [.saveCopy(picture, entry, to: "\(path).\(format.fileExtension)")]
        }
        guard ending == format.fileExtension || (ending == "jpeg" && format == .jpeg) else {
            report(Words.Sharing.wrongEnding(of: Path.name(path), format.fileExtension))
            return []
        }
        return [.saveCopy(picture, entry, to: path)]
    }

    /// A path as a person types it, made absolute: `~` is their home, all else starts in the folder that is shown.
    func absolute(_ path: String) -> String {
        if path == "~" { return environment.home }
        if path.hasPrefix("~/") { return environment.home + path.dropFirst() }
        return path.hasPrefix("/") ? path : Path.joined(browser.folder, path)
    }
}

/// A picture that is to be copied into a folder.
package struct PictureCopy: Sendable, Equatable {
    package var picture: PictureID
    /// Of the tree: its recipe goes with it. Nil for a file of the person's.
    package var entry: EntryID?
    package var name: String
}
