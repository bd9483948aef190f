package import RiffleAPI

/// In what order files are listed. Folders always come first, by name.
package enum FileOrder: String, Sendable, CaseIterable {
    case name, newest, largest
}

/// The files pane: a folder, its subfolders and PNGs, which of them are shown, and the one that is selected.
package struct Browser: Sendable, Equatable {
    package internal(set) var folder: String
    /// What is shown: of all that the folder has, what passes the filter, in order.
    package private(set) var items: [FileItem] = []
    /// All that the folder has, by name.
    private var all: [FileItem] = []
    /// True until the folder's first listing has come.
    package internal(set) var isLoading = true
    package internal(set) var facts: [String: FileFacts] = [:]
    /// Paths of files that end before their picture does.
    package internal(set) var cutOff: Set<String> = []
    /// What is wrong with damaged files, by path.
    package internal(set) var damage: [String: Problem] = [:]
    /// What the history knows of files and folders, by path.
    package internal(set) var standings: [String: FileStanding] = [:]
    package internal(set) var list = ListCursor()
    /// Part of the names that are shown; empty for all.
    package private(set) var filter = ""
    package private(set) var order = FileOrder.name
    package private(set) var showsHidden = false
    /// Paths of files that the next request is for, in place of the one under the cursor.
    package internal(set) var picked: Set<String> = []
    /// The file that was picked last, from which a range goes.
    private var anchor: String?
    package private(set) var pictureCount = 0
    /// Whether the pictures are shown in place of their names.
    package internal(set) var showsThumbnails = false
    /// Rows of a thumbnail, from `Browser.thumbnailRows`.
    package internal(set) var thumbnailRows = 5
    /// How far reading is where all folders below are listed too; nil where the folder is listed alone.
    package private(set) var below: BelowState?

    package init(folder: String) { self.folder = folder }

    /// The heights that thumbnails can have, in rows.
    private static let thumbnailRows = [3, 4, 5, 7, 9, 12, 16, 22]

    mutating func resizeThumbnails(_ by: Int) {
        let sizes = Browser.thumbnailRows
        let place = (sizes.firstIndex(of: thumbnailRows) ?? 2) + by
        thumbnailRows = sizes[max(0, min(place, sizes.count - 1))]
    }

    package var selected: FileItem? {
        items.indices.contains(list.index) ? items[list.index] : nil
    }

    /// The pictures that are picked, in the order of the list.
    package var pickedItems: [FileItem] {
        picked.isEmpty ? [] : items.filter { $0.kind == .picture && picked.contains($0.path) }
    }

    /// - Parameter below: not nil where the items are those of all folders below.
    mutating func show(_ items: [FileItem], in folder: String, select: String?, below: BelowState? = nil) {
        self.below = below
        let isSameFolder = folder == self.folder && !isLoading
        let wanted = select ?? (isSameFolder ? selected?.path : nil)
        let before = list.index
        if isSameFolder {
            // A file that was written anew is another picture.
            if !facts.isEmpty {
                var versions: [String: UInt64] = [:]
                for item in all where facts[item.path] != nil { versions[item.path] = item.version }
                for item in items {
                    guard let version = versions[item.path], version != item.version else { continue }
                    facts[item.path] = nil
                    cutOff.remove(item.path)
                    standings[item.path] = nil
                }
            }
        } else {
            facts = [:]
            standings = [:]
            damage = [:]
            cutOff = []
            filter = ""
            picked = []
        }
        self.folder = folder
        all = items
        isLoading = false
        arrange(keeping: wanted)
        // The file under the cursor went: its neighbour takes its place.
        if isSameFolder, select == nil, selected?.path != wanted { list.move(to: before) }
    }

    mutating func setFilter(_ text: String) {
        let wanted = selected?.path
        filter = text
        // Who types a part of a name looks for a picture, and not for the way up.
        arrange(keeping: wanted == Path.parent(folder) ? nil : wanted)
    }

    mutating func turnOrder() {
        let all = FileOrder.allCases
        order = all[(all.firstIndex(of: order)! + 1) % all.count]
        arrange(keeping: selected?.path)
    }

    mutating func toggleHidden() {
        showsHidden.toggle()
        arrange(keeping: selected?.path)
    }

    mutating func togglePick() {
        guard let item = selected, item.kind == .picture else { return list.move(to: list.index + 1) }
        if picked.remove(item.path) == nil { picked.insert(item.path) }
        anchor = item.path
        list.move(to: list.index + 1)
    }

    /// Picks every picture from the last one that was picked to the selected one.
    mutating func pickToHere() {
        let start = anchor.flatMap { path in items.firstIndex { $0.path == path } } ?? list.index
        for item in items[min(start, list.index)...max(start, list.index)] where item.kind == .picture {
            picked.insert(item.path)
        }
        anchor = selected?.path
    }

    /// Picks every picture that is shown.
    mutating func pickAll() { picked = Set(items.lazy.filter { $0.kind == .picture }.map(\.path)) }

    mutating func invertPicks() {
        let before = picked
        picked = Set(items.lazy.filter { $0.kind == .picture && !before.contains($0.path) }.map(\.path))
    }

    /// - Complexity: O(files), and for another order than by name O(files log files).
    private mutating func arrange(keeping path: String?) {
        let part = Array(filter.lowercased().utf8)
        // Where nothing is left out, the list is not copied: it may be long.
        let leavesOut = !part.isEmpty || (!showsHidden && all.contains(where: \.isHidden))
        items =
            !leavesOut
            ? all
            : all.filter { item in
                (showsHidden || !item.isHidden) && (part.isEmpty || item.name == ".." || item.name.hasPart(part))
            }
        if order != .name {
            let firstPicture = items.firstIndex { $0.kind == .picture } ?? items.count
            let pictures = items[firstPicture...].sorted { first, second in
                order == .newest ? first.modified > second.modified : first.byteCount > second.byteCount
            }
            items.replaceSubrange(firstPicture..., with: pictures)
        }
        pictureCount = items.count { $0.kind == .picture }
        list.count = items.count
        let start = items.firstIndex { $0.kind == .picture } ?? 0
        list.move(to: path.flatMap { path in items.firstIndex { $0.path == path } } ?? start)
    }

    /// What the window shows.
    package var visible: ArraySlice<FileItem> { items[list.visible(rows: max(list.page / list.stride, 1))] }

    /// Pictures near the cursor whose header was not read yet.
    var unread: [FileItem] { visible.filter { $0.kind == .picture && facts[$0.path] == nil } }

    /// Files and folders near the cursor of which it was not asked yet what the history knows.
    var unidentified: [FileItem] { visible.filter { $0.name != ".." && standings[$0.path] == nil } }

    /// What is left out or in another order, in the pane's title.
    var words: String {
        var parts: [String] = []
        if !filter.isEmpty { parts.append("/\(filter)") }
        switch below {
        case .reading(let folders): parts.append(Words.Files.reading(folders: folders))
        case .finished: parts.append(Words.Files.allBelow)
        case .tooMany: parts.append(Words.Files.moreBelow)
        case nil: break
        }
        if order != .name { parts.append(Words.Files.order(order)) }
        if showsHidden { parts.append(Words.Files.hiddenToo) }
        if !picked.isEmpty { parts.append(Words.Files.picked(picked.count)) }
        return parts.joined(separator: " ")
    }
}

extension String {
    /// Whether the bytes are somewhere in it, ASCII letters in either case. Of a hundred thousand names this takes
    /// milliseconds, where `contains` takes half a second.
    fileprivate func hasPart(_ part: [UInt8]) -> Bool {
        var name = self
        return name.withUTF8 { bytes in
            guard bytes.count >= part.count else { return false }
            for start in 0...(bytes.count - part.count) {
                var place = 0
                while place < part.count {
                    let byte = bytes[start + place]
                    guard (0x41...0x5A).contains(byte) ? byte | 0x20 == part[place] : byte == part[place] else { break }
                    place += 1
                }
                if place == part.count { return true }
            }
            return false
        }
    }
}
