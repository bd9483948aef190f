import Glibc
import RiffleUI

/// Reads a folder and all folders below it for the files pane.
enum FolderTree {
    /// What was found so far.
    struct Piece: Sendable {
        var items: [FileItem]
        var state: BelowState
        /// The folders with pictures, as many as are worth watching.
        var folders: [String]
        var isLast: Bool { if case .reading = state { false } else { true } }
    }

    /// Nobody reads a longer list.
    static let mostPictures = 100_000
    /// Deeper than real folders go; keeps paths below the system's limit of 4096 bytes.
    private static let deepest = 64
    private static let mostWatched = 1000
    /// Interval between reports.
    private static let pace = Duration.milliseconds(250)

    /// All PNGs in a folder and its subfolders, a folder's files before those of its subfolders, by name; `..` on top.
    ///
    /// Links to folders are not followed, because they may form cycles. Unreadable folders are skipped. Ends early when the
    /// task is cancelled.
    ///
    /// - Parameter piece: called at intervals with the files found so far, and at the end with all.
    /// - Complexity: one system call per file and two per folder.
    static func read(_ folder: String, withHidden: Bool, atMost: Int = mostPictures, piece: (Piece) -> Void) {
        var items = folder == "/" ? [] : [FileItem(name: "..", path: Path.parent(folder), kind: .folder)]
        var watched = [folder]
        var read = 0
        var told = ContinuousClock.now
        var room = atMost
        // Paths, from the top, of the folders still to read; the next one is last.
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
