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
            } catch {
                take(.listingFailed(folder: folder, Failure(reading: error).problem))
            }
        }
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
