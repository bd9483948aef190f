package import RiffleAPI

/// The History view: all requests ever made, newest first, loaded a page at a time.
package struct HistoryList: Sendable, Equatable {
    package private(set) var items: [RequestSummary] = []
    package internal(set) var list = ListCursor()
    /// True when the oldest request is among `items`.
    package private(set) var isComplete = false
    private(set) var isLoading = true

    mutating func append(_ more: [RequestSummary], isComplete: Bool) {
        items += more
        list.count = items.count
        self.isComplete = isComplete
        isLoading = false
    }

    package var selected: RequestSummary? { items.indices.contains(list.index) ? items[list.index] : nil }

    /// The request to load older ones than, when the cursor comes near the end; marks them as asked for.
    mutating func nextPage() -> RequestID? {
        guard !isComplete, !isLoading, let last = items.last, list.index + 2 * list.page >= items.count
        else { return nil }
        isLoading = true
        return last.id
    }
}
