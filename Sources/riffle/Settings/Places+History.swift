import Glibc
import RiffleHistory
import RiffleUI

extension Places {
    /// Opens the history where it belongs. Whoever opens it calls `recover()` before showing it.
    ///
    /// - Parameter report: told of rows that are left out, and of a whole history that was set aside.
    func openHistory(
        report: @escaping @Sendable (Failure) -> Void = { Main.report($0) }
    ) throws(Failure) -> HistoryStore {
        do throws(HistoryError) {
            let history = try HistoryStore(directory: data) { report(Failure($0)) }
            if let path = history.setAside { report(Failure(historySetAside: path)) }
            return history
        } catch {
            throw Failure(error)
        }
    }

    /// Opens the history with all that belongs in it: what Riffles that died left undone is ended, and what they had
    /// received is taken in. No command waits for a server because of them: what is still to be fetched is told.
    func openRecoveredHistory() async throws -> HistoryStore {
        let history = try openHistory()
        try await history.recover()
        let left = try await recovery(of: history, fetching: .none).run(now: Double(time(nil))).unfetched
        if left > 0 { ImagesRun.say(Words.Told.unfetched(left)) }
        return history
    }

    /// - Parameter servers: as the configuration has them, where it can be read.
    func recovery(of history: HistoryStore, fetching: AnswerRecovery.Fetching) -> AnswerRecovery {
        AnswerRecovery(
            history: history, servers: (try? settings())?.servers ?? [], environment: Environment.variables,
            fetching: fetching)
    }
}
