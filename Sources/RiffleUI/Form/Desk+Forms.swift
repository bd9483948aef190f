import RiffleAPI

extension Desk {
    mutating func openForm() -> Outcome {
        guard var form = makeForm() else { return .stay }
        // Another program's recipe fills the form; for Riffle's own pictures their request does.
        let isOwn = if case .entry(let entry) = subject { entry.request != nil } else { false }
        let reading = form.source.flatMap { isOwn || form.batch > 1 ? nil : Effect.readRecipe($0) }
        let looking = form.look().effects
        return .open(form, (reading.map { [$0] } ?? []) + looking + hinting(for: form))
    }

    /// Looks up the user's statements about the picture, if the form shows them and the picture is not too large.
    private func hinting(for form: RequestForm) -> [Effect] {
        guard let source = form.source, form.batch == 1, form.operation == .variation,
            form.profiles.contains(where: { $0.reads(.kind, for: .variation) }),
            let facts = form.facts, facts.width * facts.height <= 16_000_000
        else { return [] }
        return [.loadHints(source, picture(of: source, mend: .none))]
    }

    /// Sends with the last settings, unless something must be asked first.
    mutating func varyAtOnce() -> Outcome {
        guard let form = makeForm() else { return .stay }
        // The form shows the price.
        if form.profile?.isPaid == true { return .open(form) }
        guard !form.asks || form.batch > 1, let effects = send(form) else { return .open(form) }
        return Outcome(effects)
    }

    /// Sends a form's request, if it is valid; nil otherwise.
    mutating func send(_ form: RequestForm) -> [Effect]? {
        if form.batch > 1 { return form.settings.map { sendBatch(form, $0) } }
        return form.request.map { send($0) }
    }

    private mutating func makeForm() -> RequestForm? {
        if focus == .files, browser.pickedItems.count > 1 { return makeBatchForm() }
        switch subject {
        case .file(let item):
            switch browser.facts[item.path] {
            case .picture(let facts, let objections):
                return makeForm(.file(item), facts, objections, settings: recent.settings)
            case .unreadable(let reason):
                report(Words.Pictures.cannotBeVaried(item.name, reason))
            case nil: say(Words.Pictures.isBeingRead(item.name))
            }
        case .entry(let entry):
            guard let root = tree.root(of: entry.id) else { return nil }
            var start = recent.settings
            // On a request, start with that request's settings.
            if focus == .tree, case .request(let id) = tree.cursor, let request = tree.request(id) {
                start = request.settings
            }
            let objections = BackendProfile.reference.objections(to: entry.facts, limit: nil)
            return makeForm(.entry(entry, root: root), entry.facts, objections, settings: start)
        case .forming: say(Words.Pictures.isForming)
        case .nothing: say(Words.Pictures.selectOne)
        }
        return nil
    }

    private func makeForm(
        _ source: Order.Source, _ facts: PictureFacts?, _ objections: [UploadObjection], settings: ImagesSettings
    ) -> RequestForm {
        RequestForm(
            .variation, source: source, facts: facts, objections: objections, settings: settings,
            prompt: recent.variationPrompt, profiles: capable(of: .variation))
    }

    /// A form for all picked files. It shows one that is not square, if there is one, so that the form asks about it.
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
            // The largest file decides whether scaling is offered.
            facts?.byteCount = items.map(\.byteCount).max() ?? known.byteCount
            objections = found.filter { if case .notSquare = $0 { true } else { false } }
        }
        var form = makeForm(.file(first), facts, objections, settings: recent.settings)
        form.batch = items.count
        return form
    }

    // MARK: Edits and pictures from a prompt

    /// The backends that support an operation, in the order of the list.
    func capable(of operation: ImageOperation) -> [BackendProfile] {
        environment.profiles.filter { $0.operations.contains(operation) }
    }

    /// Opens the form for pictures from a prompt.
    mutating func openGenerationForm() -> Outcome {
        guard !capable(of: .generation).isEmpty else {
            report(Words.nobodyMakes(.generation))
            return .stay
        }
        return openImageForm(editor: nil)
    }

    mutating func openEditForm(_ editor: MaskEditor) -> Outcome { openImageForm(editor: editor) }

    private mutating func openImageForm(editor: MaskEditor?) -> Outcome {
        let profiles = capable(of: editor == nil ? .generation : .edit)
        var settings =
            recent.imageSettings[editor == nil ? .generation : .edit]
            ?? ImagesSettings(backend: recent.settings.backend)
        settings.seed = nil
        var form = RequestForm(
            editor == nil ? .generation : .edit, source: editor?.source, editor: editor, facts: editor?.facts,
            settings: settings, prompt: recent.prompt, profiles: profiles)
        let looking = form.look().effects
        return .open(form, [.loadPrompts] + looking)
    }
}
