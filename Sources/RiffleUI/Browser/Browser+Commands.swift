import RiffleAPI

extension App {
    mutating func performInFiles(_ command: CommandName) -> [Effect] {
        switch command {
        case .open: return openSelected()
        case .openParentFolder:
            guard browser.folder != "/" else { return [] }
            return [.list(folder: Path.parent(browser.folder), select: browser.folder)]
        case .filterFiles:
            popup = .prompt(Prompt(.filterFiles, text: browser.filter))
            return []
        case .fileOrder: browser.turnOrder()
        case .hiddenFiles: browser.toggleHidden()
        case .pick: browser.togglePick()
        default: browser.list.perform(command)
        }
        return readUnread() + followSelection()
    }

    private mutating func openSelected() -> [Effect] {
        guard let item = browser.selected else { return [] }
        if item.kind == .folder {
            let isUp = item.name == ".."
            return [.list(folder: item.path, select: isUp ? browser.folder : nil)]
        }
        zoom()
        return []
    }

    /// The list follows what is typed.
    mutating func filterFiles(_ text: String) -> [Effect] {
        guard text != browser.filter else { return [] }
        browser.setFilter(text)
        return readUnread() + followSelection()
    }

    // MARK: Several files at once

    /// Requests that run at a time when several were sent together.
    private static let together = 2

    /// Sends one request for each file that is picked: some now, the others as these end. A file that is not square is
    /// cropped or padded as the form has it; one that cannot be sent is left out and told.
    mutating func sendBatch(_ form: RequestForm, _ settings: VariationSettings) -> [Effect] {
        var left: [String] = []
        for item in browser.pickedItems {
            guard case .picture(let facts, let objections) = browser.facts[item.path] else {
                left.append(item.name)
                continue
            }
            var mend = Mend.none
            if !facts.isSquare { mend = form.mend == .none ? .cropCenter : form.mend }
            let isTooLarge = objections.contains { if case .tooLarge = $0 { true } else { false } }
            guard !isTooLarge || settings.backend == VariationSettings.builtin else {
                left.append(item.name)
                continue
            }
            waiting.append(VariationOrder(source: .file(item), mend: mend, settings: settings))
        }
        browser.picked = []
        let sent = waiting.count
        let effects = sendWaiting()
        let but = left.isEmpty ? "" : "; not \(left.prefix(3).joined(separator: ", ")): too large or unreadable"
        notice = .info("\(Words.count(sent, "request")) \(sent == 1 ? "is" : "are") on the way\(but)")
        return effects
    }

    /// Sends what waits, as many as may run together.
    mutating func sendWaiting() -> [Effect] {
        var effects: [Effect] = []
        while !waiting.isEmpty, jobs.count < App.together { effects += send(waiting.removeFirst()) }
        return effects
    }
}
