import RiffleAPI

extension App {
    /// Compares the two that are picked, or what is looked at with the picture it was made from.
    mutating func compare() -> [Effect] {
        let picked = targets.compactMap { node in if case .entry(let id) = node { tree.entry(id) } else { nil } }
        if tree.picked.count == 2, picked.count == 2 { return compare(side(picked[0]), side(picked[1])) }
        switch subject {
        case .entry(let entry):
            if let parent = tree.parent(of: .entry(entry.id)).flatMap(tree.entry) {
                return compare(side(parent), side(entry))
            }
            if let first = firstResult { return compare(side(entry), side(first)) }
        case .file(let item):
            if let first = firstResult { return compare(side(item), side(first)) }
        case .forming, .nothing: break
        }
        notice = .info(Words.Pictures.nothingToCompare)
        return []
    }

    /// The selected picture of the strip, else its first.
    private var firstResult: Entry? {
        let arrived = slots.enumerated().compactMap { place, slot in
            if case .arrived(let entry) = slot { (place, entry) } else { nil }
        }
        return (arrived.first { $0.0 == results.selected } ?? arrived.first)?.1
    }

    private func side(_ entry: Entry) -> CompareView.Side {
        CompareView.Side(
            picture: .kept(digest: entry.digest), title: title(of: entry), width: entry.facts.width,
            height: entry.facts.height, entry: entry.id)
    }

    private func side(_ item: FileItem) -> CompareView.Side {
        var known: PictureFacts?
        if case .picture(let facts, _) = browser.facts[item.path] { known = facts }
        return CompareView.Side(
            picture: item.picture, title: item.name, width: known?.width, height: known?.height, entry: nil)
    }

    private mutating func compare(_ left: CompareView.Side, _ right: CompareView.Side) -> [Effect] {
        tree.picked = []
        return show(CompareView(left: left, right: right))
    }

    private mutating func show(_ view: CompareView) -> [Effect] {
        popup = .compare(view)
        return [.measure(view.left.picture, view.right.picture)]
    }

    mutating func take(similarity: Double, of left: PictureID, _ right: PictureID) {
        guard case .compare(var view) = popup, view.left.picture == left, view.right.picture == right else { return }
        view.similarity = similarity
        popup = .compare(view)
    }

    mutating func performInCompare(_ command: CommandName, key: Key?) -> [Effect] {
        guard case .compare(var view) = popup else { return [] }
        var zoom = ZoomView(picture: view.right.picture, title: "", facts: nil)
        zoom.viewport = view.viewport
        switch command {
        case .close:
            popup = nil
            if let id = view.right.entry { goThere(id) }
            return markSeen()
        case .compareMode:
            if case .character(let digit) = key?.code, let number = digit.wholeNumberValue {
                view.mode = CompareView.Mode(rawValue: number) ?? view.mode
            }
        case .nextMode: view.turn(1)
        case .previousMode: view.turn(-1)
        case .flick: view.flick()
        case .lineLeft: view.moveLine(-50)
        case .lineRight: view.moveLine(50)
        case .swap: swap(&view.left, &view.right)
        case .zoomIn, .zoomOut, .zoomFit, .moveLeft, .moveRight, .moveUp, .moveDown:
            let columns = view.mode == .beside ? (size.columns - 1) / 2 : size.columns
            zoom.perform(
                command,
                fit: fitScale(
                    width: view.right.width ?? 1, height: view.right.height ?? 1,
                    in: Size(columns: columns, rows: size.rows - 3)))
            view.viewport = zoom.viewport
        case .goToParent, .goToSource, .nextSibling, .previousSibling:
            guard let other = other(for: command, of: view) else {
                notice = .info(Words.Pictures.noSuch)
                return []
            }
            if command == .goToParent || command == .goToSource { view.left = other } else { view.right = other }
            view.similarity = nil
            return show(view, keeping: view.viewport)
        case .favourite, .reject, .rate: return markRight(of: view, command, key: key)
        default: return []
        }
        popup = .compare(view)
        return []
    }

    private mutating func show(_ view: CompareView, keeping viewport: Viewport) -> [Effect] {
        var view = view
        view.viewport = viewport
        return show(view)
    }

    /// The picture on the right is the one that is judged.
    private mutating func markRight(of view: CompareView, _ command: CommandName, key: Key?) -> [Effect] {
        guard let id = view.right.entry else {
            notice = .info(Words.Marks.onlyPictures)
            return []
        }
        goThere(id)
        let effects = performMark(command, key: key) ?? []
        var view = view
        if let entry = tree.entry(id) { view.right = side(entry) }
        popup = .compare(view)
        return effects
    }

    private mutating func goThere(_ id: EntryID) {
        guard tree.entry(id) != nil else { return }
        tree.select(.entry(id))
        if focus == .files { focus = .tree }
        followTree()
    }

    private func other(for command: CommandName, of view: CompareView) -> CompareView.Side? {
        guard let right = view.right.entry else { return nil }
        let id: EntryID?
        switch command {
        case .goToParent: id = tree.parent(of: .entry(right))
        case .goToSource: id = tree.root(of: right)?.id
        default: id = tree.sibling(of: right, by: command == .nextSibling ? 1 : -1)
        }
        return id.flatMap(tree.entry).map(side)
    }
}
