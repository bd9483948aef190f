import RiffleAPI

extension Desk {
    /// Carries out a command of the main screen.
    mutating func perform(_ command: CommandName, key: Key?) -> Outcome {
        if let open = Desk.opening[command] { return open(&self) }
        switch command {
        case .nextPane: moveFocus(1)
        case .previousPane: moveFocus(-1)
        case .maximise:
            display.isMaximised.toggle()
            layOut()
            return Outcome(readUnread())
        case .wider, .narrower: return Outcome(widen(by: command == .wider ? 2 : -2))
        case .varyAgain: return varyAtOnce()
        case .cancelRequest:
            let shown = results.request
            if let shown, let waiting = jobs.waiting.first(where: { $0.request == shown }) {
                return [withdraw(waiting)]
            }
            guard let job = cancellable else {
                say(Words.Requests.noneRuns)
                return .stay
            }
            return [.cancel(job.id)]
        case .selectResult: return Outcome(selectResult(key))
        case .repeatRequest: return repeatRequest(exactly: false)
        case .repeatExactly: return repeatRequest(exactly: true)
        case .fetchAgain: return [.fetchAgain]
        case .recipe, .saveAs, .copyPath, .openOutside: return performSharing(command)
        case .collect: return collect()
        default: return performMark(command, key: key) ?? performWalk(command) ?? performInPane(command)
        }
        return Outcome(markSeen())
    }

    private mutating func performInPane(_ command: CommandName) -> Outcome {
        switch focus {
        case .files: return performInFiles(command)
        case .tree: if performInTree(command) { followTree() }
        case .results:
            layOut()
            if command == .pick {
                if case .entry(let entry) = subject { tree.togglePick(.entry(entry.id)) }
                _ = results.perform(.moveRight, count: slots.count)
                followResults()
            } else if results.perform(command, count: slots.count) {
                followResults()
            } else {
                pickResults(command)
            }
        }
        return Outcome(markSeen())
    }

    /// Picks pictures in the strip.
    private mutating func pickResults(_ command: CommandName) {
        let all = slots.compactMap { slot -> Node? in
            if case .arrived(let entry) = slot { .entry(entry.id) } else { nil }
        }
        switch command {
        case .pickToHere: tree.pickToHere()
        case .pickAll: tree.picked.formUnion(all)
        case .invertPicks: tree.picked.formSymmetricDifference(all)
        case .close: tree.picked = []
        default: break
        }
    }

    private mutating func moveFocus(_ by: Int) {
        let panes = Pane.allCases
        let place = panes.firstIndex(of: focus)! + by + panes.count
        focus(on: panes[place % panes.count])
    }

    mutating func focus(on pane: Pane) {
        guard focus != pane else { return }
        focus = pane
        layOut()
    }

    private mutating func selectResult(_ key: Key?) -> [Effect] {
        guard case .character(let digit) = key?.code, let number = digit.wholeNumberValue else { return [] }
        let place = number == 0 ? 9 : number - 1
        guard slots.indices.contains(place) else {
            say(slots.isEmpty ? Words.Pictures.noVariations : Words.Pictures.noVariation(place + 1))
            return []
        }
        results.selected = place
        focus(on: .results)
        followResults()
        return markSeen()
    }

    /// Shows the request at the tree's cursor in the strip.
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

    /// Moves the tree's cursor to the selected variation.
    mutating func followResults() {
        if case .entry(let entry) = subject { tree.select(.entry(entry.id)) }
    }

    /// Goes to the previous or next picture in the focused pane.
    mutating func moveCursor(_ by: Int) -> [Effect] {
        switch focus {
        case .files:
            browser.list.move(to: browser.list.index + by)
            return readUnread() + followSelection()
        case .tree:
            tree.list.move(to: tree.list.index + by)
            followTree()
        case .results:
            _ = results.perform(by < 0 ? .moveLeft : .moveRight, count: slots.count)
            followResults()
        }
        return []
    }
}
