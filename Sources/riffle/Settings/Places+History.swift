import Glibc
import RiffleAPI
import RiffleHistory
import RiffleUI

extension Places {
    /// Opens the history. Callers must call `recover()` before they show it.
    ///
    /// - Parameter report: told of rows that are left out, and of a damaged history that was repaired.
    func openHistory(
        report: @escaping @Sendable (Failure) -> Void = { Main.report($0) }
    ) throws(Failure) -> HistoryStore {
        do throws(HistoryError) { return try open(report: report) } catch { throw Failure(error) }
    }

    /// The history, or if it cannot be written one that ends with this process. The caller removes the latter by
    /// `removeScratch()`.
    ///
    /// - Parameter report: also told why there is no history.
    func openWorkingHistory(
        report: @escaping @Sendable (Failure) -> Void = { Main.report($0) }
    ) throws(Failure) -> (history: HistoryStore, isScratch: Bool) {
        let reason: HistoryError
        do throws(HistoryError) {
            return (try open(report: report), false)
        } catch {
            reason = error
        }
        switch reason {
        case .notADirectory, .notWritable, .diskFull, .file, .newerSchema: break
        default: throw Failure(reason)
        }
        do throws(HistoryError) {
            let history = try HistoryStore.scratch(in: scratchFolders)
            report(Failure(withoutHistory: Failure(reason)))
            return (history, true)
        } catch {
            throw Failure(reason)
        }
    }

    private func open(
        isDamaged: Bool = false, report: @escaping @Sendable (Failure) -> Void
    ) throws(HistoryError) -> HistoryStore {
        let history = try HistoryStore(
            directory: data, isDamaged: isDamaged, facts: PictureFacts.init(head:byteCount:)
        ) { report(Failure($0)) }
        if let repair = history.repair { report(Failure(repair)) }
        return history
    }

    /// Frees the disk of what lies in the trash, for a history that cannot be opened on a full one. False if it cannot.
    func freeTrash() -> Bool { (try? HistoryStore.freeTrash(directory: data)) ?? false }

    /// Sets the database aside and begins a new one with what can be read of it.
    func repairHistory() throws(Failure) -> HistoryRepair? {
        do throws(HistoryError) { return try open(isDamaged: true) { _ in }.repair } catch { throw Failure(error) }
    }

    /// Opens the history and finishes the work of instances that died: their requests are marked as interrupted, and the
    /// answers they received are read. No server is contacted; pictures that still need a download are reported.
    func openRecoveredHistory() async throws -> HistoryStore {
        let history = try openHistory()
        try await recover(history)
        return history
    }

    /// As above, or if the history cannot be written one that ends with this process.
    func openRecoveredWorkingHistory() async throws -> (history: HistoryStore, isScratch: Bool) {
        let opened = try openWorkingHistory()
        if !opened.isScratch { try await recover(opened.history) }
        return opened
    }

    private func recover(_ history: HistoryStore) async throws {
        try await history.recover()
        let left = try await recovery(of: history, fetching: .none).run(now: Double(time(nil))).unfetched
        if left > 0 { ImagesRun.say(Words.Told.unfetched(left)) }
    }

    /// - Parameter servers: those of the configuration, if it can be read.
    func recovery(of history: HistoryStore, fetching: AnswerRecovery.Fetching) -> AnswerRecovery {
        AnswerRecovery(
            history: history, servers: (try? settings())?.servers ?? [], environment: Environment.variables,
            fetching: fetching)
    }
}
