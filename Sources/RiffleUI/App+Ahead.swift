import RiffleAPI

extension App {
    /// Pictures that the next key is likely to show in place of the frame's large one, most likely first.
    package func ahead(of frame: Frame) -> [Placement] {
        if let ahead = popup?.ahead(of: frame) { return ahead }
        guard let shown = desk.shownPicture, let place = frame.placements.first(where: { $0.picture == shown })
        else {
            return []
        }
        return desk.neighbors.map { Placement(picture: $0, rect: place.rect) }
    }

}

extension Desk {
    /// The pictures around the cursor of the focused pane: two ahead and one behind, in the direction of the last movement.
    fileprivate var neighbors: [PictureID] {
        func around(_ list: ListCursor) -> [Int] {
            [list.index + list.heading, list.index + 2 * list.heading, list.index - list.heading]
        }
        switch focus {
        case .files:
            let places = thumbnails == nil ? around(browser.list) : browser.list.outside
            return places.filter(browser.items.indices.contains).compactMap { index in
                let item = browser.items[index]
                if case .unreadable = browser.facts[item.path] { return nil }
                if case .picture(let facts, _) = browser.facts[item.path], Desk.isHuge(facts) { return nil }
                return item.kind == .picture ? item.picture : nil
            }
        case .tree:
            return around(tree.list).filter(tree.rows.indices.contains).compactMap { index in
                tree.entry(at: tree.rows[index].node).map { .kept(digest: $0.digest) }
            }
        case .results:
            let slots = slots
            return [results.selected + 1, results.selected - 1].filter(slots.indices.contains).compactMap { index in
                if case .arrived(let entry) = slots[index] { .kept(digest: entry.digest) } else { nil }
            }
        }
    }

    fileprivate var shownPicture: PictureID? {
        switch subject {
        case .file(let item): item.picture
        case .entry(let entry): .kept(digest: entry.digest)
        case .forming, .nothing: nil
        }
    }

    /// Larger pictures are not prepared: they would take a second, and the memory of ten others.
    private static func isHuge(_ facts: PictureFacts) -> Bool { facts.width * facts.height > 16_000_000 }
}
