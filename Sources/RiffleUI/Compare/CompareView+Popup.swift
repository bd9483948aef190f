import RiffleAPI

extension CompareView: Popup {
    package var context: Context { .compare }
    package var room: PopupRoom { .screen }

    /// Compares two picked pictures, or the current one with its parent.
    static func open(on desk: inout Desk) -> Outcome {
        guard let view = desk.comparison() else {
            desk.say(Words.Pictures.nothingToCompare)
            return .stay
        }
        desk.tree.picked = []
        return .open(view, [view.measuring])
    }

    private var measuring: Effect { .measure(left.picture, right.picture) }

    package mutating func perform(_ command: CommandName, key: Key?, on desk: inout Desk) -> Outcome {
        switch command {
        case .close:
            if let id = right.entry { desk.go(to: id) }
            return .close(desk.markSeen())
        case .compareMode:
            if case .character(let digit) = key?.code, let number = digit.wholeNumberValue {
                mode = Mode(rawValue: number) ?? mode
            }
        case .nextMode: turn(1)
        case .previousMode: turn(-1)
        case .flick: flick()
        case .lineLeft: moveLine(-50)
        case .lineRight: moveLine(50)
        case .swap: swap(&left, &right)
        case .zoomIn, .zoomOut, .zoomFit, .moveLeft, .moveRight, .moveUp, .moveDown: zoom(command, on: desk)
        case .goToParent, .goToSource, .nextSibling, .previousSibling:
            guard let other = other(for: command, on: desk) else {
                desk.say(Words.Pictures.noSuch)
                return .stay
            }
            if command == .goToParent || command == .goToSource { left = other } else { right = other }
            similarity = nil
            return [measuring]
        case .favourite, .reject, .rate: return mark(command, key: key, on: &desk)
        case .collect:
            if let id = right.entry { desk.go(to: id) }
            return desk.collect()
        default: break
        }
        return .stay
    }

    private mutating func zoom(_ command: CommandName, on desk: Desk) {
        let size = desk.display.size
        let room = Size(
            columns: mode == .beside ? (size.columns - 1) / 2 : size.columns,
            rows: desk.layout.body.endRow - 1)
        var zoom = ZoomView(picture: right.picture, title: "", facts: nil)
        zoom.viewport = viewport
        zoom.perform(command, fit: desk.display.fit(width: right.width ?? 1, height: right.height ?? 1, in: room))
        viewport = zoom.viewport
    }

    /// Marks apply to the picture on the right.
    private mutating func mark(_ command: CommandName, key: Key?, on desk: inout Desk) -> Outcome {
        guard let id = right.entry else {
            desk.say(Words.Marks.onlyPictures)
            return .stay
        }
        desk.go(to: id)
        let outcome = desk.performMark(command, key: key) ?? .stay
        if let entry = desk.tree.entry(id) { right = desk.side(entry) }
        return outcome
    }

    private func other(for command: CommandName, on desk: Desk) -> Side? {
        guard let right = right.entry else { return nil }
        let id: EntryID?
        switch command {
        case .goToParent: id = desk.tree.parent(of: .entry(right))
        case .goToSource: id = desk.tree.root(of: right)?.id
        default: id = desk.tree.sibling(of: right, by: command == .nextSibling ? 1 : -1)
        }
        return id.flatMap(desk.tree.entry).map(desk.side)
    }

    package mutating func point(_ deed: PopupMouse, on desk: inout Desk) -> Outcome {
        switch deed {
        case .picture(let point, let area), .drag(_, let point, let area?):
            if mode == .line { putLine(at: point.column - area.column, of: area.size) }
            return .stay
        default: return wheel(deed, on: &desk)
        }
    }

    package mutating func receive(_ action: Action, on desk: inout Desk) -> Outcome {
        if case .similarityMeasured(left.picture, right.picture, let similarity) = action {
            self.similarity = similarity
        }
        return .stay
    }
}

extension Desk {
    fileprivate func comparison() -> CompareView? {
        let picked = targets.compactMap { node in if case .entry(let id) = node { tree.entry(id) } else { nil } }
        if tree.picked.count == 2, picked.count == 2 {
            return CompareView(left: side(picked[0]), right: side(picked[1]))
        }
        switch subject {
        case .entry(let entry):
            if let parent = tree.parent(of: .entry(entry.id)).flatMap(tree.entry) {
                return CompareView(left: side(parent), right: side(entry))
            }
            return firstResult.map { CompareView(left: side(entry), right: side($0)) }
        case .file(let item):
            if let entry = fileEntry, let parent = tree.parent(of: .entry(entry.id)).flatMap(tree.entry) {
                return CompareView(left: side(parent), right: side(entry))
            }
            return firstResult.map { CompareView(left: side(item), right: side($0)) }
        case .forming, .nothing: return nil
        }
    }

    /// The selected picture of the strip, or its first.
    private var firstResult: Entry? {
        let arrived = slots.enumerated().compactMap { place, slot in
            if case .arrived(let entry) = slot { (place, entry) } else { nil }
        }
        return (arrived.first { $0.0 == results.selected } ?? arrived.first)?.1
    }

    fileprivate func side(_ entry: Entry) -> CompareView.Side {
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

    fileprivate mutating func go(to id: EntryID) {
        guard tree.entry(id) != nil else { return }
        tree.select(.entry(id))
        if focus == .files { focus = .tree }
        followTree()
    }
}
