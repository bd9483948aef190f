import RiffleAPI
import RiffleHistory
import RiffleTerminal
import RiffleUI

/// What the history knows of the user's files.
extension Runtime {
    /// Loads the trees of a file; those of files that the user went past are not loaded any more.
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

    /// How long the list has to rest before its files are looked into: scrolling comes first.
    private static let rest = Duration.milliseconds(60)

    /// Finds out what the history knows of files and folders, once the list rests, and as far as they are still shown.
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

    /// Asks once more what the history knows of what is shown: something was made, marked or looked at.
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
