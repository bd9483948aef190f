/// How far the reading of all folders below one is.
package enum BelowState: Sendable, Equatable {
    /// So many folders were read.
    case reading(folders: Int)
    case finished
    /// There are more than are listed.
    case tooMany
}

extension Desk {
    /// Reads what the list shows once more.
    var readAgain: Effect {
        browser.below == nil
            ? .list(folder: browser.folder, select: nil)
            : .listBelow(folder: browser.folder, withHidden: browser.showsHidden)
    }

    /// Goes from the folder to all below it, or back to the folder alone.
    mutating func toggleBelow() -> [Effect] {
        guard browser.below != nil else {
            say(Words.Files.readingBelow)
            return [.listBelow(folder: browser.folder, withHidden: browser.showsHidden)]
        }
        // The cursor goes to the folder in which the selected file is.
        let step = browser.selected.flatMap { $0.name == ".." ? nil : $0.name.split(separator: "/").first }
        return [.list(folder: browser.folder, select: step.map { Path.joined(browser.folder, String($0)) })]
    }

    mutating func take(found items: [FileItem], below folder: String, _ state: BelowState) -> [Effect] {
        guard folder == browser.folder, !browser.isLoading else { return [] }
        let before = browser.selected
        browser.show(items, in: folder, select: nil, below: state)
        if state == .tooMany {
            say(Words.Files.tooManyBelow(browser.pictureCount))
        }
        return readUnread() + (browser.selected == before ? [] : followSelection())
    }
}
