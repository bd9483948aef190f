extension App {
    /// Applies an action and returns the effects. The only place where the state changes.
    package mutating func update(_ action: Action) -> [Effect] {
        // The panes and their sizes depend on the focus.
        defer { layOut() }
        switch action {
        case .key(let key): return take(key)
        case .pasted(let text): return type(Array(text))
        case .mouse(let mouse): return take(mouse)
        default: break
        }
        let answer = desk.receive(action)
        if desk.jobs.running.isEmpty { isQuitting = false }
        // The user has moved on: a question that opened now would catch keys meant for something else.
        if case .open = answer.next, !popups.isEmpty { return answer.effects + tellPopups(action) }
        return follow(answer) + tellPopups(action)
    }

    /// Passes the action to all open popups.
    private mutating func tellPopups(_ action: Action) -> [Effect] {
        var effects: [Effect] = []
        for place in popups.indices.reversed() {
            let outcome = popups[place].popup.receive(action, on: &desk)
            effects += place == popups.count - 1 ? follow(outcome) : outcome.effects
        }
        return effects
    }

    /// Applies the outcome of a popup or command.
    mutating func follow(_ outcome: Outcome) -> [Effect] {
        switch outcome.next {
        case .stay: break
        case .close: popups.removeLast()
        case .closeAll: popups = []
        case .open(let popup): popups.append(OpenPopup(popup: popup))
        case .perform(let command, let key):
            popups.removeLast()
            return outcome.effects + perform(command, key: key)
        }
        layOut()
        return outcome.effects
    }

    /// Sets the number of rows of each list.
    private mutating func layOut() {
        desk.layOut()
        guard let last = popups.indices.last else { return }
        let room = place(of: popups[last].popup).room
        popups[last].popup.layOut(in: room.size, on: desk)
    }
}
