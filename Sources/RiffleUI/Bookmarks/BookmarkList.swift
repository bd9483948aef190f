/// The folders that a person bookmarked, to choose one from.
package struct BookmarkList: ListPopup {
    package internal(set) var folders: [String]
    package internal(set) var list = ListCursor()

    package var context: Context { .bookmarks }
    package var room: PopupRoom { .box }
    var choosing: CommandName { .open }

    init(folders: [String], on folder: String) {
        self.folders = folders
        list.count = folders.count
        list.move(to: folders.firstIndex(of: folder) ?? 0)
    }

    static func open(_ folders: [String], on desk: inout Desk) -> Outcome {
        guard !folders.isEmpty else {
            desk.say(Words.Files.noBookmarks)
            return .stay
        }
        return .open(BookmarkList(folders: folders, on: desk.browser.folder))
    }

    var selected: String? { folders.indices.contains(list.index) ? folders[list.index] : nil }

    package mutating func perform(_ command: CommandName, key: Key?, on desk: inout Desk) -> Outcome {
        switch command {
        case .close: return .close
        case .open:
            guard let folder = selected, folder != desk.browser.folder else { return .close }
            return .close([.list(folder: folder, select: nil)])
        case .delete: return Outcome(selected.map { [.toggleBookmark($0), .loadBookmarks] } ?? [])
        default: return move(command, on: &desk) ?? .stay
        }
    }

    package mutating func receive(_ action: Action, on desk: inout Desk) -> Outcome {
        guard case .bookmarksLoaded(let folders) = action else { return .stay }
        self.folders = folders
        list.count = folders.count
        return folders.isEmpty ? .close : .stay
    }

    package func title(on desk: Desk) -> String { Words.Files.bookmarks }

    private func names(on desk: Desk) -> [String] {
        folders.map { Path.abbreviated(DisplayText.safe($0), home: desk.environment.home) }
    }

    package func size(in area: Size, on desk: Desk) -> Size {
        let width = (names(on: desk).map { DisplayText.columns(of: $0) }.max() ?? 0) + 5
        return Size(columns: max(24, width), rows: min(folders.count, max(1, area.rows - 6)) + 2)
    }

    package mutating func layOut(in room: Size, on desk: Desk) { list.page = max(1, room.rows) }

    package func draw(in room: Rect, of frame: inout Frame, on desk: Desk) {
        let names = names(on: desk)
        for (offset, index) in list.visible(rows: room.rows).enumerated() {
            frame.writeChoice(
                DisplayText.fitted(names[index], to: room.columns - 2, keepingEnd: true), index,
                row: room.row + offset, in: room, isSelected: index == list.index)
        }
    }
}
