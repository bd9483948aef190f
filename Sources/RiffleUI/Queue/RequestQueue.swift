import RiffleAPI

/// The list of this run's requests: running, waiting and ended.
package struct RequestQueue: ListPopup {
    /// The request at the cursor, wherever it moves in the list.
    private(set) var selected: JobID?
    package internal(set) var list = ListCursor()
    private var filter = ListFilter()

    package var context: Context { filter.isTyped ? .filter : .queue }
    package var room: PopupRoom { .list }
    var choosing: CommandName { .open }

    static func open(on desk: inout Desk) -> Outcome {
        guard !desk.queueRows.isEmpty else {
            desk.say(Words.Requests.none)
            return .stay
        }
        return .open(RequestQueue())
    }

    package mutating func perform(_ command: CommandName, key: Key?, on desk: inout Desk) -> Outcome {
        if filter.perform(command) { return .stay }
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

    package mutating func type(_ text: [Character], on desk: inout Desk) -> Outcome {
        if filter.isTyped { filter.type(text) }
        return .stay
    }

    /// The requests that pass the filter.
    private func rows(on desk: Desk) -> [QueueRow] {
        desk.queueRows.filter { filter.accepts("\($0.name) \($0.state)") }
    }

    mutating func moved(on desk: inout Desk) -> Outcome {
        let rows = rows(on: desk)
        selected = rows.indices.contains(list.index) ? rows[list.index].id : nil
        return .stay
    }

    /// Keeps the cursor on its request when the list changes.
    package mutating func layOut(in room: Size, on desk: Desk) {
        let rows = rows(on: desk)
        list.count = rows.count
        list.page = max(1, room.rows - filter.rows)
        if let place = rows.firstIndex(where: { $0.id == selected }) { list.move(to: place) }
        selected = rows.indices.contains(list.index) ? rows[list.index].id : nil
    }

    package func title(on desk: Desk) -> String { Context.queue.title }

    package func summary(on desk: Desk) -> String? {
        let jobs = desk.jobs
        return Words.Requests.title(
            running: jobs.running.count, waiting: jobs.waiting.count, ended: jobs.ended.count)
    }

    package func draw(in room: Rect, of frame: inout Frame, on desk: Desk) {
        let (rows, lines) = (rows(on: desk), filter.draw(in: room, of: &frame))
        for (offset, index) in list.visible(rows: lines.rows).enumerated() {
            let (row, line) = (rows[index], lines.row + offset)
            let isSelected = index == list.index
            frame.writeChoice("", index, row: line, in: lines, isSelected: isSelected)
            draw(row, row: line, in: lines, style: isSelected ? .selection : .popup, of: &frame)
        }
    }

    /// Name, progress, count, time and backend in fixed columns.
    private func draw(_ row: QueueRow, row line: Int, in room: Rect, style: Style, of frame: inout Frame) {
        let parts = row.parts(isPlain: frame.isPlain)
        guard !frame.isPlain else {
            let sentence = ([row.name] + parts).filter { !$0.isEmpty }.joined(separator: ", ")
            frame.write(sentence, column: room.column + 1, row: line, style: style, width: room.columns - 1)
            return
        }
        let name = max(12, room.columns * 3 / 10)
        frame.write(
            DisplayText.fittedName(DisplayText.safe(row.name), to: name), column: room.column + 1, row: line,
            style: style, width: name)
        var column = room.column + name + 2
        for (text, columns) in zip(parts, [17, 9, 8, Int.max / 2]) {
            frame.write(
                text, column: column, row: line, style: style, width: min(columns, room.endColumn - column) - 1)
            column += columns
            guard column < room.endColumn else { return }
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
    /// Its id, if it is in the history.
    let place: (request: RequestID, path: String)?

    /// All its text, for filtering.
    var state: String { parts(isPlain: true).joined(separator: " ") }

    /// Progress, arrived pictures, time, and the backend or the reason of failure.
    func parts(isPlain: Bool) -> [String] {
        switch stage {
        case .running(let job):
            let pace = Words.Requests.pace(of: job) ?? ""
            let isShare = pace.hasSuffix("%") && job.fraction > 0 && !isPlain
            return [
                isShare ? Words.bar("\(Int(nearest: job.fraction * 100))") : pace, count(of: job),
                Words.clock(job.elapsed), backend,
            ]
        case .waiting(let waiting):
            let detail = waiting.isHeld ? Words.Requests.held(backend) : backend
            return [Words.Requests.waits, Words.Requests.arrived(0, of: waiting.n), "", detail]
        case .ended(let ended):
            let detail = [backend, ended.message ?? ""].filter { !$0.isEmpty }.joined(separator: " · ")
            return [Words.name(ended.state), count(of: ended.job), Words.clock(ended.job.elapsed), detail]
        }
    }

    private func count(of job: Job) -> String { Words.Requests.arrived(job.arrived, of: job.slots.count) }
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

    /// Sends an unsent request after confirmation.
    mutating func sendHeld(_ id: JobID) -> [Effect] {
        guard let place = jobs.waiting.firstIndex(where: { $0.id == id }) else { return [] }
        (jobs.waiting[place].isHeld, jobs.waiting[place].yields) = (false, false)
        return sendWaiting()
    }
}
