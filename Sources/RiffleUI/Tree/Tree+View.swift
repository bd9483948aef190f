import RiffleAPI

extension Desk {
    func drawTree(in rect: Rect, of frame: inout Frame) {
        let room = drawPane(Words.Tree.title(picked: tree.picked.count, tree.filter), .tree, in: rect, of: &frame)
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
        let hidden = hiddenLevels(columns: room.columns)
        for (offset, index) in tree.list.visible(rows: room.rows).enumerated() {
            let row = room.row + offset
            let isSelected = index == tree.list.index
            let node = tree.rows[index].node
            let style = rowStyle(isSelected: isSelected, in: .tree, otherwise: style(of: node))
            let line = Rect(column: room.column, row: row, columns: room.columns, rows: 1)
            frame.fill(line, style: style)
            frame.mark(line, as: .node(index))
            if isSelected { point(at: row, in: room, pane: .tree, of: &frame) }
            let mark = isSelected ? "▌" : tree.picked.contains(node) ? "✓" : " "
            frame.write(mark, column: room.column, row: row, style: style)
            frame.write(
                text(ofRow: index, hiddenLevels: hidden), column: room.column + 1, row: row, style: style,
                width: room.columns - 1)
        }
    }

    /// Levels of a deep tree that are moved out to the left, so that the row under the cursor can be read.
    private func hiddenLevels(columns: Int) -> Int {
        let depth = tree.rows[tree.list.index].depth
        let room = max(1, (columns - 16) / 2)
        return max(0, depth - room)
    }

    /// One row of the tree as text: branches, then what the node is.
    package func text(ofRow index: Int, hiddenLevels: Int = 0) -> String {
        let row = tree.rows[index]
        let guides = TreeRow.guides(of: index, in: tree.rows).dropFirst(hiddenLevels)
        var text = hiddenLevels > 0 ? "‹" : ""
        text += guides.dropLast().map { $0 ? "│ " : "  " }.joined()
        if let hasNext = guides.last { text += hasNext ? "├ " : "└ " }
        if row.isFolded { text += "+ " }
        switch row.node {
        case .entry(let id): return text + (tree.entry(id).map(label) ?? "")
        case .request(let id): return text + (tree.request(id).map(label) ?? "")
        }
    }

    private func label(_ entry: Entry) -> String {
        let name = entry.originPath.map(Path.name) ?? Words.numbered(entry)
        let marks = Words.marks(entry)
        return name + (marks.isEmpty ? "" : " " + marks)
    }

    /// A parent, in a word: its file, or its places below the root.
    private func name(_ entry: Entry) -> String {
        entry.originPath.map(Path.name) ?? title(of: entry).split(separator: " › ").dropFirst().joined(separator: " › ")
    }

    private func label(_ request: RequestRecord) -> String {
        let time = Moment(seconds: request.created, offset: environment.zone).time
        if let job = jobs.running.first(where: { $0.request == request.id }) {
            return "\(time) \(Words.Requests.progress(job.fraction, of: request.settings.count))"
        }
        let state = request.state == .finished ? "" : " \(Words.name(request.state))"
        let note = request.note.isEmpty ? "" : " ✎"
        let mate = request.mate == nil ? "" : " × \(tree.mate(of: request).map(name) ?? Words.Tree.gone)"
        // Before the settings, which a narrow pane cuts: it is what this request has and others have not.
        return "\(time)\(mate) \(Words.asked(request))\(note)\(state)"
    }

    private func style(of node: Node) -> Style {
        switch node {
        case .entry(let id):
            guard let entry = tree.entry(id) else { return .text }
            return entry.isFavourite ? .favourite : entry.isRejected ? .dim : .text
        case .request(let id):
            switch tree.request(id)?.state {
            case .failed, .interrupted: return .error
            case .running: return .accent
            default: return .dim
            }
        }
    }
}
