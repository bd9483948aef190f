import RiffleAPI

extension App {
    mutating func take(_ key: Key) -> [Effect] {
        // What was cut at the screen's edge can be read in full, a problem long after it too.
        if case .info(let text) = notice, popup == nil, isProblemDetail(key) {
            popup = .problem(Problem(title: text))
            return []
        }
        notice = nil
        let context = context
        // What arrived under the cursor has been seen once someone is there who presses a key.
        let seen = popup == nil ? markSeen() : []
        if let command = environment.keymap.command(for: key, in: context) {
            if command.name != .quit { isQuitting = false }
            return seen + perform(command.name, key: key)
        }
        if popup == nil {
            tellWhereItWorks(key)
        } else if case .character(let character) = key.code, !key.control, !key.alt {
            return seen + type([character])
        }
        return seen
    }

    private func isProblemDetail(_ key: Key) -> Bool {
        environment.keymap.command(for: key, in: context)?.name == .problemDetail
    }

    /// A key that means nothing here, but something in another pane.
    private mutating func tellWhereItWorks(_ key: Key) {
        let others = environment.keymap.commands.filter { $0.context.isPane && $0.keys.contains(key) }
        guard let first = others.first else { return }
        let places = others.filter { $0.name == first.name }.map(\.context)
        notice = .info(Words.Lines.keyIsOf(places, key, first.help))
    }

    /// Text for whatever takes text now.
    private mutating func type(_ text: [Character]) -> [Effect] {
        switch popup {
        case .form(var form):
            form.edit { field in text.forEach { field.type($0) } }
            popup = .form(form)
        case .prompt(var prompt):
            text.forEach { prompt.line.type($0) }
            prompt.completion = nil
            popup = .prompt(prompt)
            if prompt.purpose == .filterFiles { return filterFiles(prompt.line.text) }
        case .help(var help):
            text.forEach { help.line.type($0) }
            help.scroll = 0
            popup = .help(help)
        case .history: return typeInHistory(text)
        case .backendForm(var form):
            form.type(text)
            popup = .backendForm(form)
        default: break
        }
        return []
    }

    /// Pasted text goes where typed text goes; elsewhere it is ignored, so that it cannot act as keys.
    mutating func paste(_ text: String) -> [Effect] {
        type(Array(text))
    }

    mutating func perform(_ command: CommandName, key: Key?) -> [Effect] {
        switch command {
        case .repaint: return [.repaint]
        case .suspend: return [.suspend]
        case .cycleGraphics: return [.cycleGraphics]
        case .toggleCheckerboard: return [.toggleCheckerboard]
        default: break
        }
        switch popup {
        case nil: return performInBrowse(command, key: key)
        case .form: return performInForm(command)
        case .zoom: return performInZoom(command, key: key)
        case .mask: return performInMask(command, key: key)
        case .prompt: return performInPrompt(command)
        case .confirmation: return performInConfirmation(command, key: key)
        case .history: return performInHistory(command)
        case .compare: return performInCompare(command, key: key)
        case .themes: return performInThemes(command)
        case .bookmarks: return performInBookmarks(command)
        case .queue: return performInQueue(command)
        case .backends: return performInBackends(command)
        case .backendForm: return performInBackendForm(command)
        case .recipe: performInRecipe(command)
        case .help: performInHelp(command)
        case .problem: popup = nil
        }
        return []
    }

    // MARK: Main screen

    private mutating func performInBrowse(_ command: CommandName, key: Key?) -> [Effect] {
        switch command {
        case .quit: return quit()
        case .help: popup = .help(HelpView(context: paneContext))
        case .problemDetail:
            if let lastProblem { popup = .problem(lastProblem) } else { notice = .info(Words.Screen.noProblem) }
        case .showHistory: return openHistory()
        case .commandLine: popup = .prompt(Prompt(.command))
        case .compare: return compare()
        case .themes: return openThemes()
        case .backends: return openBackends()
        case .mouse:
            hasMouse.toggle()
            notice = .info(hasMouse ? Words.Screen.mouseOn : Words.Screen.mouseOff)
            return [.setMouse(hasMouse)]
        case .nextPane: moveFocus(1)
        case .previousPane: moveFocus(-1)
        case .maximise:
            isMaximised.toggle()
            layOut()
            return readUnread()
        case .vary: return openForm()
        case .varyAgain: return varyAtOnce()
        case .edit: return openMaskEditor()
        case .generate: return openGenerationForm()
        case .breed: return breed()
        case .cancelRequest:
            guard let job = cancellable else {
                notice = .info(Words.Requests.noneRuns)
                return []
            }
            return [.cancel(job.id)]
        case .queue: openQueue()
        case .selectResult: return selectResult(key)
        case .repeatRequest: return repeatRequest(exactly: false)
        case .repeatExactly: return repeatRequest(exactly: true)
        case .fetchAgain: return [.fetchAgain]
        case .zoom: zoom()
        case .slideshow:
            zoom()
            guard case .zoom = popup else { return [] }
            toggleSlideshow()
            return [.tick]
        case .export: return askForExport()
        case .recipe, .saveAs, .copyPath, .openOutside: return performSharing(command)
        default: return performMark(command, key: key) ?? performWalk(command) ?? performInPane(command)
        }
        return markSeen()
    }

    private mutating func performInPane(_ command: CommandName) -> [Effect] {
        switch focus {
        case .files:
            return performInFiles(command)
        case .tree:
            if performInTree(command) { followTree() }
        case .results:
            layOut()
            if results.perform(command, count: slots.count) { followResults() }
        }
        return markSeen()
    }

    private mutating func quit() -> [Effect] {
        if jobs.isEmpty || isQuitting { return [.quit] }
        isQuitting = true
        notice = .info(Words.Requests.quitting(running: jobs.count, waiting: waiting.count))
        return []
    }

    private mutating func moveFocus(_ by: Int) {
        let panes = Pane.allCases
        let place = panes.firstIndex(of: focus)! + by + panes.count
        focus = panes[place % panes.count]
        layOut()
    }

    private mutating func selectResult(_ key: Key?) -> [Effect] {
        guard case .character(let digit) = key?.code, let number = digit.wholeNumberValue else { return [] }
        let place = number == 0 ? 9 : number - 1
        guard slots.indices.contains(place) else {
            notice = .info(slots.isEmpty ? Words.Pictures.noVariations : Words.Pictures.noVariation(place + 1))
            return []
        }
        results.selected = place
        focus = .results
        layOut()
        followResults()
        return markSeen()
    }

    /// The strip shows the request that the tree's cursor is on or in.
    mutating func followTree() {
        switch tree.cursor {
        case .request(let id): results.show(id)
        case .entry(let id):
            guard let entry = tree.entry(id), let request = entry.request else { return }
            results.show(request)
            results.selected = entry.index
        case nil: break
        }
    }

    /// The tree's cursor follows the selected variation.
    mutating func followResults() {
        if case .entry(let entry) = subject { tree.select(.entry(entry.id)) }
    }
}
