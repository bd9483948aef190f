import RiffleAPI

extension App {
    /// Opens the picture that is looked at to have a mask painted on it; what was painted on it before is still there.
    mutating func openMaskEditor() -> [Effect] {
        guard !capable(of: .edit).isEmpty else {
            report(Words.nobodyMakes(.edit))
            return []
        }
        let editor: MaskEditor
        switch subject {
        case .file(let item):
            guard case .picture(let facts, _) = browser.facts[item.path] else {
                if case .unreadable(let reason) = browser.facts[item.path] {
                    report(Words.Pictures.cannotBeEdited(item.name, reason))
                } else {
                    notice = .info(Words.Pictures.isBeingRead(item.name))
                }
                return []
            }
            editor = MaskEditor(source: .file(item), title: item.name, facts: facts)
        case .entry(let entry):
            guard let root = tree.root(of: entry.id) else { return [] }
            editor = MaskEditor(source: .entry(entry, root: root), title: title(of: entry), facts: entry.facts)
        case .forming:
            notice = .info(Words.Pictures.isForming)
            return []
        case .nothing:
            notice = .info(Words.Pictures.selectOne)
            return []
        }
        guard editor.facts.width > 0, editor.facts.height > 0 else {
            notice = .info(Words.Masks.cannotBeShown)
            return []
        }
        popup = .mask(leftEditor?.source == editor.source ? leftEditor ?? editor : editor)
        return []
    }

    mutating func performInMask(_ command: CommandName, key: Key?) -> [Effect] {
        guard case .mask(var editor) = popup else { return [] }
        switch command {
        case .moveLeft: editor.move(x: -1, y: 0, pace(of: key))
        case .moveRight: editor.move(x: 1, y: 0, pace(of: key))
        case .moveUp: editor.move(x: 0, y: -1, pace(of: key))
        case .moveDown: editor.move(x: 0, y: 1, pace(of: key))
        case .paint: editor.paint()
        case .pen: editor.togglePen()
        case .rectangle: editor.toggleRectangle()
        case .eraser: editor.toggleEraser()
        case .brushSmaller: editor.size(by: -1)
        case .brushLarger: editor.size(by: 1)
        case .growMask: editor.grow(true)
        case .shrinkMask: editor.grow(false)
        case .invertMask: editor.take(.invert)
        case .clearMask: editor.take(.clear)
        case .maskFromAlpha: editor.take(.transparent)
        case .undo: if !editor.undo() { notice = .info(Words.Marks.nothingToUndo) }
        case .redo: if !editor.redo() { notice = .info(Words.Marks.nothingToRedo) }
        case .squareBy: if !editor.turnMend() { notice = .info(Words.Masks.isSquare) }
        case .zoomIn, .zoomOut, .zoomFit: editor.zoom(command)
        case .accept:
            leftEditor = editor
            return openEditForm(editor)
        case .close:
            if !editor.letGo() {
                leftEditor = editor
                popup = nil
                if !editor.sketch.isEmpty {
                    notice = .info(Words.Masks.isKept)
                }
                return []
            }
        default: return []
        }
        popup = .mask(editor)
        return []
    }

    /// Capital letters and Shift go far, Alt a pixel.
    private func pace(of key: Key?) -> MaskEditor.Pace {
        guard let key else { return .brush }
        if key.alt { return .pixel }
        if case .character(let character) = key.code { return character.isUppercase ? .far : .brush }
        return key.shift ? .far : .brush
    }

    func draw(_ editor: MaskEditor, in frame: inout Frame) {
        frame.fill(Rect(column: 0, row: 0, columns: size.columns, rows: 1), style: .bar)
        let shape = editor.mend == .none ? "" : "  \(Words.name(editor.mend))"
        let used = frame.write(
            "\(Words.Masks.state(of: editor)) ", endColumn: size.columns, row: 0, style: .bar,
            width: size.columns * 2 / 3)
        frame.write(
            " \(Words.Masks.title) \(editor.title)\(shape)", column: 0, row: 0, style: .barKey,
            width: size.columns - used - 1)
        let room = Rect(column: 0, row: 1, columns: size.columns, rows: size.rows - 2)
        frame.place(.masked(picture(of: editor), editor.shown), in: room, viewport: editor.viewport)
        frame.mark(room, as: .picture)
    }

    /// The picture under the mask.
    func picture(of editor: MaskEditor) -> PictureID { picture(of: editor.source, mend: editor.mend) }

    /// A source as it will be sent.
    func picture(of source: VariationOrder.Source, mend: Mend, below: Int? = nil) -> PictureID {
        let picture: PictureID =
            switch source {
            case .file(let item): item.picture
            case .entry(let entry, _): .kept(digest: entry.digest)
            }
        return mend == .none && below == nil ? picture : .mended(picture, mend, below: below)
    }
}
