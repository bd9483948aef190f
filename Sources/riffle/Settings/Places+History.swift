import Glibc
import RiffleHistory

extension Places {
    /// Opens the history where it belongs. Whoever opens it calls `recover()` before showing it.
    ///
    /// - Parameter report: told of rows that are left out.
    func openHistory(
        report: @escaping @Sendable (FaultyRow) -> Void = { Main.report(Failure($0)) }
    ) throws(Failure) -> HistoryStore {
        do throws(HistoryError) {
            return try HistoryStore(directory: data, report: report)
        } catch {
            throw Failure(error)
        }
    }

    /// Opens the history with all that belongs in it: what Riffles that died left undone is ended, and what they had
    /// received is taken in.
    ///
    /// - Parameter servers: those that the answers came from; nil: as the configuration has them, if it can be read, and
    ///   nothing is fetched from them: for who only looks.
    func openRecoveredHistory(servers: [ServerSettings]? = nil) async throws -> HistoryStore {
        let history = try openHistory()
        try await history.recover()
        let recovery = AnswerRecovery(
            history: history, servers: servers ?? (try? settings())?.servers ?? [], environment: Environment.variables,
            fetches: servers != nil)
        try await recovery.run(now: Double(time(nil)))
        return history
    }
}
