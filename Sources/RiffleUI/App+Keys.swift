extension App {
    mutating func take(_ key: Key) -> [Effect] {
        desk.notices.keyPressed()
        // A key press shows that the user is there and has seen what arrived at the cursor.
        let seen = popup == nil ? desk.markSeen() : []
        if let command = desk.environment.keymap.command(for: key, in: context) {
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

    /// Says where a key works that does nothing here.
    private mutating func tellWhereItWorks(_ key: Key) {
        let others = desk.environment.keymap.commands.filter { $0.context.isPane && $0.keys.contains(key) }
        guard let first = others.first else { return }
        let places = others.filter { $0.name == first.name }.map(\.context)
        desk.say(Words.Lines.keyIsOf(places, key, first.help))
    }

    /// Typed or pasted text goes to text fields. Elsewhere it is ignored, so that pasted text cannot act as keys.
    mutating func type(_ text: [Character]) -> [Effect] {
        guard let last = popups.indices.last else { return [] }
        return follow(popups[last].popup.type(text, on: &desk))
    }

    mutating func perform(_ command: CommandName, key: Key?) -> [Effect] {
        switch command {
        case .repaint: return [.repaint]
        case .suspend: return [.suspend]
        case .cycleGraphics: return [.cycleGraphics]
        case .toggleCheckerboard: return desk.toggleCheckerboard()
        case .help: return follow(.open(HelpView(place: context)))
        default: break
        }
        if let last = popups.indices.last {
            return follow(popups[last].popup.perform(command, key: key, on: &desk))
        }
        switch command {
        case .quit: return quit()
        case .mouse:
            hasMouse.toggle()
            desk.say(hasMouse ? Words.Screen.mouseOn : Words.Screen.mouseOff)
            return [.setMouse(hasMouse)]
        default: return follow(desk.perform(command, key: key))
        }
    }

    private mutating func quit() -> [Effect] {
        let jobs = desk.jobs
        if jobs.running.isEmpty || isQuitting { return [.quit] }
        isQuitting = true
        desk.say(Words.Requests.quitting(running: jobs.running.count, waiting: jobs.waiting.count))
        return []
    }
}
