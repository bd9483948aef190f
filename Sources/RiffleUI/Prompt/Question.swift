package import RiffleAPI

/// A question that is answered with yes or no, before something that touches much at once.
package struct Question: Popup {
    package enum Deed: Sendable, Equatable {
        case mark([Node], Mark)
        case emptyTrash
        case removeBackend(String)
        case sendHeld(JobID)
        /// To ask again for what costs money.
        case sendAgain(Order)
    }

    package let text: String
    package let deed: Deed

    package var context: Context { .confirmation }
    package var room: PopupRoom { .box }

    /// What cannot be undone is not done by a hand that was on Enter already, nor is money spent by it.
    private var takesEnter: Bool {
        switch deed {
        case .mark, .removeBackend: true
        case .emptyTrash, .sendHeld, .sendAgain: false
        }
    }

    /// Asks whether the trash is to be emptied, if there is anything in it.
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

    package func title(on desk: Desk) -> String { Words.Lines.sure }

    private func lines(columns: Int) -> [String] { DisplayText.wrapped(text, to: min(60, columns)) }

    package func size(in area: Size, on desk: Desk) -> Size {
        let lines = lines(columns: area.columns - 6)
        let width = (lines.map { DisplayText.columns(of: $0) }.max() ?? 0) + 4
        return Size(columns: max(width, 30), rows: lines.count + 4)
    }

    package func draw(in room: Rect, of frame: inout Frame, on desk: Desk) {
        let lines = lines(columns: frame.size.columns - 6)
        for (offset, line) in lines.enumerated() {
            frame.write(line, column: room.column + 1, row: room.row + offset, style: .popup, width: room.columns - 2)
        }
        frame.write(
            Words.Lines.yesOrNo(takesEnter: takesEnter), column: room.column + 1, row: room.row + lines.count + 1,
            style: .popupTitle, width: room.columns - 2)
    }
}
