/// The folders that a person bookmarked, to choose one from.
package struct BookmarkList: Sendable, Equatable {
    package internal(set) var folders: [String]
    package internal(set) var list = ListCursor()

    init(folders: [String], page: Int) {
        self.folders = folders
        list.page = page
        list.count = folders.count
    }

    var selected: String? { folders.indices.contains(list.index) ? folders[list.index] : nil }
}

extension App {
    /// Opens the list; one that is open keeps its cursor.
    mutating func showBookmarks(_ folders: [String]) {
        var bookmarks = BookmarkList(folders: folders, page: max(1, size.rows - 8))
        if case .bookmarks(let before) = popup {
            bookmarks.list.move(to: before.list.index)
        } else if popup != nil {
            return
        } else if folders.isEmpty {
            notice = .info(Words.Files.noBookmarks)
            return
        } else {
            bookmarks.list.move(to: folders.firstIndex(of: browser.folder) ?? 0)
        }
        popup = folders.isEmpty ? nil : .bookmarks(bookmarks)
    }

    mutating func performInBookmarks(_ command: CommandName) -> [Effect] {
        guard case .bookmarks(var bookmarks) = popup else { return [] }
        switch command {
        case .close: popup = nil
        case .open:
            popup = nil
            guard let folder = bookmarks.selected, folder != browser.folder else { return [] }
            return [.list(folder: folder, select: nil)]
        case .delete: return bookmarks.selected.map { [.toggleBookmark($0), .loadBookmarks] } ?? []
        default:
            bookmarks.list.perform(command)
            popup = .bookmarks(bookmarks)
        }
        return []
    }

    func draw(_ bookmarks: BookmarkList, in area: Rect, of frame: inout Frame) {
        let names = bookmarks.folders.map { Path.abbreviated(DisplayText.safe($0), home: environment.home) }
        let width = (names.map { DisplayText.columns(of: $0) }.max() ?? 0) + 5
        let room = frame.popup(
            Size(columns: max(24, width), rows: min(names.count, bookmarks.list.page) + 2), in: area,
            title: Words.Files.bookmarks)
        for (offset, index) in bookmarks.list.visible(rows: room.rows).enumerated() {
            frame.writeChoice(
                DisplayText.fitted(names[index], to: room.columns - 2, keepingEnd: true), index,
                row: room.row + offset, in: room, isSelected: index == bookmarks.list.index)
        }
    }
}
