package import RiffleAPI

/// A yes-or-no question in the row of messages.
package struct Question: Popup {
    package enum Deed: Sendable, Equatable {
        case mark([Node], Mark)
        case emptyTrash
        case removeBackend(String)
        case sendHeld(JobID)
        /// Repeat a request that costs money.
        case sendAgain(Order)
    }

    package let text: String
    package let deed: Deed

    package var context: Context { .confirmation }
    package var room: PopupRoom { .line }

    /// Whether Enter means yes. Not for deletions that cannot be undone, nor for spending money, because Enter may be pressed
    /// by accident.
    private var takesEnter: Bool {
        switch deed {
        case .mark, .removeBackend: true
        case .emptyTrash, .sendHeld, .sendAgain: false
        }
    }

    /// Asks whether to empty the trash, unless it is empty.
    static func open(emptying facts: TrashFacts, on desk: inout Desk) -> Outcome {
        guard facts.pictures + facts.requests > 0 else {
            desk.say(Words.Marks.trashIsEmpty)
            return .stay
        }
        return .open(Question(text: Words.Marks.emptying(facts), deed: .emptyTrash))
    }

    package mutating func perform(_ command: CommandName, key: Key?, on desk: inout Desk) -> Outcome {
        guard command == .accept else { return .close }
        guard takesEnter || key?.code != .enter else {
            desk.say(deed == .emptyTrash ? Words.Marks.yOnly : Words.Requests.yOnly)
            return .close
        }
        switch deed {
        case .mark(let nodes, let mark): return .close(desk.mark(nodes, mark))
        case .emptyTrash: return .close([.emptyTrash])
        case .removeBackend(let name): return .close([.removeBackend(name)])
        case .sendHeld(let job): return .close(desk.sendHeld(job))
        case .sendAgain(let order): return .close(desk.send(order, isRepeat: true))
        }
    }

    /// A long question uses more rows.
    package func draw(in room: Rect, of frame: inout Frame, on desk: Desk) {
        let lines = DisplayText.wrapped("\(text) \(Words.Lines.yesOrNo(takesEnter: takesEnter))", to: room.columns - 2)
        let shown = lines.suffix(room.row)
        let rect = Rect(
            column: room.column, row: room.row + 1 - shown.count, columns: room.columns, rows: shown.count)
        frame.cover(rect)
        for (offset, line) in shown.enumerated() {
            frame.write(
                line, column: rect.column + 1, row: rect.row + offset, style: .popupTitle, width: rect.columns - 2)
        }
    }
}
