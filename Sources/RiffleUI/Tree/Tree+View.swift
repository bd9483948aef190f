import RiffleAPI

extension App {
    func drawTree(in rect: Rect, of frame: inout Frame) {
        let room = drawPane("Tree", .tree, in: rect, of: &frame)
        if tree.rows.isEmpty {
            let name = tree.path.map(Path.name) ?? ""
            frame.write(name, column: room.column + 1, row: room.row, width: room.columns - 1)
            if case .file = subject {
                frame.write(
                    "v makes variations", column: room.column + 1, row: room.row + 1, style: .dim,
                    width: room.columns - 1)
            }
            return
        }
        for (offset, index) in tree.list.visible(rows: room.rows).enumerated() {
            let row = room.row + offset
            let isSelected = index == tree.list.index
            let style = rowStyle(isSelected: isSelected, in: .tree, otherwise: style(of: tree.rows[index].node))
            frame.fill(Rect(column: room.column, row: row, columns: room.columns, rows: 1), style: style)
            if isSelected { frame.write("▌", column: room.column, row: row, style: style) }
            frame.write(
                text(of: tree.rows[index]), column: room.column + 1, row: row, style: style,
                width: room.columns - 1)
        }
    }

    /// One row of the tree as text: branches, then what the node is.
    package func text(of row: TreeRow) -> String {
        var text = row.guides.dropLast().map { $0 ? "│ " : "  " }.joined()
        if let hasNext = row.guides.last { text += hasNext ? "├ " : "└ " }
        if row.isFolded { text += "+ " }
        switch row.node {
        case .entry(let id): return text + (tree.entry(id).map(label) ?? "")
        case .request(let id): return text + (tree.request(id).map(label) ?? "")
        }
    }

    private func label(_ entry: Entry) -> String {
        if let path = entry.originPath { return Path.name(path) + (entry.isFavourite ? " ★" : "") }
        return "\(entry.index + 1)\(entry.isFavourite ? " ★" : "")\(entry.isSeen ? "" : " new")"
    }

    private func label(_ request: RequestRecord) -> String {
        let time = Moment(seconds: request.created, offset: environment.zone).time
        if let job = jobs.first(where: { $0.request == request.id }) {
            return "\(time) \(Int(job.fraction * 100)) % of \(request.settings.n)"
        }
        let state = request.state == .finished ? "" : " \(Words.name(request.state))"
        return "\(time) \(Words.settings(request.settings))\(state)"
    }

    private func style(of node: Node) -> Style {
        switch node {
        case .entry(let id): return tree.entry(id)?.isFavourite == true ? .favourite : .text
        case .request(let id):
            switch tree.request(id)?.state {
            case .failed, .interrupted: return .error
            case .running: return .accent
            default: return .dim
            }
        }
    }
}
