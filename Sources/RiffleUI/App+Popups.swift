package import RiffleAPI

extension App {
    // MARK: Form

    mutating func openForm() -> [Effect] {
        guard let form = makeForm() else { return [] }
        popup = .form(form)
        return []
    }

    /// Sends with the last settings, unless the person has to be asked something first.
    mutating func varyAtOnce() -> [Effect] {
        guard let form = makeForm() else { return [] }
        if environment.profiles.first(where: { $0.name == form.value(.backend) })?.isPaid == true {
            // The form says what it costs.
            popup = .form(form)
            return []
        }
        if form.batch > 1, let settings = form.settings { return sendBatch(form, settings) }
        guard form.objections.isEmpty, form.refusal == nil, let settings = form.settings, let source = form.source
        else {
            popup = .form(form)
            return []
        }
        return send(VariationOrder(source: source, mend: .none, settings: settings))
    }

    private mutating func makeForm() -> RequestForm? {
        if focus == .files, browser.pickedItems.count > 1 { return makeBatchForm() }
        switch subject {
        case .file(let item):
            switch browser.facts[item.path] {
            case .picture(let facts, let objections):
                return RequestForm(
                    source: .file(item), facts: facts, objections: objections, settings: settings,
                    backends: environment.backends, profiles: environment.profiles)
            case .unreadable(let reason):
                report(Words.Pictures.cannotBeVaried(item.name, reason))
            case nil: notice = .info(Words.Pictures.isBeingRead(item.name))
            }
        case .entry(let entry):
            guard let root = tree.root(of: entry.id) else { return nil }
            var start = settings
            // On a request its own settings are what one may want changed.
            if focus == .tree, case .request(let id) = tree.cursor, let request = tree.request(id) {
                start = request.settings
            }
            return RequestForm(
                source: .entry(entry, root: root), facts: entry.facts,
                objections: VariationRules.objections(to: entry.facts, limit: nil), settings: start,
                backends: environment.backends, profiles: environment.profiles)
        case .forming: notice = .info(Words.Pictures.isForming)
        case .nothing: notice = .info(Words.Pictures.selectOne)
        }
        return nil
    }

    /// A form for all files that are picked: it stands on one that is not square where there is one, so that it asks.
    private func makeBatchForm() -> RequestForm? {
        let items = browser.pickedItems
        func isOdd(_ item: FileItem) -> Bool {
            if case .picture(let facts, _) = browser.facts[item.path] { !facts.isSquare } else { false }
        }
        guard let first = items.first(where: isOdd) ?? items.first else { return nil }
        var objections: [UploadObjection] = []
        var facts: PictureFacts?
        if case .picture(let known, let found) = browser.facts[first.path] {
            facts = known
            // The largest of them decides whether they are asked to be scaled.
            facts?.byteCount = items.map(\.byteCount).max() ?? known.byteCount
            objections = found.filter { if case .notSquare = $0 { true } else { false } }
        }
        var form = RequestForm(
            source: .file(first), facts: facts, objections: objections, settings: settings,
            backends: environment.backends, profiles: environment.profiles)
        form.batch = items.count
        return form
    }

    mutating func performInForm(_ command: CommandName) -> [Effect] {
        guard case .form(var form) = popup else { return [] }
        popup = nil
        switch command {
        case .close:
            // What was typed is there again the next time.
            if form.operation != .variation { lastPrompt = form.value(.prompt) }
            popup = form.editor.map { .mask($0) }
            return []
        case .send:
            if form.operation != .variation {
                if let effects = sendImages(form) { return effects }
                form.focusComplaint()
                break
            }
            if form.batch > 1, let settings = form.settings { return sendBatch(form, settings) }
            if form.refusal == nil, let settings = form.settings, let source = form.source {
                return send(
                    VariationOrder(
                        source: source, mend: form.orderedMend, below: form.below, settings: settings,
                        mate: form.orderedMate))
            }
            form.focusComplaint()
        case .nextField: form.moveFocus(1)
        case .previousField: form.moveFocus(-1)
        case .nextChoice: form.edit { $0.step(1) }
        case .previousChoice: form.edit { $0.step(-1) }
        case .eraseBackward: form.edit { $0.erase(all: false) }
        case .eraseWord: form.edit { $0.eraseWord() }
        case .eraseField: form.edit { $0.erase(all: true) }
        case .earlier: form.recall(1, of: prompts)
        case .later: form.recall(-1, of: prompts)
        default: break
        }
        popup = .form(form)
        return []
    }

    // MARK: Zoom

    mutating func zoom() {
        if case .file(let item) = subject, case .unreadable(let reason) = browser.facts[item.path] {
            return report(Words.Pictures.cannotBeShown(item.name, reason))
        }
        guard let view = zoomView() else {
            notice = .info(Words.Pictures.selectOne)
            return
        }
        popup = .zoom(view)
    }

    private func zoomView() -> ZoomView? {
        switch subject {
        case .file(let item):
            var facts: PictureFacts?
            if case .picture(let known, _) = browser.facts[item.path] { facts = known }
            return ZoomView(picture: item.picture, title: item.name, facts: facts)
        case .entry(let entry):
            return ZoomView(picture: .kept(digest: entry.digest), title: title(of: entry), facts: entry.facts)
        case .forming(let picture, let place):
            return picture.map { ZoomView(picture: $0, title: Words.Screen.forming(place + 1), facts: nil) }
        case .nothing: return nil
        }
    }

    /// How a picture of the tree is called: the way to it from the file it grew from, `cat.png › 2 › 1 ★ 4/5`.
    package func title(of entry: Entry) -> String {
        if let path = entry.originPath { return Path.name(path) }
        var places: [String] = []
        var next: Entry? = entry
        var top = entry
        while let step = next, step.originPath == nil {
            places.append(place(of: step))
            top = step
            next = tree.parent(of: .entry(step.id)).flatMap(tree.entry)
        }
        let words = top.request.flatMap(tree.request)?.prompt.map { Words.quoted($0, columns: 24) } ?? ""
        let root = next?.originPath.map(Path.name) ?? words
        let marks = Words.marks(entry)
        return ([root] + places.reversed()).joined(separator: " › ") + (marks.isEmpty ? "" : " " + marks)
    }

    /// A picture among those of its request, `2`; where several were made from the same picture with the time of its
    /// own, as the tree has it: `09:12·2`.
    private func place(of entry: Entry) -> String {
        let number = "\(entry.index + 1)"
        guard let request = entry.request.flatMap(tree.request), let source = request.source,
            tree.children(of: .entry(source)).count > 1
        else { return number }
        return "\(Moment(seconds: request.created, offset: environment.zone).time)·\(number)"
    }

    mutating func performInZoom(_ command: CommandName, key: Key?) -> [Effect] {
        guard case .zoom(var view) = popup else { return [] }
        switch command {
        case .close:
            popup = nil
            slideshow = nil
            return []
        case .vary:
            popup = nil
            return openForm()
        case .edit:
            popup = nil
            return openMaskEditor()
        case .breed:
            popup = nil
            return breed()
        case .favourite, .reject, .rate:
            let effects = performMark(command, key: key) ?? []
            // The title tells it.
            if let renewed = zoomView() { view.title = renewed.title }
            popup = .zoom(view)
            return effects
        case .compare:
            popup = nil
            return compare()
        case .slideshow:
            toggleSlideshow()
            return slideshow == nil ? [] : [.tick]
        case .moveLeft where view.isFit: return showSibling(-1)
        case .moveRight where view.isFit: return showSibling(1)
        default:
            let room = Size(columns: size.columns, rows: size.rows - 2)
            view.perform(
                command, fit: fitScale(width: view.facts?.width ?? 1, height: view.facts?.height ?? 1, in: room))
        }
        popup = .zoom(view)
        return []
    }

    /// The picture before or after this one in the pane that it was opened from.
    mutating func showSibling(_ by: Int) -> [Effect] {
        var effects: [Effect] = []
        switch focus {
        case .files:
            browser.list.move(to: browser.list.index + by)
            effects = readUnread() + followSelection()
        case .tree:
            tree.list.move(to: tree.list.index + by)
            followTree()
        case .results:
            _ = results.perform(by < 0 ? .moveLeft : .moveRight, count: slots.count)
            followResults()
        }
        zoom()
        return effects + markSeen()
    }
}

extension FileItem {
    package var picture: PictureID { .file(path: path, version: version) }
}
