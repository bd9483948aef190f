extension App {
    /// Seconds that each picture of a slideshow stays.
    private static let pace = 4

    mutating func toggleSlideshow() {
        slideshow = slideshow == nil ? App.pace : nil
        notice = .info(slideshow == nil ? Words.Pictures.slideshowRests : Words.Pictures.slideshowRuns)
    }

    /// A second went by: the next picture may be due. At the end it begins anew.
    mutating func advanceSlideshow() -> [Effect] {
        guard let left = slideshow, case .zoom(let before) = popup else {
            slideshow = nil
            return []
        }
        guard left <= 1 else {
            slideshow = left - 1
            return []
        }
        slideshow = App.pace
        let effects = showSibling(1)
        guard case .zoom(let after) = popup, after.picture == before.picture else { return effects }
        switch focus {
        case .files: browser.list.move(to: browser.items.firstIndex { $0.kind == .picture } ?? 0)
        case .tree: tree.list.move(to: 0)
        case .results: results.selected = 0
        }
        return effects + showSibling(0)
    }
}
