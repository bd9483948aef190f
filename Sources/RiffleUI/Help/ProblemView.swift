/// The last message or problem in full.
package struct ProblemView: Popup {
    let problem: Problem

    package var context: Context { .problem }
    package var room: PopupRoom { .box }

    package mutating func perform(_ command: CommandName, key: Key?, on desk: inout Desk) -> Outcome { .close }

    private func lines(columns: Int) -> [String] {
        [problem.title, problem.remedy, problem.detail].filter { !$0.isEmpty }
            .flatMap { DisplayText.wrapped($0, to: columns - 2) }
    }

    package func size(in area: Size, on desk: Desk) -> Size {
        let width = min(76, area.columns - 4)
        return Size(columns: width, rows: lines(columns: width - 2).count + 2)
    }

    package func draw(in room: Rect, of frame: inout Frame, on desk: Desk) {
        for (offset, line) in lines(columns: room.columns).prefix(room.rows).enumerated() {
            frame.write(line, column: room.column + 1, row: room.row + offset, style: .popup, width: room.columns - 2)
        }
    }
}

extension Desk {
    mutating func showLastProblem() -> Outcome {
        guard let problem = notices.lastProblem else {
            say(Words.Screen.noProblem)
            return .stay
        }
        return .open(ProblemView(problem: problem))
    }
}
