import RiffleAPI

extension MaskEditor: Popup {
    package var context: Context { .mask }
    package var room: PopupRoom { .screen }

    /// Opens the mask editor on the current picture, with its unfinished mask.
    static func open(on desk: inout Desk) -> Outcome {
        guard let editor = desk.maskEditor() else { return .stay }
        if let left = desk.recent.mask, left.source == editor.source { return .open(left) }
        return .open(editor)
    }

    /// Performs a command that moves or changes the brush, or paints.
    mutating func draw(_ command: CommandName, key: Key?) {
        switch command {
        case .moveLeft: move(x: -1, y: 0, pace(of: key))
        case .moveRight: move(x: 1, y: 0, pace(of: key))
        case .moveUp: move(x: 0, y: -1, pace(of: key))
        case .moveDown: move(x: 0, y: 1, pace(of: key))
        case .paint: paint()
        case .pen: togglePen()
        case .rectangle: toggleRectangle()
        case .eraser: toggleEraser()
        case .brushSmaller: size(by: -1)
        case .brushLarger: size(by: 1)
        case .zoomIn, .zoomOut, .zoomFit: zoom(command)
        default: break
        }
    }

    package mutating func perform(_ command: CommandName, key: Key?, on desk: inout Desk) -> Outcome {
        switch command {
        case .growMask: grow(true)
        case .shrinkMask: grow(false)
        case .invertMask: take(.invert)
        case .clearMask: take(.clear)
        case .maskFromAlpha: take(.transparent)
        case .undo: if !undo() { desk.say(Words.Marks.nothingToUndo) }
        case .redo: if !redo() { desk.say(Words.Marks.nothingToRedo) }
        case .squareBy: if !turnMend() { desk.say(Words.Masks.isSquare) }
        case .accept:
            desk.recent.mask = self
            return desk.openEditForm(self)
        case .close:
            guard !letGo() else { break }
            desk.recent.mask = self
            if !sketch.isEmpty { desk.say(Words.Masks.isKept) }
            return .close
        default: draw(command, key: key)
        }
        return .stay
    }

    /// The distance of a movement: far with capital letters and Shift, one pixel with Alt.
    private func pace(of key: Key?) -> Pace {
        guard let key else { return .brush }
        if key.alt { return .pixel }
        if case .character(let character) = key.code { return character.isUppercase ? .far : .brush }
        return key.shift ? .far : .brush
    }

    package mutating func point(_ deed: PopupMouse, on desk: inout Desk) -> Outcome {
        switch deed {
        case .picture(let point, let area):
            paint(to: spot(at: point, in: area, cell: desk.display.cell), isNew: true)
        case .drag(_, let point, let area?):
            paint(to: spot(at: point, in: area, cell: desk.display.cell), isNew: false)
        default: return wheel(deed, on: &desk)
        }
        return .stay
    }

    package func status(on desk: Desk) -> PopupStatus? {
        let shape = mend == .none ? "" : "  \(Words.name(mend))"
        return PopupStatus(left: "\(Words.Masks.title) \(title)\(shape)", right: Words.Masks.state(of: self))
    }

    package func draw(in room: Rect, of frame: inout Frame, on desk: Desk) {
        frame.place(.masked(desk.picture(of: source, mend: mend), shown), in: room, viewport: viewport)
        frame.mark(room, as: .picture)
    }
}

extension Desk {
    /// An empty mask for the current picture; nil, with a message, if it cannot have one.
    fileprivate mutating func maskEditor() -> MaskEditor? {
        guard !capable(of: .edit).isEmpty else {
            report(Words.nobodyMakes(.edit))
            return nil
        }
        return brush()
    }

    /// A brush for the current picture; nil, with a message, if it cannot have one.
    mutating func brush() -> MaskEditor? {
        let editor: MaskEditor
        switch subject {
        case .file(let item):
            switch browser.facts[item.path] {
            case .picture(let facts, _): editor = MaskEditor(source: .file(item), title: item.name, facts: facts)
            case .unreadable(let reason):
                report(Words.Pictures.cannotBeEdited(item.name, reason))
                return nil
            case nil:
                say(Words.Pictures.isBeingRead(item.name))
                return nil
            }
        case .entry(let entry):
            guard let root = tree.root(of: entry.id) else { return nil }
            editor = MaskEditor(source: .entry(entry, root: root), title: title(of: entry), facts: entry.facts)
        case .forming:
            say(Words.Pictures.isForming)
            return nil
        case .nothing:
            say(Words.Pictures.selectOne)
            return nil
        }
        guard editor.facts.width > 0, editor.facts.height > 0 else {
            say(Words.Masks.cannotBeShown)
            return nil
        }
        return editor
    }
}
