import RiffleAPI

/// The files pane: a folder, its subfolders and PNGs, and the one that is selected.
package struct Browser: Sendable, Equatable {
    package internal(set) var folder: String
    package internal(set) var items: [FileItem] = []
    /// True until the folder's first listing has come.
    package internal(set) var isLoading = true
    package internal(set) var facts: [String: FileFacts] = [:]
    package internal(set) var list = ListCursor()

    package init(folder: String) { self.folder = folder }

    package var selected: FileItem? {
        items.indices.contains(list.index) ? items[list.index] : nil
    }

    package var pictureCount: Int { items.count { $0.kind == .picture } }

    mutating func show(_ items: [FileItem], in folder: String, select: String?) {
        let keepsPlace = folder == self.folder && !isLoading
        let wanted = select ?? (keepsPlace ? selected?.path : nil)
        self.folder = folder
        self.items = items
        isLoading = false
        let known = Dictionary(items.map { ($0.path, $0.version) }, uniquingKeysWith: { first, _ in first })
        if !keepsPlace { facts = facts.filter { known[$0.key] != nil } }
        list.count = items.count
        list.move(to: items.firstIndex { $0.path == wanted } ?? firstPicture)
    }

    /// Where the cursor starts: on the first picture, so that something is seen at once.
    private var firstPicture: Int { items.firstIndex { $0.kind == .picture } ?? 0 }

    /// Pictures near the cursor whose header was not read yet.
    var unread: [FileItem] {
        let visible = list.visible(rows: max(list.page, 1))
        return items[visible].filter { $0.kind == .picture && facts[$0.path] == nil }
    }
}
