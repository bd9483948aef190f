import RiffleAPI

extension Desk {
    func drawTree(in rect: Rect, of frame: inout Frame) {
        let title = Words.Tree.title(of: tree.path.map(Path.name), picked: tree.picked.count, tree.filter)
        var room = drawTitle(title, .tree, in: rect, of: &frame)
        if tree.rows.isEmpty {
            let isInTrash = tree.path == nil && tree.words != nil
            let isFile = if case .file = subject { true } else { false }
            let text = isInTrash ? Words.Tree.isInTrash : isFile ? Words.Tree.isEmpty : ""
            frame.write(text, column: room.column + 1, row: room.row, style: .dim, width: room.columns - 1)
            return
        }
        let small = smallPictures(in: room.size)
        let hidden = hiddenGenerations(columns: room.columns)
        if hidden > 0, let above = tree.cursor.flatMap({ tree.ancestor(of: $0, generationsDown: hidden) }) {
            // Generations that do not fit on the left are shown as a path.
            frame.write(
                "‹ " + DisplayText.fitted(way(to: above), to: room.columns - 3, keepingEnd: true),
                column: room.column + 1,
                row: room.row, style: .dim, width: room.columns - 1)
            room = Rect(column: room.column, row: room.row + 1, columns: room.columns, rows: room.rows - 1)
        }
        var line = room.row
        for index in tree.list.visible(rows: room.rows) where line < room.endRow {
            let rows = small.contains(tree.rows[index].node) ? 2 : 1
            let rect = Rect(
                column: room.column, row: line, columns: room.columns, rows: min(rows, room.endRow - line))
            draw(treeRow: index, hiding: hidden, in: rect, of: &frame)
            line += rows
        }
    }

    /// - Parameter rect: two rows high if the picture is shown beside its name.
    private func draw(treeRow index: Int, hiding hidden: Int, in rect: Rect, of frame: inout Frame) {
        let isSelected = index == tree.list.index
        let (node, row) = (tree.rows[index].node, rect.row)
        let isPicked = tree.picked.contains(node)
        let style = rowStyle(
            isSelected: isSelected, isPicked: isPicked, in: .tree, of: frame, otherwise: style(of: node))
        frame.fill(Rect(column: rect.column, row: row, columns: rect.columns, rows: 1), style: style)
        frame.mark(rect, as: .node(index))
        if isSelected { point(at: row, in: rect, pane: .tree, of: &frame) }
        let mark = rowMark(isSelected: isSelected, isPicked: isPicked, in: .tree, of: frame)
        frame.write(mark, column: rect.column, row: row, style: style)
        let (text, end) = parts(ofRow: index, hiding: hidden)
        guard !frame.isPlain else {
            let sentence = Words.Tree.sentence(
                generation: tree.generation(ofRow: index), text, end, isPicked: isPicked)
            frame.write(sentence, column: rect.column + 2, row: row, style: style, width: rect.columns - 2)
            return
        }
        let used = frame.write(
            end.text, endColumn: rect.endColumn, row: row, style: isSelected ? style : end.style,
            width: rect.columns / 2)
        let guides = tree.guides(ofRow: index, hiding: hidden)
        frame.write(guides, column: rect.column + 1, row: row, style: isSelected ? style : .guide)
        var start = rect.column + 1 + guides.count
        if rect.rows > 1, let entry = tree.entry(at: node) {
            frame.write(Tree.continued(guides), column: rect.column + 1, row: row + 1, style: .guide)
            let picture = Rect(column: start, row: row, columns: Desk.smallPicture.columns, rows: 2)
            frame.place(.kept(digest: entry.digest), in: picture)
            start = picture.endColumn + 1
            let facts = Words.Tree.facts(of: entry, variations: tree.variations(of: node))
            frame.write(facts, column: start, row: row + 1, style: .dim, width: rect.endColumn - start)
        }
        frame.write(text, column: start, row: row, style: style, width: max(0, rect.endColumn - start - used - 1))
    }

    /// The size of a picture beside its row, in cells.
    private static let smallPicture = Size(columns: 4, rows: 2)

    /// The pictures shown beside their rows: those of the request in the strip, if there is room. They add ten rows at most.
    private func smallPictures(in room: Size) -> Set<Node> {
        guard room.columns >= 36, !environment.isPlain, let request = results.request else { return [] }
        let pictures = tree.children(of: .request(request)).filter(tree.isShown)
        return 2 * pictures.count + 4 <= room.rows ? Set(pictures) : []
    }

    /// Rows that small pictures add.
    func extraTreeRows(in room: Size) -> Int { smallPictures(in: room).count }

    /// Generations of a deep tree that are scrolled out to the left, so that the row at the cursor is readable.
    func hiddenGenerations(columns: Int) -> Int {
        guard tree.rows.indices.contains(tree.list.index), !environment.isPlain else { return 0 }
        return max(0, tree.generation(ofRow: tree.list.index) - max(2, (columns - 18) / 2))
    }

    /// A row of the tree as text: brackets, the node, and at the end its marks or state.
    package func text(ofRow index: Int, hiding hidden: Int = 0) -> String {
        let (text, end) = parts(ofRow: index, hiding: hidden)
        return tree.guides(ofRow: index, hiding: hidden) + text + (end.text.isEmpty ? "" : " " + end.text)
    }

    /// - Returns: the text at the left of a row, and at its end.
    private func parts(ofRow index: Int, hiding hidden: Int) -> (String, end: (text: String, style: Style)) {
        switch tree.rows[index].node {
        case .entry(let id):
            guard let entry = tree.entry(id) else { return ("", ("", .text)) }
            return (
                label(entry),
                (
                    environment.isPlain ? Words.plainMarks(entry) : Words.rowMarks(entry),
                    entry.isSeen ? .favourite : .unseen
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

    /// A short name for a parent: its file, or its path from the root.
    private func name(_ entry: Entry) -> String {
        entry.originPath.map(Path.name) ?? way(to: entry).split(separator: " › ").dropFirst().joined(separator: " › ")
    }

    /// `today 09:12 · 4 · bold`; the day only if it differs from that of the request above.
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
        return unseen > 0 ? ("\(unseen) ●", .unseen) : ("", .dim)
    }

    private func isUnseen(_ node: Node) -> Bool {
        if case .entry(let id) = node, let entry = tree.entry(id) { !entry.isSeen } else { false }
    }

    private func style(of node: Node) -> Style {
        switch node {
        case .entry(let id): tree.entry(id)?.isRejected == true ? .rejected : .text
        case .request(let id):
            switch tree.request(id)?.state {
            case .failed, .interrupted: .error
            default: .dim
            }
        }
    }
}
