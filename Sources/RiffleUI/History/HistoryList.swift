package import RiffleAPI

/// The History view: all requests ever made, newest first, or those that are searched for, loaded a page at a time.
package struct HistoryList: ListPopup {
    package internal(set) var line = LineEdit()
    package private(set) var items: [RequestSummary] = []
    package internal(set) var list = ListCursor()
    /// True when the oldest request is among `items`.
    package private(set) var isComplete = false
    private(set) var isLoading = true

    package var context: Context { .history }
    package var room: PopupRoom { .box }
    var choosing: CommandName { .open }

    package var search: HistorySearch { HistorySearch(line.text) }

    package var selected: RequestSummary? { items.indices.contains(list.index) ? items[list.index] : nil }

    static func open(on desk: inout Desk) -> Outcome {
        var history = HistoryList()
        let load = history.reload()
        return .open(history, [load])
    }

    package mutating func perform(_ command: CommandName, key: Key?, on desk: inout Desk) -> Outcome {
        switch command {
        case .close: return .close
        case .open: return selected.map { .closeAll(desk.reveal($0)) } ?? .stay
        default:
            if let outcome = move(command, on: &desk) { return outcome }
            return searching { $0.perform(command) }
        }
    }

    mutating func moved(on desk: inout Desk) -> Outcome { Outcome(nextPage()) }

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
        }
        return .stay
    }

    /// Adds a page of what is searched for; one that does not follow the last is dropped.
    private mutating func add(_ page: [RequestSummary], after last: RequestID?, isComplete: Bool) {
        guard last == nil || last == items.last?.id else { return }
        items = last == nil ? page : items + page
        list.count = items.count
        if last == nil { list.move(to: 0) }
        self.isComplete = isComplete
        isLoading = false
    }

    /// The first page anew: something was typed, or the history changed.
    private mutating func reload() -> Effect {
        isLoading = true
        return .loadHistory(search, before: nil)
    }

    /// Asks for older requests when the cursor comes near the end.
    private mutating func nextPage() -> [Effect] {
        guard !isComplete, !isLoading, let last = items.last, list.index + 2 * list.page >= items.count
        else { return [] }
        isLoading = true
        return [.loadHistory(search, before: last.id)]
    }

    package mutating func layOut(in room: Size, on desk: Desk) { list.page = max(1, room.rows - 1) }
}

extension Desk {
    /// Leads from a line of the history to its place in the tree, in the folder of its source.
    fileprivate mutating func reveal(_ summary: RequestSummary) -> [Effect] {
        guard let path = summary.root?.originPath else {
            // It began with words: with this request, or with the one that made the picture at the root.
            return reveal(summary.id, growingFromWords: summary.root?.request ?? summary.id)
        }
        return reveal(summary.id, growingFrom: path)
    }
}
