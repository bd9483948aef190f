/// The progress of reading subfolders.
package enum BelowState: Sendable, Equatable {
    /// The number of folders read so far.
    case reading(folders: Int)
    case finished
    /// There are more pictures than are listed.
    case tooMany
}

extension Desk {
    /// Reads the shown folder again.
    var readAgain: Effect {
        browser.below == nil
            ? .list(folder: browser.folder, select: nil)
            : .listBelow(folder: browser.folder, withHidden: browser.showsHidden)
    }

    /// Includes subfolders, or leaves them out again.
    mutating func toggleBelow() -> [Effect] {
        guard browser.below != nil else {
            say(Words.Files.readingBelow)
            return [.listBelow(folder: browser.folder, withHidden: browser.showsHidden)]
        }
        // Move the cursor to the folder of the selected file.
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
