import RiffleAPI
import RiffleHistory
import RiffleTerminal
import RiffleUI

extension Runtime {
    func list(_ folder: String, select: String?) {
        Task {
            do throws(FileError) {
                let items = try await Runtime.items(in: folder)
                take(.listed(folder: folder, items: items, select: select))
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

    @concurrent private nonisolated static func items(in folder: String) async throws(FileError) -> [FileItem] {
        try Folder.items(in: folder)
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
