/// The keys of a place, narrowed by what is typed.
package struct HelpView: Popup {
    /// The place whose keys come first.
    package let place: Context
    package internal(set) var line = LineEdit()
    /// First line shown.
    package internal(set) var scroll = 0
    /// Lines that are shown at once.
    private var page = 1

    package var context: Context { .help }
    package var room: PopupRoom { .list }

    init(place: Context) { self.place = place }

    /// Other words that commands are looked for by.
    private static let synonyms: [String: Set<CommandName>] = [
        "store": [.saveAs, .collect, .export], "keep": [.saveAs, .collect, .favourite],
        "download": [.saveAs, .collect, .export, .fetchAgain], "star": [.favourite, .rate], "like": [.favourite],
        "remove": [.delete, .prune, .emptyTrash], "search": [.showHistory, .filter], "find": [.showHistory, .filter],
        "sort": [.fileOrder], "enlarge": [.upscale], "resize": [.upscale], "outpaint": [.extend],
        "inpaint": [.edit], "mix": [.breed], "merge": [.breed], "again": [.repeatRequest, .repeatExactly],
        "retry": [.fetchAgain, .repeatRequest], "stop": [.cancelRequest, .cancelAll, .quit], "exit": [.quit],
        "colour": [.themes], "color": [.themes], "server": [.backends], "grid": [.thumbnails],
        "tag": [.favourite, .rate, .note], "info": [.recipe], "prompt": [.recipe, .earlier, .vary, .generate],
        "settings": [.backends, .themes],
    ]

    /// The keys of a context and of those around it, as headings and rows: all, or those in which every typed word is.
    func lines(on desk: Desk) -> [(text: String, isHeading: Bool)] {
        var contexts = [place]
        if place.isPane { contexts += [.browse] }
        for context in Context.allCases where !contexts.contains(context) { contexts.append(context) }
        let words = line.text.lowercased().split(separator: " ")
        var lines: [(text: String, isHeading: Bool)] = []
        for context in contexts {
            let rows = desk.environment.keymap.commands.filter { $0.context == context }.map { command in
                let keys = command.keyNames.joined(separator: " ")
                let padding = String(repeating: " ", count: max(1, 17 - DisplayText.columns(of: keys)))
                return (text: "  \(keys)\(padding)\(command.help)", name: command.name)
            }
            let found = rows.filter { row in
                words.allSatisfy { word in
                    row.text.lowercased().contains(word) || row.name.rawValue.contains(word)
                        || HelpView.synonyms[String(word)]?.contains(row.name) == true
                }
            }
            guard !found.isEmpty else { continue }
            lines.append((context.title, true))
            lines += found.map { ($0.text, false) }
        }
        return lines
    }

    package mutating func perform(_ command: CommandName, key: Key?, on desk: inout Desk) -> Outcome {
        switch command {
        case .close: return .close
        case .moveUp: scroll -= 1
        case .moveDown: scroll += 1
        case .pageUp: scroll -= page
        case .pageDown: scroll += page
        default:
            line.perform(command)
            scroll = 0
        }
        scroll = max(0, min(scroll, lines(on: desk).count - page))
        return .stay
    }

    package mutating func type(_ text: [Character], on desk: inout Desk) -> Outcome {
        text.forEach { line.type($0) }
        scroll = 0
        return .stay
    }

    package func title(on desk: Desk) -> String { Words.Screen.keys(of: place.title) }

    package func summary(on desk: Desk) -> String? {
        let found = lines(on: desk).count { !$0.isHeading }
        let all = desk.environment.keymap.commands.count
        return found == all ? Words.count(all, "key") : Words.Requests.arrived(found, of: all)
    }

    package mutating func layOut(in room: Size, on desk: Desk) { page = max(1, room.rows - 1) }

    package func draw(in room: Rect, of frame: inout Frame, on desk: Desk) {
        let lines = lines(on: desk)
        frame.writeSearch(line, hint: Words.Screen.typeToFind, in: room)
        if lines.isEmpty {
            frame.write(Words.Screen.noKey, column: room.column + 1, row: room.row + 1, style: .popup)
        }
        for (offset, line) in lines.dropFirst(scroll).prefix(room.rows - 1).enumerated() {
            frame.write(
                line.text, column: room.column + 1, row: room.row + 1 + offset,
                style: line.isHeading ? .popupTitle : .popup, width: room.columns - 2)
        }
        if scroll + room.rows - 1 < lines.count {
            frame.write(
                Words.Screen.more(lines.count - scroll - room.rows + 1) + " ", endColumn: room.endColumn,
                row: room.endRow - 1, style: .popupTitle, width: 12)
        }
    }
}
