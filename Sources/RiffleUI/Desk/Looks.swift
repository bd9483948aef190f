/// The user's layout and appearance of the screen, remembered between runs.
package struct Looks: Sendable, Hashable, Codable {
    /// Whether a checkerboard shows through what is transparent.
    package var hasCheckerboard = true
    /// Columns added to, or removed from, the default widths of these panes.
    package var filesWidth = 0
    package var treeWidth = 0
    /// Whether anything was ever requested; until then the screen explains how.
    package var hasRequested = false

    package init() {}

    /// Earlier versions stored fewer of them.
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

    /// Makes the focused pane wider or narrower, as far as the others leave room.
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
