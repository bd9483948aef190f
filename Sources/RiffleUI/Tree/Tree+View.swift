import RiffleAPI

extension Desk {
    func drawTree(in rect: Rect, of frame: inout Frame) {
        let title = Words.Tree.title(of: tree.path.map(Path.name), picked: tree.picked.count, tree.filter)
        var room = drawPane(title, .tree, in: rect, of: &frame)
        if tree.rows.isEmpty {
            let name = tree.path.map(Path.name) ?? (tree.words == nil ? "" : Words.Tree.isInTrash)
            frame.write(name, column: room.column + 1, row: room.row, width: room.columns - 1)
            if case .file = subject {
                frame.write(
                    Words.Tree.isEmpty, column: room.column + 1, row: room.row + 1, style: .dim,
                    width: room.columns - 1)
            }
            return
        }
        let hidden = hiddenGenerations(columns: room.columns)
        if hidden > 0, let above = tree.cursor.flatMap({ tree.ancestor(of: $0, generationsDown: hidden) }) {
            // What does not fit on the left is told as a way.
            frame.write(
                "‹ " + DisplayText.fitted(way(to: above), to: room.columns - 3, keepingEnd: true),
                column: room.column + 1,
                row: room.row, style: .dim, width: room.columns - 1)
            room = Rect(column: room.column, row: room.row + 1, columns: room.columns, rows: room.rows - 1)
        }
        for (offset, index) in tree.list.visible(rows: room.rows).enumerated() {
            draw(treeRow: index, hiding: hidden, row: room.row + offset, in: room, of: &frame)
        }
    }

    private func draw(treeRow index: Int, hiding hidden: Int, row: Int, in room: Rect, of frame: inout Frame) {
        let isSelected = index == tree.list.index
        let node = tree.rows[index].node
        let style = rowStyle(isSelected: isSelected, in: .tree, otherwise: style(of: node))
        let line = Rect(column: room.column, row: row, columns: room.columns, rows: 1)
        frame.fill(line, style: style)
        frame.mark(line, as: .node(index))
        if isSelected { point(at: row, in: room, pane: .tree, of: &frame) }
        let mark = isSelected ? "▌" : tree.picked.contains(node) ? "✓" : " "
        frame.write(mark, column: room.column, row: row, style: style)
        let (text, end) = parts(ofRow: index, hiding: hidden)
        guard !environment.isPlain else {
            let sentence = Words.Tree.sentence(
                generation: tree.generation(ofRow: index), text, end, isPicked: tree.picked.contains(node))
            frame.write(sentence, column: room.column + 1, row: row, style: style, width: room.columns - 1)
            return
        }
        let used = frame.write(
            end.text, endColumn: room.endColumn, row: row, style: isSelected ? style : end.style,
            width: room.columns / 2)
        let guides = tree.guides(ofRow: index, hiding: hidden)
        frame.write(guides, column: room.column + 1, row: row, style: isSelected ? style : .dim)
        frame.write(
            text, column: room.column + 1 + guides.count, row: row, style: style,
            width: max(0, room.columns - 2 - guides.count - used))
    }

    /// Generations of a deep tree that are moved out to the left, so that the row under the cursor can be read.
    func hiddenGenerations(columns: Int) -> Int {
        guard tree.rows.indices.contains(tree.list.index), !environment.isPlain else { return 0 }
        return max(0, tree.generation(ofRow: tree.list.index) - max(2, (columns - 18) / 2))
    }

    /// One row of the tree as text: brackets, what the node is, and at the end its marks or state.
    package func text(ofRow index: Int, hiding hidden: Int = 0) -> String {
        let (text, end) = parts(ofRow: index, hiding: hidden)
        return tree.guides(ofRow: index, hiding: hidden) + text + (end.text.isEmpty ? "" : " " + end.text)
    }

    /// - Returns: what stands at the left of a row, and at its end.
    private func parts(ofRow index: Int, hiding hidden: Int) -> (String, end: (text: String, style: Style)) {
        switch tree.rows[index].node {
        case .entry(let id):
            guard let entry = tree.entry(id) else { return ("", ("", .text)) }
            return (
                label(entry),
                (
                    environment.isPlain ? Words.plainMarks(entry) : Words.rowMarks(entry),
                    entry.isSeen ? .favourite : .accent
                )
            )
        case .request(let id):
            guard let request = tree.request(id) else { return ("", ("", .text)) }
            return (label(request, ofRow: index), state(of: request, isFolded: tree.rows[index].isFolded))
        }
    }

    private func label(_ entry: Entry) -> String {
        if let path = entry.originPath { return Path.name(path) }
        if environment.isPlain { return Words.Tree.sentence(of: entry) }
        let words = entry.request.flatMap(tree.request)?.prompt ?? ""
        let note = entry.note.isEmpty ? "" : " ✎"
        guard entry.manner == nil, !words.isEmpty else { return Words.numbered(entry) + note }
        return "\(entry.index + 1) \(words)" + note
    }

    /// A parent, in a word: its file, or its places below the root.
    private func name(_ entry: Entry) -> String {
        entry.originPath.map(Path.name) ?? way(to: entry).split(separator: " › ").dropFirst().joined(separator: " › ")
    }

    /// `today 09:12 · 4 · bold`: the day where it is not that of the request above.
    private func label(_ request: RequestRecord, ofRow index: Int) -> String {
        let moment = Moment(seconds: request.created, offset: environment.zone)
        let above = tree.rows[..<index].last { if case .request = $0.node { true } else { false } }
        var before: Int?
        if case .request(let id) = above?.node, let other = tree.request(id) {
            before = Moment(seconds: other.created, offset: environment.zone).dayNumber
        }
        let time =
            before == moment.dayNumber
            ? moment.time : "\(Words.shortDay(moment.dayNumber, today: today)) \(moment.time)"
        var parts = [time]
        if request.mate != nil { parts[0] += " × \(tree.mate(of: request).map(name) ?? Words.Tree.gone)" }
        if let operation = Words.Tree.operation(of: request) { parts.append(operation) }
        parts.append("\(request.settings.count)")
        if let strength = request.settings.strength, strength != 0.5 { parts.append(Words.strength(strength)) }
        if request.settings.backend != ImagesSettings.builtin { parts.append(request.settings.backend) }
        if let model = request.settings.model { parts.append(model) }
        if environment.isPlain { return Words.Tree.sentence(of: request, time: parts[0]) }
        return parts.joined(separator: " · ") + (request.note.isEmpty ? "" : " ✎")
    }

    private func state(of request: RequestRecord, isFolded: Bool) -> (text: String, style: Style) {
        if let job = jobs.running.first(where: { $0.request == request.id }) {
            return ("\(Int(nearest: (job.fraction * 100).rounded(.down))) %", .accent)
        }
        switch request.state {
        case .failed, .interrupted: return (Words.name(request.state), .error)
        case .finished: break
        default: return (Words.name(request.state), .dim)
        }
        let unseen = isFolded ? tree.branch(of: .request(request.id)).count(where: isUnseen) : 0
        return unseen > 0 ? ("\(unseen) ●", .accent) : ("", .dim)
    }

    private func isUnseen(_ node: Node) -> Bool {
        if case .entry(let id) = node, let entry = tree.entry(id) { !entry.isSeen } else { false }
    }

    private func style(of node: Node) -> Style {
        switch node {
        case .entry(let id): tree.entry(id)?.isRejected == true ? .dim : .text
        case .request(let id):
            switch tree.request(id)?.state {
            case .failed, .interrupted: .error
            case .running: .accent
            default: .dim
            }
        }
    }
}
