import RiffleAPI

extension Desk {
    mutating func performInFiles(_ command: CommandName) -> Outcome {
        switch command {
        case .open: return openSelected()
        case .openParentFolder:
            guard browser.folder != "/" else { return [] }
            return [.list(folder: Path.parent(browser.folder), select: browser.folder)]
        case .close:
            guard browser.picked.isEmpty else {
                browser.picked = []
                return .stay
            }
            return Outcome(filterFiles(""))
        case .fileOrder: browser.turnOrder()
        case .hiddenFiles:
            browser.toggleHidden()
            // Hidden folders are only read if they are shown.
            if browser.below != nil { return [readAgain] }
        case .filesBelow: return Outcome(toggleBelow())
        case .bookmark: return [.toggleBookmark(browser.folder)]
        case .pick: browser.togglePick()
        case .pickToHere, .pickAll, .invertPicks: return Outcome(pickFiles(command))
        case .thumbnails:
            browser.showsThumbnails.toggle()
            layOut()
        case .larger, .smaller:
            browser.resizeThumbnails(command == .larger ? 1 : -1)
            layOut()
        default: browser.list.perform(command)
        }
        return Outcome(readUnread() + followSelection())
    }

    private mutating func openSelected() -> Outcome {
        guard let item = browser.selected else { return [] }
        if item.kind == .folder {
            let isUp = item.name == ".."
            return [.list(folder: item.path, select: isUp ? browser.folder : nil)]
        }
        return ZoomView.open(on: &self)
    }

    /// Opens a folder by its path, or a picture's folder with the cursor on the picture.
    func open(_ path: String) -> [Effect] {
        let path = absolute(path)
        let isPicture = path.lowercased().hasSuffix(".png")
        return [.list(folder: isPicture ? Path.parent(path) : path, select: isPicture ? path : nil)]
    }

    /// Filters while the user types.
    mutating func filterFiles(_ text: String) -> [Effect] {
        guard text != browser.filter else { return [] }
        browser.setFilter(text)
        return readUnread() + followSelection()
    }

    // MARK: Several files at once

    /// Sends one request for each picked file, when the backend has room. A file that is not square is cropped or padded as
    /// set in the form; one that cannot be sent is skipped and reported.
    mutating func sendBatch(_ form: RequestForm, _ settings: ImagesSettings) -> [Effect] {
        var left: [String] = []
        var sent: [WaitingJob] = []
        for item in browser.pickedItems {
            guard case .picture(let facts, _) = browser.facts[item.path] else {
                left.append(item.name)
                continue
            }
            let profile = environment.profiles.first { $0.name == settings.backend }
            var mend = Mend.none
            if !facts.isSquare, profile?.needsSquare != false { mend = form.mend == .none ? .cropCenter : form.mend }
            let isTooLarge = (profile?.uploadLimit).map { facts.byteCount >= $0 } ?? false
            guard !isTooLarge || form.below != nil else {
                left.append(item.name)
                continue
            }
            let order = Order(
                .variation, source: .file(item), mend: mend, below: isTooLarge ? form.below : nil,
                prompt: form.prompt, settings: settings)
            var job = waitingJob(for: order)
            job.yields = true
            sent.append(job)
        }
        browser.picked = []
        let effects = remember(Order(.variation, prompt: form.prompt, settings: settings)) + enqueue(sent)
        say(Words.Files.sent(sent.count, left: left))
        return effects
    }
}
