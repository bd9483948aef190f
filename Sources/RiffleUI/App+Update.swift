extension App {
    /// Takes in what happened and tells what is to be done. The only place where the state changes.
    package mutating func update(_ action: Action) -> [Effect] {
        // Which panes there are, and how large, depends on what has the keys.
        defer { layOut() }
        switch action {
        case .key(let key): return take(key)
        case .pasted(let text): return type(Array(text))
        case .mouse(let mouse): return take(mouse)
        default: break
        }
        let answer = desk.receive(action)
        if desk.jobs.running.isEmpty { isQuitting = false }
        // The person has gone on to something else, whose keys must not answer what opens now.
        if case .open = answer.next, !popups.isEmpty { return answer.effects + tellPopups(action) }
        return follow(answer) + tellPopups(action)
    }

    /// Those below the one with the keys hear of it too.
    private mutating func tellPopups(_ action: Action) -> [Effect] {
        var effects: [Effect] = []
        for place in popups.indices.reversed() {
            let outcome = popups[place].popup.receive(action, on: &desk)
            effects += place == popups.count - 1 ? follow(outcome) : outcome.effects
        }
        return effects
    }

    /// Goes where a popup or a command of the main screen leads.
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

    /// Tells the lists how many rows they have.
    private mutating func layOut() {
        desk.layOut()
        guard let last = popups.indices.last else { return }
        let room = place(of: popups[last].popup).room
        popups[last].popup.layOut(in: room.size, on: desk)
    }
}
