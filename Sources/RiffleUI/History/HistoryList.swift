package import RiffleAPI

/// The History view: all requests ever made, newest first, or those that are searched for, loaded a page at a time.
package struct HistoryList: Sendable, Equatable {
    package internal(set) var line = LineEdit()
    package private(set) var items: [RequestSummary] = []
    package internal(set) var list = ListCursor()
    /// True when the oldest request is among `items`.
    package private(set) var isComplete = false
    private(set) var isLoading = true

    package var search: HistorySearch { HistorySearch(line.text) }

    /// Takes in a page; one that was searched for before something else was typed is dropped.
    mutating func take(
        _ page: [RequestSummary], of search: HistorySearch, after last: RequestID?, isComplete: Bool
    ) {
        guard search == self.search else { return }
        if last == nil {
            items = page
            list.count = items.count
            list.move(to: 0)
        } else if last == items.last?.id {
            items += page
            list.count = items.count
        } else {
            return
        }
        self.isComplete = isComplete
        isLoading = false
    }

    package var selected: RequestSummary? { items.indices.contains(list.index) ? items[list.index] : nil }

    /// The first page anew: something was typed, or the history changed.
    mutating func reload() -> Effect {
        isLoading = true
        return .loadHistory(search, before: nil)
    }

    /// Asks for older requests when the cursor comes near the end.
    mutating func nextPage() -> [Effect] {
        guard !isComplete, !isLoading, let last = items.last, list.index + 2 * list.page >= items.count
        else { return [] }
        isLoading = true
        return [.loadHistory(search, before: last.id)]
    }
}

extension App {
    mutating func openHistory() -> [Effect] {
        var history = HistoryList()
        let load = history.reload()
        popup = .history(history)
        layOut()
        return [load]
    }

    mutating func performInHistory(_ command: CommandName) -> [Effect] {
        guard case .history(var history) = popup else { return [] }
        switch command {
        case .close:
            popup = nil
            return []
        case .open: return history.selected.map { reveal($0) } ?? []
        default:
            let before = history.search
            let isMove = history.list.perform(command)
            if !isMove { history.line.perform(command) }
            let effects = history.search == before ? history.nextPage() : [history.reload()]
            popup = .history(history)
            return effects
        }
    }

    mutating func typeInHistory(_ text: [Character]) -> [Effect] {
        guard case .history(var history) = popup else { return [] }
        let before = history.search
        text.forEach { history.line.type($0) }
        let effects = history.search == before ? [] : [history.reload()]
        popup = .history(history)
        return effects
    }

    /// Leads from a line of the history to its place in the tree, in the folder of its source.
    private mutating func reveal(_ summary: RequestSummary) -> [Effect] {
        guard let path = summary.root?.originPath else {
            // It began with words: with this request, or with the one that made the picture at the root.
            return reveal(summary.id, growingFromWords: summary.root?.request ?? summary.id)
        }
        return reveal(summary.id, growingFrom: path)
    }

    private mutating func reveal(_ request: RequestID, growingFromWords words: RequestID) -> [Effect] {
        popup = nil
        revealing = request
        tree.show(nil, ofWords: words)
        results.show(nil)
        focus = .tree
        return [.loadWords(words)]
    }

    /// Leads to a request in its tree, in the folder of the file that it grows from.
    mutating func reveal(_ request: RequestID, growingFrom path: String) -> [Effect] {
        popup = nil
        revealing = request
        tree.show([], of: path)
        results.show(nil)
        return [.list(folder: Path.parent(path), select: path), .loadLineage(path: path)]
    }
}
