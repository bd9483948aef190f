import RiffleHistory

extension Places {
    /// Opens the history where it belongs. Whoever opens it calls `recover()` before showing it.
    func openHistory() throws(Failure) -> HistoryStore {
        do throws(HistoryError) {
            return try HistoryStore(directory: data)
        } catch {
            throw Failure(error)
        }
    }
}
