import RiffleAPI

/// Marks on the user's own files.
extension Desk {
    /// The files that a command applies to: the picked ones or, if none is picked, the selected one.
    private var fileTargets: [FileItem] {
        let picked = browser.pickedItems
        if !picked.isEmpty { return picked }
        guard case .file(let item) = subject else { return [] }
        return [item]
    }

    /// Sets a mark on the files, or removes it if all have it.
    mutating func markFiles(_ command: CommandName, _ key: Key?) -> [Effect] {
        let items = fileTargets
        guard !items.isEmpty else {
            say(Words.Pictures.selectOne)
            return []
        }
        let entries = items.map { browser.standings[$0.path]?.entry }
        switch command {
        case .favourite: return mark(items, .favourite(!entries.allSatisfy { $0?.isFavourite == true }))
        case .reject: return mark(items, .rejected(!entries.allSatisfy { $0?.isRejected == true }))
        default: return key?.digit.map { mark(items, .rating($0)) } ?? []
        }
    }

    mutating func askForNoteOnFiles() -> Outcome {
        guard let first = fileTargets.first else {
            say(Words.Pictures.selectOne)
            return .stay
        }
        return .open(Prompt(.noteOnFiles(fileTargets), text: browser.standings[first.path]?.entry?.note ?? ""))
    }

    /// Shows a mark at once if the file is known, and stores it.
    mutating func mark(_ items: [FileItem], _ mark: Mark) -> [Effect] {
        for item in items { browser.standings[item.path]?.entry?.take(mark) }
        if let entry = fileEntry, case .file(let item) = subject, items.contains(item) {
            tree.update(entry.id) { $0.take(mark) }
        }
        browser.picked = []
        say(
            items.count == 1
                ? "\(items[0].name): \(Words.phrase(mark).lowercased())"
                : "\(Words.phrase(mark)): \(Words.count(items.count, "picture"))")
        return [.markFiles(items, mark)]
    }

    // MARK: Picking several

    /// Picks from the last pick to the cursor, picks all, or inverts the picks.
    mutating func pickFiles(_ command: CommandName) -> [Effect] {
        switch command {
        case .pickToHere: browser.pickToHere()
        case .pickAll: browser.pickAll()
        default: browser.invertPicks()
        }
        say(Words.Files.pickedNow(browser.picked.count))
        // Picked files may be sent, which needs their size.
        let unread = browser.pickedItems.filter { browser.facts[$0.path] == nil }
        return unread.isEmpty ? [] : [.readFacts(unread)]
    }
}

extension Entry {
    mutating func take(_ mark: Mark) {
        switch mark {
        case .favourite(let isSet): isFavourite = isSet
        case .rating(let stars): rating = stars
        case .rejected(let isSet): isRejected = isSet
        case .note(let text): note = text
        case .trashed: break
        }
    }
}

extension Key {
    /// The number that was pressed; nil for another key.
    var digit: Int? { if case .character(let digit) = code { digit.wholeNumberValue } else { nil } }
}
