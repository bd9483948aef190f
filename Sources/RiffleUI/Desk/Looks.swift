/// How a person wants the screen, kept from one run to the next.
package struct Looks: Sendable, Hashable, Codable {
    /// Whether a checkerboard shows through what is transparent.
    package var hasCheckerboard = true
    /// Columns that these panes have more than they would by themselves, or fewer.
    package var filesWidth = 0
    package var treeWidth = 0
    /// Whether anything was ever requested; until then the screen says how.
    package var hasRequested = false

    package init() {}

    /// Earlier programs kept fewer of them.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        hasCheckerboard = try values.decodeIfPresent(Bool.self, forKey: .hasCheckerboard) ?? true
        filesWidth = try values.decodeIfPresent(Int.self, forKey: .filesWidth) ?? 0
        treeWidth = try values.decodeIfPresent(Int.self, forKey: .treeWidth) ?? 0
        hasRequested = try values.decodeIfPresent(Bool.self, forKey: .hasRequested) ?? false
    }
}

extension Desk {
    /// Whether nothing was ever requested.
    var isNew: Bool { !looks.hasRequested }

    mutating func toggleCheckerboard() -> [Effect] {
        looks.hasCheckerboard.toggle()
        say(looks.hasCheckerboard ? Words.Screen.checkerboardOn : Words.Screen.checkerboardOff)
        return [.setCheckerboard(looks.hasCheckerboard), .rememberLooks(looks)]
    }

    /// Makes the pane with the keys wider, or narrower, as far as the others leave room.
    mutating func widen(by columns: Int) -> [Effect] {
        let before = layout
        var wider = looks
        switch focus {
        case .files: wider.filesWidth += columns
        case .tree: wider.treeWidth += columns
        case .results: break
        }
        let old = looks
        looks = wider
        guard layout != before else {
            looks = old
            say(Words.Screen.noWider)
            return []
        }
        layOut()
        return [.rememberLooks(looks)] + readUnread()
    }
}
