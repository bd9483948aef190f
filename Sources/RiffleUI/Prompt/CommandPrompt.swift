/// The command line, which runs commands by name.
package struct CommandPrompt: Popup {
    package private(set) var line = LineEdit()
    /// The shown completion, and the text that was typed before it.
    private var completion: Int?
    private var typed = ""
    /// How many lines the user went back; 0 is the current line.
    private var recalled = 0

    package var context: Context { .line }
    package var room: PopupRoom { .line }

    package mutating func perform(_ command: CommandName, key: Key?, on desk: inout Desk) -> Outcome {
        switch command {
        case .close: return .close
        case .accept: return run(on: &desk)
        case .complete: complete(by: 1, on: desk)
        case .completeBack: complete(by: -1, on: desk)
        case .earlier: recall(1, of: desk.recent.commands)
        case .later: recall(-1, of: desk.recent.commands)
        default:
            line.isPath = CommandPrompt.takesPath.contains { line.head.hasPrefix("\($0.rawValue) ") }
            line.perform(command)
            completion = nil
        }
        return .stay
    }

    private static let takesPath: [CommandName] = [.open, .saveAs, .collect, .export]

    package mutating func type(_ text: [Character], on desk: inout Desk) -> Outcome {
        text.forEach { line.type($0) }
        completion = nil
        return .stay
    }

    /// The commands that can be run now.
    private func commands(on desk: Desk) -> [Command] {
        var known: Set<CommandName> = []
        return desk.environment.keymap.available(in: desk.paneContext).filter { known.insert($0.name).inserted }
    }

    /// The completions of the typed text, with descriptions.
    private func completions(on desk: Desk) -> [(text: String, help: String, keys: String)] {
        let typed = completion == nil ? line.text : typed
        if typed.hasPrefix("theme ") {
            let start = typed.dropFirst(6)
            return desk.environment.themes.filter { $0.hasPrefix(start) }.map { ("theme \($0)", "", "") }
        }
        let found = commands(on: desk).filter { $0.name.rawValue.hasPrefix(typed) }
        return found.map { ($0.name.rawValue, $0.help, $0.keyNames.first ?? "") }.sorted { $0.0 < $1.0 }
    }

    private mutating func complete(by step: Int, on desk: Desk) {
        let found = completions(on: desk)
        guard !found.isEmpty else { return }
        if completion == nil { typed = line.text }
        let next = completion.map { ($0 + step + found.count) % found.count } ?? (step > 0 ? 0 : found.count - 1)
        completion = next
        line = LineEdit(found[next].text)
    }

    /// Goes through earlier lines.
    private mutating func recall(_ step: Int, of lines: [String]) {
        recalled = min(max(recalled + step, 0), lines.count)
        completion = nil
        line = LineEdit(recalled == 0 ? "" : lines[lines.count - recalled])
    }

    // MARK: Running

    /// Runs a line: a command's name and its argument.
    private func run(on desk: inout Desk) -> Outcome {
        let text = line.text
        let parts = text.split(separator: " ", maxSplits: 1)
        guard let word = parts.first.map(String.init) else { return .close }
        desk.recent.commands.removeAll { $0 == text }
        desk.recent.commands = desk.recent.commands.suffix(99) + [text]
        let commands = commands(on: desk)
        guard let name = CommandName(rawValue: word) else {
            let near = commands.map(\.name.rawValue).filter { $0.contains(word) }
            desk.report(Words.Lines.noCommand(word, near: Array(near.prefix(3))))
            return .close
        }
        guard commands.contains(where: { $0.name == name }) else {
            let places = desk.environment.keymap.commands.filter { $0.name == name }.map(\.context)
            desk.report(Words.Lines.notHere(word, but: places))
            return .close
        }
        let argument = parts.count > 1 ? parts[1].trimmingBlanks : ""
        return argument.isEmpty ? .perform(name) : run(name, with: argument, on: &desk)
    }

    private func run(_ name: CommandName, with argument: String, on desk: inout Desk) -> Outcome {
        switch name {
        case .rate, .selectResult: return .perform(name, key: Key(.character(argument.first!)))
        case .themes: return .close([.setTheme(argument, isChoice: true)])
        case .open: return .close(desk.open(argument))
        case .collect: return .close(desk.collect(desk.copies, in: argument))
        case .note, .saveAs, .export, .filter:
            // These open a prompt for their argument, which is already here.
            let asked = desk.perform(name, key: nil)
            guard case .open(let popup) = asked.next, var prompt = popup as? Prompt else {
                return .close(asked.effects)
            }
            prompt.line = LineEdit(argument)
            return prompt.perform(.accept, key: nil, on: &desk)
        default:
            desk.report(Words.Lines.takesNothing(name.rawValue, argument))
            return .close
        }
    }

    // MARK: Drawing

    /// Draws the completions above the line, each with its key.
    package func draw(in room: Rect, of frame: inout Frame, on desk: Desk) {
        let found = completions(on: desk)
        let place = desk.layout.results ?? desk.layout.body
        let rows = place.belowTitle.rows
        frame.cover(place.belowTitle)
        frame.fill(Rect(column: place.column, row: place.row, columns: place.columns, rows: 1), style: .text)
        frame.writeTitle(Words.Lines.commands, in: place, style: .titleFocused, rule: .border)
        let first = max(0, (completion ?? 0) - rows + 1)
        for (offset, item) in found.dropFirst(first).prefix(rows).enumerated() {
            let isSelected = first + offset == completion
            let style: Style = isSelected ? .selection : .popup
            let row = Rect(column: place.column, row: place.row + 1 + offset, columns: place.columns, rows: 1)
            frame.fill(row, style: style)
            let used = frame.write(
                item.keys + " ", endColumn: row.endColumn, row: row.row, style: isSelected ? style : .popupTitle,
                width: row.columns / 3)
            frame.write(
                "\(isSelected ? "▌" : " ") \(item.text)", column: row.column, row: row.row, style: style, width: 24)
            frame.write(
                item.help, column: row.column + 26, row: row.row, style: style, width: row.columns - 27 - used)
        }
        frame.writePrompt(
            Words.Lines.command, line, in: room,
            summary: Words.Lines.commands(found.count, of: commands(on: desk).count))
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
