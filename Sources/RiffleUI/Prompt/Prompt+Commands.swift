import RiffleAPI

extension App {
    mutating func performInPrompt(_ command: CommandName) -> [Effect] {
        guard case .prompt(var prompt) = popup else { return [] }
        switch command {
        case .close:
            popup = nil
            return prompt.purpose == .filterFiles ? filterFiles("") : []
        case .accept:
            popup = nil
            return answer(prompt)
        case .complete, .completeBack: complete(&prompt, by: command == .complete ? 1 : -1)
        case .earlier, .later: recall(&prompt, by: command == .earlier ? 1 : -1)
        default:
            prompt.line.perform(command)
            prompt.completion = nil
        }
        popup = .prompt(prompt)
        return prompt.purpose == .filterFiles ? filterFiles(prompt.line.text) : []
    }

    private mutating func answer(_ prompt: Prompt) -> [Effect] {
        let text = prompt.line.text
        switch prompt.purpose {
        case .note(let nodes): return mark(nodes, .note(text))
        case .saveAs(let picture, let entry): return save(picture, entry, as: text)
        case .export(let node): return export(node, to: text)
        case .command: return run(text)
        case .filterFiles: return filterFiles(text)
        }
    }

    // MARK: The command line

    /// The commands that can be asked for by name now.
    private var namedCommands: [Command] {
        var known: Set<CommandName> = []
        return environment.keymap.available(in: paneContext).filter { known.insert($0.name).inserted }
    }

    /// What the typed beginning may become, with a word on each.
    func completions(of prompt: Prompt) -> [(text: String, help: String)] {
        guard prompt.purpose == .command else { return [] }
        let typed = prompt.typed ?? prompt.line.text
        if typed.hasPrefix("theme ") {
            let start = typed.dropFirst(6)
            return environment.themes.filter { $0.hasPrefix(start) }.map { ("theme \($0)", "") }
        }
        let found = namedCommands.filter { $0.name.rawValue.hasPrefix(typed) }
        return found.map { ($0.name.rawValue, $0.help) }.sorted { $0.0 < $1.0 }
    }

    private func complete(_ prompt: inout Prompt, by step: Int) {
        let found = completions(of: prompt)
        guard !found.isEmpty else { return }
        if prompt.completion == nil { prompt.typed = prompt.line.text }
        let next = prompt.completion.map { ($0 + step + found.count) % found.count } ?? (step > 0 ? 0 : found.count - 1)
        prompt.completion = next
        prompt.line = LineEdit(found[next].text)
    }

    /// Goes back and forth in the lines that were typed before.
    private func recall(_ prompt: inout Prompt, by step: Int) {
        guard prompt.purpose == .command else { return }
        let place = min(max(prompt.recalled + step, 0), typedCommands.count)
        prompt.recalled = place
        prompt.completion = nil
        prompt.line = LineEdit(place == 0 ? "" : typedCommands[typedCommands.count - place])
    }

    /// Carries out a line: a command's name, and what it is to be done with.
    private mutating func run(_ text: String) -> [Effect] {
        let parts = text.split(separator: " ", maxSplits: 1)
        guard let word = parts.first.map(String.init) else { return [] }
        let argument = parts.count > 1 ? parts[1].trimmingBlanks : ""
        typedCommands.removeAll { $0 == text }
        typedCommands = typedCommands.suffix(99) + [text]
        guard let name = CommandName(rawValue: word) else {
            let near = namedCommands.map(\.name.rawValue).filter { $0.contains(word) }
            report(Words.Lines.noCommand(word, near: Array(near.prefix(3))))
            return []
        }
        guard namedCommands.contains(where: { $0.name == name }) else {
            let places = environment.keymap.commands.filter { $0.name == name }.map(\.context)
            report(Words.Lines.notHere(word, but: places))
            return []
        }
        if !argument.isEmpty {
            switch name {
            case .rate, .selectResult: return perform(name, key: Key(.character(argument.first!)))
            case .themes: return [.setTheme(argument, isChoice: true)]
            case .open: return open(argument)
            case .filterFiles: return filterFiles(argument)
            case .note: return mark(targets, .note(argument))
            case .saveAs:
                let effects = perform(name, key: nil)
                guard case .prompt(let prompt) = popup, case .saveAs(let picture, let entry) = prompt.purpose else {
                    return effects
                }
                popup = nil
                return save(picture, entry, as: argument)
            case .export:
                let effects = perform(name, key: nil)
                guard case .prompt(let prompt) = popup, case .export(let node) = prompt.purpose else { return effects }
                popup = nil
                return export(node, to: argument)
            default:
                report(Words.Lines.takesNothing(word, argument))
                return []
            }
        }
        return perform(name, key: nil)
    }

    /// The completions, above the line.
    func drawCompletions(of prompt: Prompt, in area: Rect, of frame: inout Frame) {
        let found = completions(of: prompt)
        guard prompt.purpose == .command, !found.isEmpty else { return }
        let rows = min(found.count, area.rows - 3, 10)
        guard rows > 0 else { return }
        let rect = Rect(column: 0, row: area.endRow - rows - 2, columns: min(area.columns, 72), rows: rows + 2)
        frame.fill(rect, style: .popup)
        frame.box(rect, title: Words.Lines.commands, style: .popupBorder, titleStyle: .popupTitle)
        let first = max(0, (prompt.completion ?? 0) - rows + 1)
        for (offset, item) in found.dropFirst(first).prefix(rows).enumerated() {
            let isSelected = first + offset == prompt.completion
            let style: Style = isSelected ? .selection : .popup
            let row = rect.row + 1 + offset
            frame.fill(Rect(column: 1, row: row, columns: rect.columns - 2, rows: 1), style: style)
            frame.write("\(isSelected ? "▌" : " ")\(item.text)", column: 1, row: row, style: style, width: 24)
            frame.write(item.help, column: 26, row: row, style: style, width: rect.columns - 27)
        }
    }

    mutating func performInConfirmation(_ command: CommandName, key: Key?) -> [Effect] {
        guard case .confirmation(let confirmation) = popup else { return [] }
        popup = nil
        if case .removeBackend(let name) = confirmation.deed {
            let effects = openBackends(selecting: name)
            return command == .accept ? [.removeBackend(name)] + effects : effects
        }
        guard command == .accept else {
            // Back to the list that it was asked from.
            if case .sendHeld(let job) = confirmation.deed { openQueue(selecting: job) }
            return []
        }
        guard confirmation.takesEnter || key?.code != .enter else {
            notice = .info(confirmation.deed == .emptyTrash ? Words.Marks.yOnly : Words.Requests.yOnly)
            return []
        }
        switch confirmation.deed {
        case .mark(let nodes, let mark): return self.mark(nodes, mark)
        case .emptyTrash: return [.emptyTrash]
        case .removeBackend: return []
        case .sendHeld(let job): return sendHeld(job)
        case .vary(let order): return sendAgain(order)
        case .edit(let order): return send(order)
        case .generate(let order): return send(order)
        }
    }
}

extension Substring {
    fileprivate var trimmingBlanks: String {
        var text = self
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
