import RiffleAPI

/// Asks how a picture is made larger: enlarged, or extended beyond its edges, and by which backend.
package struct EnlargeForm: Popup {
    package enum Kind: Sendable, Equatable { case upscale, extend }

    package enum Field: Sendable { case backend, scale, side, percent, count, prompt }

    package let kind: Kind
    package let source: Order.Source
    let facts: PictureFacts
    package private(set) var fields: FieldList<Field>

    package var context: Context { .enlarge }
    package var room: PopupRoom { .panes([.preview, .tree]) }

    /// - Parameter backends: those that can, by name.
    init(_ kind: Kind, _ source: Order.Source, _ facts: PictureFacts, backends: [String], current: String) {
        (self.kind, self.source, self.facts) = (kind, source, facts)
        let backend = InputField<Field>(
            .backend, Words.Enlarging.backend, choices: backends, selected: backends.firstIndex(of: current))
        switch kind {
        case .upscale:
            fields = FieldList([
                InputField(.scale, Words.Enlarging.scale, choices: ["2×", "3×", "4×"], selected: 0), backend,
            ])
        case .extend:
            // A square is made of what is none.
            let sides = Margins.Side.allCases.filter { $0 != .square || !facts.isSquare }
            fields = FieldList([
                InputField(.side, Words.Enlarging.side, choices: sides.map(Words.Enlarging.name), selected: 0),
                InputField(.percent, Words.Enlarging.percent, number: 50, in: 1...200, step: 10),
                InputField(.count, Words.Enlarging.count, number: 2, in: RequestRules.counts), backend,
                InputField(
                    .prompt, Words.Enlarging.prompt, text: "", placeholder: Words.Enlarging.noPrompt,
                    limit: RequestRules.textLimit),
            ])
        }
        hideFields()
    }

    private var backend: String { fields.value(.backend) }
    private var isByEngine: Bool { backend == ImagesSettings.builtin }

    private var side: Margins.Side {
        Margins.Side.allCases.first { Words.Enlarging.name($0) == fields.value(.side) } ?? .all
    }

    private var margins: Margins {
        Margins(side, percent: Int(fields.value(.percent)) ?? 50, width: facts.width, height: facts.height)
    }

    private var scale: Int { fields.value(.scale).first?.wholeNumberValue ?? 2 }

    private mutating func hideFields() {
        fields.hidden = isByEngine ? [.prompt] : []
        if kind == .extend, side == .square { fields.hidden.insert(.percent) }
    }

    /// Pixels across and down of what comes; nil where the server decides.
    private var resultSize: (width: Int, height: Int)? {
        guard kind == .extend else {
            return facts.width > 0 ? (facts.width * scale, facts.height * scale) : nil
        }
        let margins = self.margins
        return (facts.width + margins.left + margins.right, facts.height + margins.top + margins.bottom)
    }

    func order(on desk: Desk) -> Order {
        guard kind == .extend else {
            return Order(upscaling: source, of: facts, scale: scale, backend: backend)
        }
        let prompt = fields.hidden.contains(.prompt) ? "" : fields.value(.prompt)
        let settings = ImagesSettings(backend: backend, n: Int(fields.value(.count)))
        return Order(
            extending: source, by: margins, prompt: prompt.isEmpty ? nil : prompt, settings: settings,
            profile: desk.environment.profiles.first { $0.name == backend })
    }

    // MARK: The popup

    package func title(on desk: Desk) -> String { Words.Enlarging.title(kind, desk.name(of: source)) }

    package mutating func perform(_ command: CommandName, key: Key?, on desk: inout Desk) -> Outcome {
        switch command {
        case .close: return .close
        // The next form of variations does not begin with what this one had.
        case .send: return .close(desk.send(order(on: desk), isRepeat: true))
        default:
            _ = fields.perform(command)
            hideFields()
            return .stay
        }
    }

    package mutating func type(_ text: [Character], on desk: inout Desk) -> Outcome {
        fields.type(text)
        hideFields()
        return .stay
    }

    package mutating func point(_ deed: PopupMouse, on desk: inout Desk) -> Outcome {
        let isTaken = fields.point(deed)
        hideFields()
        return isTaken ? .stay : wheel(deed, on: &desk)
    }

    package func draw(in room: Rect, of frame: inout Frame, on desk: Desk) {
        let rows = max(1, min(fields.shown.count, room.rows - 2))
        var left = Rect(column: room.column, row: room.row, columns: room.columns, rows: rows)
        if room.columns >= 50, room.rows >= 6 {
            left.columns = min(64, max(38, room.columns / 2))
            // With the new frame around it.
            let picture = desk.picture(of: source, mend: kind == .extend ? .extend(margins) : .none)
            frame.place(
                picture,
                in: Rect(
                    column: left.endColumn + 1, row: room.row, columns: room.endColumn - left.endColumn - 1,
                    rows: room.rows - 2))
        }
        frame.write(fields, labels: 11, in: left)
        guard room.rows > rows + 1 else { return }
        let profile = desk.environment.profiles.first { $0.name == backend }
        let note = Words.Enlarging.note(kind, profile, size: resultSize)
        frame.write(
            note, column: room.column + 1, row: room.endRow - 1, style: .popup, width: room.columns - 2)
    }
}

extension Desk {
    /// Asks how the picture that is looked at is enlarged or extended.
    mutating func openEnlargeForm(_ kind: EnlargeForm.Kind) -> Outcome {
        let able = environment.profiles.filter { kind == .upscale ? $0.upscales : $0.operations.contains(.edit) }
        guard !able.isEmpty else {
            report(Words.Enlarging.noBackend(kind))
            return .stay
        }
        func form(_ source: Order.Source, _ facts: PictureFacts) -> Outcome {
            .open(EnlargeForm(kind, source, facts, backends: able.map(\.name), current: recent.settings.backend))
        }
        switch subject {
        case .file(let item):
            switch browser.facts[item.path] {
            case .picture(let facts, _): return form(.file(item), facts)
            case .unreadable(let reason): report(Words.Pictures.cannotBeVaried(item.name, reason))
            case nil: say(Words.Pictures.isBeingRead(item.name))
            }
        case .entry(let entry):
            if let root = tree.root(of: entry.id) { return form(.entry(entry, root: root), entry.facts) }
        case .forming: say(Words.Pictures.isForming)
        case .nothing: say(Words.Pictures.selectOne)
        }
        return .stay
    }
}
