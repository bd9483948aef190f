import Glibc
import RiffleUI

/// Reads a folder and all folders below it for the files pane.
enum FolderTree {
    /// What was found so far.
    struct Piece: Sendable {
        var items: [FileItem]
        var state: BelowState
        /// The folders that were read, those with pictures in them, as far as they are worth watching.
        var folders: [String]
        var isLast: Bool { if case .reading = state { false } else { true } }
    }

    /// A list of more is no longer read by anybody.
    static let mostPictures = 100_000
    /// Deeper than people make folders; the path of a file grows no longer than the system takes (4096 bytes).
    private static let deepest = 64
    private static let mostWatched = 1000
    /// So often what was found is told.
    private static let pace = Duration.milliseconds(250)

    /// All PNGs below a folder, a folder's own before those of the folders in it, each by name; `..` on top.
    ///
    /// Links to folders are not followed, so that there is an end. A folder that may not be read is passed over. Ends
    /// early when the task is cancelled.
    ///
    /// - Parameter piece: called with what was found so far, and at the end with all.
    /// - Complexity: one system call a file and two a folder.
    static func read(_ folder: String, withHidden: Bool, atMost: Int = mostPictures, piece: (Piece) -> Void) {
        var items = folder == "/" ? [] : [FileItem(name: "..", path: Path.parent(folder), kind: .folder)]
        var watched = [folder]
        var read = 0
        var told = ContinuousClock.now
        var room = atMost
        // The way from the top to each folder that is left to read; the next one last.
        var left = [""]
        while let way = left.popLast() {
            if Task.isCancelled { return }
            let path = way.isEmpty ? folder : Path.joined(folder, way)
            guard let found = try? Folder.items(in: path) else { continue }
            read += 1
            var folders: [String] = []
            for var item in found where item.name != ".." && (withHidden || !item.isHidden) {
                if room == 0 { return piece(Piece(items: items, state: .tooMany, folders: watched)) }
                if item.kind == .folder {
                    folders.append(item.name)
                } else {
                    if !way.isEmpty { item.name = way + "/" + item.name }
                    items.append(item)
                    room -= 1
                }
            }
            if !way.isEmpty, watched.count < mostWatched { watched.append(path) }
            let depth = way.isEmpty ? 0 : 1 + way.utf8.count { $0 == UInt8(ascii: "/") }
            if depth < deepest {
                let real = folders.filter { !isLink(Path.joined(path, $0)) }
                left += real.reversed().map { way.isEmpty ? $0 : way + "/" + $0 }
            }
            if told.duration(to: .now) > pace {
                piece(Piece(items: items, state: .reading(folders: read), folders: []))
                told = .now
            }
        }
        piece(Piece(items: items, state: .finished, folders: watched))
    }

    private static func isLink(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }
}
