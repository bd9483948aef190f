import RiffleAPI

/// The list of requests of this run: those that run, those that wait, and those that have ended.
package struct RequestQueue: ListPopup {
    /// The request under the cursor, wherever in the list it goes.
    private(set) var selected: JobID?
    package internal(set) var list = ListCursor()

    package var context: Context { .queue }
    package var room: PopupRoom { .box }
    var choosing: CommandName { .open }

    static func open(on desk: inout Desk) -> Outcome {
        guard !desk.queueRows.isEmpty else {
            desk.say(Words.Requests.none)
            return .stay
        }
        return .open(RequestQueue())
    }

    package mutating func perform(_ command: CommandName, key: Key?, on desk: inout Desk) -> Outcome {
        let row = desk.queueRows.first { $0.id == selected }
        switch command {
        case .close: return .close
        case .open:
            if case .waiting(let waiting) = row?.stage, waiting.isHeld {
                let profile = desk.environment.profiles.first { $0.name == waiting.backend }
                return .open(
                    Question(text: Words.Requests.askSending(waiting, profile), deed: .sendHeld(waiting.id)))
            }
            if let place = row?.place { return .closeAll(desk.reveal(place.request, growingFrom: place.path)) }
            desk.say(Words.Requests.notYetInTree)
        case .cancelRequest:
            switch row?.stage {
            case .running(let job): return [.cancel(job.id)]
            case .waiting(let job): return [desk.withdraw(job)]
            case .ended, nil: desk.say(Words.Requests.hasEnded)
            }
        case .cancelAll:
            let (running, waiting) = (desk.jobs.running, desk.jobs.waiting)
            let count = running.count + waiting.count
            desk.say(count == 0 ? Words.Requests.nothingToCancel : Words.Requests.cancelling(count))
            return Outcome(waiting.map { desk.withdraw($0) } + running.map { .cancel($0.id) })
        default: return move(command, on: &desk) ?? .stay
        }
        return .stay
    }

    mutating func moved(on desk: inout Desk) -> Outcome {
        let rows = desk.queueRows
        selected = rows.indices.contains(list.index) ? rows[list.index].id : nil
        return .stay
    }

    /// The cursor stays on its request when others before it come or go.
    package mutating func layOut(in room: Size, on desk: Desk) {
        let rows = desk.queueRows
        list.count = rows.count
        list.page = max(1, room.rows)
        if let place = rows.firstIndex(where: { $0.id == selected }) { list.move(to: place) }
        selected = rows.indices.contains(list.index) ? rows[list.index].id : nil
    }

    package func title(on desk: Desk) -> String {
        let jobs = desk.jobs
        return Words.Requests.title(
            running: jobs.running.count, waiting: jobs.waiting.count, ended: jobs.ended.count)
    }

    package func size(in area: Size, on desk: Desk) -> Size {
        Size(columns: min(area.columns, 76), rows: max(3, min(desk.queueRows.count, area.rows - 2)) + 2)
    }

    package func draw(in room: Rect, of frame: inout Frame, on desk: Desk) {
        let rows = desk.queueRows
        guard !rows.isEmpty else { return }
        for (offset, index) in list.visible(rows: room.rows).enumerated() {
            let (row, line) = (rows[index], room.row + offset)
            frame.writeChoice("", index, row: line, in: room, isSelected: index == list.index)
            let style: Style = index == list.index ? .selection : .popup
            let used = frame.write(
                row.state + " ", endColumn: room.endColumn, row: line, style: style, width: room.columns * 2 / 3)
            frame.write(row.name, column: room.column + 1, row: line, style: style, width: room.columns - used - 2)
        }
    }
}

/// One request of the list.
struct QueueRow {
    enum Stage {
        case running(Job)
        case waiting(WaitingJob)
        case ended(EndedJob)
    }

    let id: JobID
    let name: String
    let backend: String
    let stage: Stage
    /// Where it is to be found, when it is in the history.
    let place: (request: RequestID, path: String)?

    var state: String {
        switch stage {
        case .running(let job): Words.Requests.running(job)
        case .waiting(let waiting): Words.Requests.waiting(backend: backend, isHeld: waiting.isHeld)
        case .ended(let ended): Words.Requests.ended(ended)
        }
    }
}

extension Desk {
    var queueRows: [QueueRow] {
        func place(_ request: RequestID?, _ path: String?) -> (RequestID, String)? {
            if let request, let path { (request, path) } else { nil }
        }
        func row(_ job: Job, _ stage: QueueRow.Stage) -> QueueRow {
            QueueRow(
                id: job.id, name: job.name, backend: job.backend, stage: stage, place: place(job.request, job.path))
        }
        let waits = jobs.waiting.map {
            QueueRow(
                id: $0.id, name: $0.name, backend: $0.backend, stage: .waiting($0), place: place($0.request, $0.path))
        }
        return jobs.running.map { row($0, .running($0)) } + waits + jobs.ended.map { row($0.job, .ended($0)) }
    }

    /// Sends what was left unsent, now that the person said so.
    mutating func sendHeld(_ id: JobID) -> [Effect] {
        guard let place = jobs.waiting.firstIndex(where: { $0.id == id }) else { return [] }
        (jobs.waiting[place].isHeld, jobs.waiting[place].yields) = (false, false)
        return sendWaiting()
    }
}
