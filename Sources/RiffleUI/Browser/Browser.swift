package import RiffleAPI

/// The order of files. Folders always come first, by name.
package enum FileOrder: String, Sendable, CaseIterable {
    case name, newest, largest
}

/// The files pane: a folder with its subfolders and pictures, the filter, and the selection.
package struct Browser: Sendable, Equatable {
    package internal(set) var folder: String
    /// The shown items: those that pass the filter, in order.
    package private(set) var items: [FileItem] = []
    /// All items of the folder, by name.
    private var all: [FileItem] = []
    /// True until the folder is first listed.
    package internal(set) var isLoading = true
    package internal(set) var facts: [String: FileFacts] = [:]
    /// Paths of truncated files.
    package internal(set) var cutOff: Set<String> = []
    /// What is wrong with damaged files, by path.
    package internal(set) var damage: [String: Problem] = [:]
    /// What the history knows about files and folders, by path.
    package internal(set) var standings: [String: FileStanding] = [:]
    package internal(set) var list = ListCursor()
    /// The filter: a part of the names; empty for all.
    package private(set) var filter = ""
    package private(set) var order = FileOrder.name
    package private(set) var showsHidden = false
    /// Paths of picked files, which commands use in place of the one at the cursor.
    package internal(set) var picked: Set<String> = []
    /// The last picked file, the start of a range.
    private var anchor: String?
    package private(set) var pictureCount = 0
    /// Whether thumbnails are shown.
    package internal(set) var showsThumbnails = false
    /// Height of a thumbnail in rows, one of `Browser.thumbnailRows`.
    package internal(set) var thumbnailRows = 5
    /// The progress of reading subfolders; nil if they are not included.
    package private(set) var below: BelowState?

    package init(folder: String) { self.folder = folder }

    /// The possible heights of thumbnails in rows.
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

    /// - Parameter below: not nil if subfolders are included.
    mutating func show(_ items: [FileItem], in folder: String, select: String?, below: BelowState? = nil) {
        self.below = below
        let isSameFolder = folder == self.folder && !isLoading
        let wanted = select ?? (isSameFolder ? selected?.path : nil)
        let before = list.index
        if isSameFolder {
            // A rewritten file is a different picture.
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
        // The file at the cursor is gone: select its neighbour.
        if isSameFolder, select == nil, selected?.path != wanted { list.move(to: before) }
    }

    mutating func setFilter(_ text: String) {
        let wanted = selected?.path
        filter = text
        // A filter is for pictures, so leave out `..`.
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

    /// Picks all pictures from the last picked one to the selected one.
    mutating func pickToHere() {
        let start = anchor.flatMap { path in items.firstIndex { $0.path == path } } ?? list.index
        for item in items[min(start, list.index)...max(start, list.index)] where item.kind == .picture {
            picked.insert(item.path)
        }
        anchor = selected?.path
    }

    /// Picks all shown pictures.
    mutating func pickAll() { picked = Set(items.lazy.filter { $0.kind == .picture }.map(\.path)) }

    mutating func invertPicks() {
        let before = picked
        picked = Set(items.lazy.filter { $0.kind == .picture && !before.contains($0.path) }.map(\.path))
    }

    /// - Complexity: O(files); O(files log files) for orders other than by name.
    private mutating func arrange(keeping path: String?) {
        let part = Array(filter.lowercased().utf8)
        // Without a filter, avoid copying the list, which may be long.
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

    /// The visible items.
    package var visible: ArraySlice<FileItem> { items[list.visible(rows: max(list.page / list.stride, 1))] }

    /// Pictures near the cursor whose header has not been read.
    var unread: [FileItem] { visible.filter { $0.kind == .picture && facts[$0.path] == nil } }

    /// Files and folders near the cursor that have not been looked up in the history.
    var unidentified: [FileItem] { visible.filter { $0.name != ".." && standings[$0.path] == nil } }

    /// Filter and order, for the pane's title.
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
    /// Whether it contains the bytes, ignoring the case of ASCII letters. For 100,000 names this takes milliseconds, where
    /// `contains` takes half a second.
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
