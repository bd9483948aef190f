package import RiffleAPI

/// The History view: all pictures ever made, newest first, or those that are searched for, loaded a page at a time; and
/// the requests that made none.
package struct HistoryList: Popup {
    package internal(set) var line = LineEdit()
    package private(set) var items: [RequestSummary] = []
    /// What can be selected, in order.
    package private(set) var cells: [HistoryCell] = []
    package internal(set) var index = 0
    /// The cells in rows under the headings of days; set by whoever lays the screen out.
    var layout = HistoryLayout()
    /// Whether it is a list of names in place of pictures; nil: as the screen's size suggests.
    var showsNames: Bool?
    /// True when the oldest request is among `items`.
    package private(set) var isComplete = false
    private(set) var isLoading = true
    /// Enter was pressed before what was typed had been searched for.
    private var opensFirst = false
    private var loadsMore = false

    package var context: Context { .history }
    package var room: PopupRoom { .list }

    package var search: HistorySearch { HistorySearch(line.text) }

    package var selected: HistoryCell? { cells.indices.contains(index) ? cells[index] : nil }

    func summary(of cell: HistoryCell) -> RequestSummary { items[cell.item] }

    static func open(on desk: inout Desk, searching text: String = "") -> Outcome {
        var history = HistoryList()
        history.line = LineEdit(text)
        let load = history.reload()
        return .open(history, [load])
    }

    package mutating func perform(_ command: CommandName, key: Key?, on desk: inout Desk) -> Outcome {
        switch command {
        case .close: return .close
        case .open:
            opensFirst = isLoading && !isPaging
            return opensFirst ? .stay : open(on: &desk)
        case .nextMode: showsNames = !layout.showsNames
        default:
            guard let moved = layout.index(after: command, from: index) else {
                return searching { $0.perform(command) }
            }
            index = max(0, min(moved, cells.count - 1))
            return Outcome(nextPage())
        }
        return .stay
    }

    private func open(on desk: inout Desk) -> Outcome {
        selected.map { .closeAll(desk.reveal(summary(of: $0), $0.picture)) } ?? .stay
    }

    /// Whether what is loaded only adds to what is shown.
    private var isPaging: Bool { loadsMore && !items.isEmpty }

    package mutating func point(_ deed: PopupMouse, on desk: inout Desk) -> Outcome {
        guard case .row(let row, let isDouble) = deed, cells.indices.contains(row) else {
            return wheel(deed, on: &desk)
        }
        index = row
        return isDouble ? perform(.open, key: nil, on: &desk) : .stay
    }

    package mutating func type(_ text: [Character], on desk: inout Desk) -> Outcome {
        searching { line in text.forEach { line.type($0) } }
    }

    private mutating func searching(_ change: (inout LineEdit) -> Void) -> Outcome {
        let before = search
        change(&line)
        return search == before ? .stay : [reload()]
    }

    package mutating func receive(_ action: Action, on desk: inout Desk) -> Outcome {
        if case .historyLoaded(let search, let last, let page, let isComplete) = action, search == self.search {
            add(page, after: last, isComplete: isComplete)
            if opensFirst, last == nil {
                opensFirst = false
                return open(on: &desk)
            }
        }
        return .stay
    }

    /// Adds a page of what is searched for; one that does not follow the last is dropped.
    private mutating func add(_ page: [RequestSummary], after last: RequestID?, isComplete: Bool) {
        guard last == nil || last == items.last?.id else { return }
        if last == nil { (items, cells, index) = ([], [], 0) }
        for summary in page {
            let pictures = summary.pictures.map { HistoryCell(item: items.count, picture: $0) }
            cells += pictures.isEmpty ? [HistoryCell(item: items.count, picture: nil)] : pictures
            items.append(summary)
        }
        self.isComplete = isComplete
        isLoading = false
    }

    /// The first page anew: something was typed, or the history changed.
    private mutating func reload() -> Effect {
        (isLoading, loadsMore, opensFirst) = (true, false, false)
        return .loadHistory(search, before: nil)
    }

    /// Asks for older requests when the cursor comes near the end.
    private mutating func nextPage() -> [Effect] {
        guard !isComplete, !isLoading, let last = items.last, index + 100 >= cells.count else { return [] }
        (isLoading, loadsMore) = (true, true)
        return [.loadHistory(search, before: last.id)]
    }

    package mutating func layOut(in room: Size, on desk: Desk) {
        let isWide = room.columns >= Layout.complete.columns && room.rows >= 20
        let names = showsNames ?? (!isWide || desk.environment.isPlain)
        // Above it is the search.
        let room = Size(columns: room.columns, rows: max(1, room.rows - 1))
        let top = layout.top
        layout = HistoryLayout(days: cells.map { day(of: $0, on: desk) }, showsNames: names, in: room)
        layout.show(index, from: top)
    }

    private func day(of cell: HistoryCell, on desk: Desk) -> Int {
        Moment(seconds: items[cell.item].record.created, offset: desk.environment.zone).dayNumber
    }
}

/// Something that can be selected in the history: a picture, or a request without one.
package struct HistoryCell: Sendable, Equatable {
    /// Place of its request among the items.
    package var item: Int
    package var picture: Entry?
}

extension Desk {
    /// Leads from a line of the history to its place in the tree, in the folder of its source.
    fileprivate mutating func reveal(_ summary: RequestSummary, _ picture: Entry?) -> [Effect] {
        let path = summary.path ?? summary.root?.originPath
        guard let path else {
            // It began with words: with this request, or with the one that made the picture at the root.
            let effects = reveal(summary.id, growingFromWords: summary.root?.request ?? summary.id)
            if let picture { destination = .picture(picture.id) }
            return effects
        }
        guard let picture else { return reveal(summary.id, growingFrom: path) }
        return reveal(picture, root: summary.root, path: path)
    }
}
