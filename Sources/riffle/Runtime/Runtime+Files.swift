import RiffleAPI
import RiffleHistory
import RiffleTerminal
import RiffleUI

extension Runtime {
    func list(_ folder: String, select: String?) {
        Task {
            do throws(FileError) {
                var isShown = false
                let items = try await Runtime.items(in: folder, select: select) { [weak self] glance in
                    isShown = true
                    self?.take(.listed(folder: folder, items: glance, select: select))
                }
                // The person may have gone on meanwhile: then the cursor stays, and so does another folder.
                guard !isShown || app.browser.folder == folder else { return }
                take(.listed(folder: folder, items: items, select: isShown ? nil : select))
                watch(folder)
            } catch {
                take(.listingFailed(folder: folder, Failure(reading: error).problem))
            }
        }
    }

    /// Changes on the disk appear by themselves.
    private func watch(_ folder: String) {
        guard watched?.folder != folder else { return }
        let watch = FolderWatch(folder) { [weak self] in
            Task { @UIActor in self?.take(.folderChanged(folder)) }
        }
        watched = (folder, watch)
    }

    /// Reads a folder off the screen's thread; `glance` is called on it before the end where there is much to read.
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
        Task { take(.factsRead(await Runtime.facts(of: items))) }
    }

    @concurrent private nonisolated static func facts(of items: [FileItem]) async -> [String: FileFacts] {
        Dictionary(items.map { ($0.path, PictureFile.facts(of: $0)) }) { first, _ in first }
    }

    func loadLineage(_ path: String) {
        Task {
            do throws(HistoryError) {
                take(.lineageLoaded(path: path, try await history.lineage(path: path)))
            } catch {
                take(.failed(Failure(error).problem))
            }
        }
    }
}
