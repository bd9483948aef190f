import Glibc
import RiffleAPI
import RiffleHistory
import RiffleTerminal
import RiffleUI

extension Runtime {
    /// Changes the history; only a failure is reported.
    func store(_ change: @escaping @Sendable (HistoryStore) async throws -> Void) {
        inOrder { try await change($0) }
    }

    /// Reads or changes the history, and passes the result to the state.
    func askHistory(_ question: @escaping @Sendable (HistoryStore) async throws -> Action) {
        inOrder { [self] in take(try await question($0)) }
    }

    /// Changes are made in the user's order: an undo must not overtake what it undoes.
    private func inOrder(_ work: @escaping @UIActor (HistoryStore) async throws -> Void) {
        lastChange = Task { [before = lastChange, history] in
            await before?.value
            do {
                try await work(history)
                identifyShown()
            } catch let error as HistoryError {
                take(.failed(Failure(error).problem))
            } catch let failure as Failure {
                take(.failed(failure.problem))
            } catch {
                take(.failed(Problem(title: "the history failed (\(type(of: error)))")))
            }
        }
    }

    /// Marks the requests of a crashed instance as interrupted, before any tree is shown. Then, in the background, keeps the
    /// pictures that it had received, which may need downloads.
    func recoverAnswers() {
        askHistory { history in
            try await history.recover()
            return .requestsLeft(
                try await history.adoptPending().map { record, root in
                    let name = root?.originPath.map(Path.name) ?? record.prompt ?? ""
                    return LeftRequest(record: record, name: name, path: root?.originPath)
                })
        }
        takeInAnswers(isAsked: false)
        takeUpLost()
    }

    /// Resumes requests whose answers were lost and that servers still process, or have finished.
    private func takeUpLost() {
        Task { [before = lastChange, history, client] in
            await before?.value
            let lost = try? await LostRequests(history: history, client: client).find(now: Double(time(nil)))
            guard let lost, !lost.isEmpty else { return }
            take(
                .requestsLeft(
                    lost.map { found in
                        let name = found.root?.originPath.map(Path.name) ?? found.record.prompt ?? ""
                        return LeftRequest(record: found.record, name: name, path: found.root?.originPath)
                    }))
        }
    }

    /// Reads unfinished answers again.
    ///
    /// - Parameter isAsked: whether the user requested it and expects a message in any case.
    func takeInAnswers(isAsked: Bool) {
        Task { [before = lastChange, history, servers = roster.servers] in
            await before?.value
            let recovery = AnswerRecovery(
                history: history, servers: servers, environment: Environment.variables,
                fetching: isAsked ? .all : .untried)
            do {
                let outcome = try await recovery.run(now: Double(time(nil)))
                let found = outcome.found
                if found > 0 { take(.historyChanged) }
                if let failure = outcome.failures.first { return take(.failed(failure.problem)) }
                guard found > 0 || isAsked else { return }
                take(.noticed(isAsked ? Words.fetchedAgain(found) : Words.Told.recovered(found)))
            } catch {
                take(.failed(Failure(any: error, backend: "the history").problem))
            }
        }
    }

    func loadHistory(_ search: HistorySearch, _ before: RequestID?) {
        let page = 200
        askHistory { history in
            var found = try await history.requests(search, before: before, limit: page)
            var paths: [EntryID: String] = [:]
            for place in found.indices {
                guard let root = found[place].root, root.request == nil else { continue }
                if paths[root.id] == nil { paths[root.id] = try await history.currentPath(of: root) ?? root.originPath }
                found[place].path = paths[root.id]
            }
            return .historyLoaded(search, after: before, found, isComplete: found.count < page)
        }
    }

    /// Updates the time once a minute, because dates are shown relative to today.
    func watchClock() {
        take(.clockRead(Double(time(nil))))
        Task { [weak self] in
            while self != nil {
                try? await Task.sleep(for: .seconds(60))
                self?.take(.clockRead(Double(time(nil))))
            }
        }
    }

    /// Checks twice a second whether another process changed the history: SQLite does not report it.
    func watchHistory() {
        Task { [weak self, history] in
            var known = try? await history.changeCount()
            while self != nil {
                try? await Task.sleep(for: .milliseconds(500))
                guard let count = try? await history.changeCount() else { continue }
                if let known, count != known {
                    self?.take(.historyChanged)
                    self?.identifyShown()
                }
                known = count
            }
        }
    }
}
