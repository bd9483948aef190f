package import RiffleAPI

/// Asks whether somebody else's ComfyUI graph may be run. Nothing of it has been sent.
package struct GraphQuestion: Popup {
    package let review: GraphReview
    /// The picture that carries the graph, or the graph's name.
    package let origin: String
    package let backend: String
    /// The request that is sent when the user agrees.
    package let order: Order
    package internal(set) var scroll = 0

    package var context: Context { .graph }
    package var room: PopupRoom { .panes([.preview, .tree]) }

    package func title(on desk: Desk) -> String { Words.Graphs.question(backend) }

    package mutating func perform(_ command: CommandName, key: Key?, on desk: inout Desk) -> Outcome {
        switch command {
        case .accept: return .close([.approveGraph(review.hash)] + desk.send(order, isRepeat: true))
        case .moveUp, .moveDown:
            scroll += command == .moveDown ? 1 : -1
            return .stay
        default:
            desk.say(Words.Graphs.declined)
            return .close
        }
    }

    private func lines(columns: Int) -> [(label: String, value: String)] {
        let width = max(10, columns - 21)
        let facts = review.lines.flatMap { label, value in
            DisplayText.wrapped(value, to: width).enumerated().map { ($0 == 0 ? label : "", $1) }
        }
        func sentence(_ text: String) -> [(String, String)] {
            DisplayText.wrapped(text, to: max(10, columns - 2)).map { ($0, "") }
        }
        return sentence(Words.Graphs.carries(origin, nodes: review.nodes))
            + sentence(Words.Graphs.warning(review, backend)) + sentence(Words.Graphs.scope) + [("", "")] + facts
    }

    package mutating func layOut(in room: Size, on desk: Desk) {
        scroll = max(0, min(scroll, lines(columns: room.columns).count - room.rows))
    }

    package func draw(in room: Rect, of frame: inout Frame, on desk: Desk) {
        for (offset, line) in lines(columns: room.columns).dropFirst(scroll).prefix(room.rows).enumerated() {
            let row = room.row + offset
            let labelWidth = line.value.isEmpty ? room.columns - 1 : 18
            frame.write(line.label, column: room.column + 1, row: row, style: .popup, width: labelWidth)
            frame.write(line.value, column: room.column + 19, row: row, style: .popup, width: room.columns - 20)
        }
    }
}
