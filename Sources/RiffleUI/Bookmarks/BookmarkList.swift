/// The list of bookmarked folders.
package struct BookmarkList: ListPopup {
    package internal(set) var folders: [String]
    package internal(set) var list = ListCursor()
    package private(set) var filter = ListFilter()

    package var context: Context { filter.isTyped ? .filter : .bookmarks }
    package var room: PopupRoom { .list }
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

    /// The folders that pass the filter.
    private var shown: [String] { folders.filter(filter.accepts) }

    var selected: String? { shown.indices.contains(list.index) ? shown[list.index] : nil }

    package mutating func perform(_ command: CommandName, key: Key?, on desk: inout Desk) -> Outcome {
        if filter.perform(command) { return .stay }
        switch command {
        case .close: return .close
        case .open:
            guard let folder = selected, folder != desk.browser.folder else { return .close }
            return .close([.list(folder: folder, select: nil)])
        case .delete: return Outcome(selected.map { [.toggleBookmark($0), .loadBookmarks] } ?? [])
        default: return move(command, on: &desk) ?? .stay
        }
    }

    package mutating func type(_ text: [Character], on desk: inout Desk) -> Outcome {
        if filter.isTyped { filter.type(text) }
        return .stay
    }

    package mutating func receive(_ action: Action, on desk: inout Desk) -> Outcome {
        guard case .bookmarksLoaded(let folders) = action else { return .stay }
        self.folders = folders
        return folders.isEmpty ? .close : .stay
    }

    package func title(on desk: Desk) -> String { Context.bookmarks.title }

    package mutating func layOut(in room: Size, on desk: Desk) {
        list.page = max(1, room.rows - filter.rows)
        list.count = shown.count
    }

    package func draw(in room: Rect, of frame: inout Frame, on desk: Desk) {
        let rows = filter.draw(in: room, of: &frame)
        for (offset, index) in list.visible(rows: rows.rows).enumerated() {
            let name = Path.abbreviated(DisplayText.safe(shown[index]), home: desk.environment.home)
            frame.writeChoice(
                DisplayText.fitted(name, to: rows.columns - 3, keepingEnd: true), index, row: rows.row + offset,
                in: rows, isSelected: index == list.index)
        }
    }
}
