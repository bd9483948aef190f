import RiffleAPI
import RiffleHistory
import RiffleTerminal
import RiffleUI

extension Runtime {
    func list(_ folder: String, select: String?) {
        walk?.cancel()
        walk = nil
        Task {
            do throws(FileError) {
                var isShown = false
                let items = try await Runtime.items(in: folder, select: select) { [weak self] glance in
                    isShown = true
                    self?.take(.listed(folder: folder, items: glance, select: select))
                }
                // If the user has moved on meanwhile, keep the cursor and the folder.
                guard !isShown || app.desk.browser.folder == folder else { return }
                take(.listed(folder: folder, items: items, select: isShown ? nil : select))
                watch([folder])
            } catch {
                take(.listingFailed(folder: folder, Failure(reading: error).problem))
            }
        }
    }

    /// Watches folders, so that changes on disk appear automatically.
    ///
    /// - Parameter folders: the shown one, and subfolders listed with it.
    private func watch(_ folders: [String]) {
        guard watched?.folders != folders, let folder = folders.first else { return }
        let watch = FolderWatch(folders) { [weak self] in
            Task { @UIActor in self?.take(.folderChanged(folder)) }
        }
        watched = (folders, watch)
    }

    /// Reads a folder and its subfolders. Partial results are shown, unless all were shown before.
    func listBelow(_ folder: String, withHidden: Bool) {
        let wanted = Walk(folder: folder, withHidden: withHidden)
        guard walk == nil || walking != wanted else {
            walksAgain = true
            return
        }
        walk?.cancel()
        walksAgain = false
        walking = wanted
        let isShown = app.desk.browser.below != nil
        walk = Task {
            let (pieces, continuation) = AsyncStream.makeStream(of: FolderTree.Piece.self)
            async let reading: Void = Runtime.walk(folder, withHidden: withHidden, into: continuation)
            for await piece in pieces where !Task.isCancelled && (piece.isLast || !isShown) {
                take(.foundBelow(folder: folder, items: piece.items, piece.state))
                if piece.isLast { watch(piece.folders) }
            }
            await reading
            guard !Task.isCancelled else { return }
            walk = nil
            if walksAgain { listBelow(folder, withHidden: withHidden) }
        }
    }

    @concurrent private nonisolated static func walk(
        _ folder: String, withHidden: Bool, into pieces: AsyncStream<FolderTree.Piece>.Continuation
    ) async {
        FolderTree.read(folder, withHidden: withHidden) { pieces.yield($0) }
        pieces.finish()
    }

    // MARK: Bookmarks

    func loadBookmarks() {
        do throws(Failure) {
            take(.bookmarksLoaded(try Bookmarks(places: places).load()))
        } catch {
            take(.failed(error.problem))
        }
    }

    func toggleBookmark(_ folder: String) {
        do throws(Failure) {
            take(.bookmarked(folder, isSet: try Bookmarks(places: places).toggle(folder)))
        } catch {
            take(.failed(error.problem))
        }
    }

    /// Reads a folder off the screen's thread; for long lists `glance` is called early, on the screen's thread.
    private static func items(
        in folder: String, select: String?, glance: @escaping @UIActor ([FileItem]) -> Void
    ) async throws(FileError) -> [FileItem] {
        let (glances, continuation) = AsyncStream.makeStream(of: [FileItem].self)
        async let all = read(folder, select, continuation)
        for await items in glances { glance(items) }
        return try await all.get()
    }

    @concurrent private nonisolated static func read(
        _ folder: String, _ select: String?, _ glances: AsyncStream<[FileItem]>.Continuation
    ) async -> Result<[FileItem], FileError> {
        defer { glances.finish() }
        do throws(FileError) {
            return .success(try Folder.items(in: folder, select: select) { glances.yield($0) })
        } catch {
            return .failure(error)
        }
    }

    func readFacts(_ items: [FileItem]) {
        Task {
            let read = await Runtime.facts(of: items)
            take(.factsRead(read.facts, cutOff: read.cutOff))
        }
    }

    @concurrent private nonisolated static func facts(
        of items: [FileItem]
    ) async -> (facts: [String: FileFacts], cutOff: Set<String>) {
        (
            Dictionary(items.map { ($0.path, PictureFile.facts(of: $0)) }) { first, _ in first },
            Set(items.lazy.filter(PictureFile.isCutOff).map(\.path))
        )
    }
}

/// The parameters of reading a folder with its subfolders.
struct Walk: Equatable {
    var folder: String
    var withHidden: Bool
}
