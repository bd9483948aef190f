import RiffleAPI
import RiffleHistory
import RiffleTerminal
import RiffleUI

/// What the history knows of the user's files.
extension Runtime {
    /// Loads the trees of a file, and cancels loading for files that the user has moved past.
    func loadLineage(_ path: String) {
        lineage?.cancel()
        lineage = Task {
            do throws(HistoryError) {
                let digest = try await Runtime.digests(of: [path], history: history)[path]
                guard !Task.isCancelled else { return }
                let found = try await history.lineage(path: path, digest: digest)
                take(.lineageLoaded(path: path, found.lineages, place: found.place))
            } catch {
                take(.failed(Failure(error).problem))
            }
        }
    }

    /// How long the list must be still before its files are identified, so that scrolling is not slowed.
    private static let rest = Duration.milliseconds(60)

    /// Looks up files and folders in the history, once the list is still, if they are still shown.
    func identify(_ items: [FileItem]) {
        for item in items where item.name != ".." { unidentified[item.path] = item }
        identification?.cancel()
        identification = Task {
            do {
                try await Task.sleep(for: Runtime.rest)
                let shown = Set(app.desk.browser.visible.map(\.path))
                let wanted = unidentified.values.filter { shown.contains($0.path) }
                unidentified = [:]
                let standings = try await Runtime.standings(of: wanted, history: history)
                take(.standingsRead(standings, unseen: try await history.unseenCount()))
            } catch let error as HistoryError {
                take(.failed(Failure(error).problem))
            } catch {
                // Cancelled: the next one asks for these files too.
            }
        }
    }

    /// Looks up the shown files again, after something was made, marked or seen.
    func identifyShown() { identify(Array(app.desk.browser.visible)) }

    func markFiles(_ items: [FileItem], _ mark: Mark) {
        askHistory { history in
            let entries = try await FileMatcher(history: history).entries(of: items)
            try await history.mark(entries.map { .entry($0) }, mark)
            return .historyChanged
        }
    }

    func findUnseen(after entry: EntryID?) {
        askHistory { history in
            guard let found = try await history.nextUnseen(after: entry) else {
                return .unseenFound(nil, path: nil)
            }
            var path: String?
            if let root = found.root, root.request == nil {
                path = try await history.currentPath(of: root) ?? root.originPath
            }
            return .unseenFound(found, path: path)
        }
    }

    @concurrent private nonisolated static func standings(
        of items: [FileItem], history: HistoryStore
    ) async throws(HistoryError) -> [String: FileStanding] {
        let digests = try await digests(of: items.filter { $0.kind == .picture }.map(\.path), history: history)
        var standings: [String: FileStanding] = [:]
        for item in items {
            standings[item.path] =
                item.kind == .folder
                ? try await history.standing(folder: item.path)
                : try await history.standing(path: item.path, digest: digests[item.path])
        }
        return standings
    }

    @concurrent private nonisolated static func digests(
        of paths: [String], history: HistoryStore
    ) async throws(HistoryError) -> [String: String] {
        try await FileMatcher(history: history).digests(of: paths)
    }
}
