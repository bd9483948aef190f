/// The last messages and problems, newest first; the selected one in full.
package struct MessageList: Popup {
    package internal(set) var list = ListCursor()
    /// A single message in place of the log: why a request failed.
    private let own: Notices.Logged?

    package var context: Context { .problem }
    package var room: PopupRoom { own == nil ? .list : .panes([.results]) }

    init(own problem: Problem? = nil) { own = problem.map { Notices.Logged(notice: .problem($0), time: 0) } }

    private func messages(on desk: Desk) -> [Notices.Logged] { own.map { [$0] } ?? desk.notices.log }

    static func open(on desk: inout Desk) -> Outcome {
        guard !desk.notices.log.isEmpty else {
            desk.say(Words.Screen.noMessages)
            return .stay
        }
        return .open(MessageList())
    }

    package mutating func perform(_ command: CommandName, key: Key?, on desk: inout Desk) -> Outcome {
        list.perform(command) ? .stay : .close
    }

    package mutating func point(_ deed: PopupMouse, on desk: inout Desk) -> Outcome {
        guard case .row(let index, _) = deed else { return wheel(deed, on: &desk) }
        list.move(to: index)
        return .stay
    }

    /// The selected message in full, as lines.
    private func lines(columns: Int, on desk: Desk) -> [String] {
        let messages = messages(on: desk)
        guard messages.indices.contains(list.index) else { return [] }
        return messages[list.index].notice.parts.flatMap { DisplayText.wrapped($0, to: max(1, columns - 2)) }
    }

    /// Rows of the list; the rest shows the selected message.
    private func listRows(in room: Size, on desk: Desk) -> Int {
        own != nil
            ? 0
            : max(1, min(messages(on: desk).count, 10, room.rows - lines(columns: room.columns, on: desk).count - 1))
    }

    package func title(on desk: Desk) -> String { own == nil ? context.title : Words.Screen.problem }

    package mutating func layOut(in room: Size, on desk: Desk) {
        list.count = messages(on: desk).count
        list.page = max(1, listRows(in: room, on: desk))
    }

    package func draw(in room: Rect, of frame: inout Frame, on desk: Desk) {
        let messages = messages(on: desk)
        let rows = listRows(in: room.size, on: desk)
        if own == nil {
            for (offset, index) in list.visible(rows: rows).enumerated() {
                let time = Moment(seconds: messages[index].time, offset: desk.environment.zone).time
                frame.writeChoice(
                    "\(time)  \(messages[index].notice.line)", index, row: room.row + offset, in: room,
                    isSelected: index == list.index)
            }
        }
        let start = room.row + (rows == 0 ? 0 : rows + 1)
        for (offset, line) in lines(columns: room.columns, on: desk).enumerated() where start + offset < room.endRow {
            frame.write(line, column: room.column + 1, row: start + offset, style: .popup, width: room.columns - 2)
        }
    }
}

extension Notices.Notice {
    /// The message in one line.
    var line: String {
        switch self {
        case .info(let text): text
        case .problem(let problem): "\(Words.Screen.problem): \(problem.line)"
        }
    }

    /// The whole message, in paragraphs.
    var parts: [String] {
        switch self {
        case .info(let text): [text]
        case .problem(let problem): [problem.title, problem.remedy, problem.detail].filter { !$0.isEmpty }
        }
    }
}
