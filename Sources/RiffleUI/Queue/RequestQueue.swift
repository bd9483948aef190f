import RiffleAPI

/// The list of requests of this run: those that run, those that wait, and those that have ended.
package struct RequestQueue: Sendable, Equatable {
    /// The request under the cursor, wherever in the list it goes.
    var selected: JobID?
    var list = ListCursor()
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
}

extension App {
    var queueRows: [QueueRow] {
        func place(of job: Job) -> (request: RequestID, path: String)? {
            guard let request = job.request, let path = job.path else { return nil }
            return (request, path)
        }
        let running = jobs.map { job in
            QueueRow(id: job.id, name: job.name, backend: job.backend, stage: .running(job), place: place(of: job))
        }
        let waits = waiting.map { waiting in
            QueueRow(
                id: waiting.id, name: waiting.name, backend: waiting.backend, stage: .waiting(waiting), place: nil)
        }
        let done = ended.map { ended in
            QueueRow(
                id: ended.job.id, name: ended.job.name, backend: ended.job.backend, stage: .ended(ended),
                place: place(of: ended.job))
        }
        return running + waits + done
    }

    mutating func openQueue(selecting job: JobID? = nil) {
        guard !queueRows.isEmpty else {
            notice = .info(Words.Requests.none)
            return
        }
        popup = .queue(RequestQueue(selected: job))
        followQueue()
    }

    /// The cursor stays on its request when others before it come or go.
    mutating func followQueue() {
        guard case .queue(var queue) = popup else { return }
        let rows = queueRows
        queue.list.count = rows.count
        queue.list.page = max(1, size.rows - 6)
        if let place = rows.firstIndex(where: { $0.id == queue.selected }) { queue.list.move(to: place) }
        queue.selected = rows.indices.contains(queue.list.index) ? rows[queue.list.index].id : nil
        popup = .queue(queue)
    }

    mutating func performInQueue(_ command: CommandName) -> [Effect] {
        guard case .queue(var queue) = popup else { return [] }
        let rows = queueRows
        let row = rows.first { $0.id == queue.selected }
        switch command {
        case .close: popup = nil
        case .open:
            if case .waiting(let waiting) = row?.stage, waiting.isHeld {
                let profile = environment.profiles.first { $0.name == waiting.backend }
                popup = .confirmation(
                    Confirmation(
                        question: Words.Requests.askSending(waiting, profile), deed: .sendHeld(waiting.id)))
                return []
            }
            guard let place = row?.place else {
                notice = .info(Words.Requests.notYetInTree)
                return []
            }
            return reveal(place.request, growingFrom: place.path)
        case .cancelRequest:
            switch row?.stage {
            case .running(let job): return [.cancel(job.id)]
            case .waiting(let job):
                waiting.removeAll { $0.id == job.id }
                followQueue()
                return [.withdraw(job.id, job.request)]
            case .ended, nil: notice = .info(Words.Requests.hasEnded)
            }
        case .cancelAll:
            let count = jobs.count + waiting.count
            let withdrawn = waiting.map { Effect.withdraw($0.id, $0.request) }
            waiting = []
            followQueue()
            notice = .info(count == 0 ? Words.Requests.nothingToCancel : Words.Requests.cancelling(count))
            return withdrawn + jobs.map { .cancel($0.id) }
        default:
            queue.list.perform(command)
            queue.selected = rows.indices.contains(queue.list.index) ? rows[queue.list.index].id : nil
            popup = .queue(queue)
        }
        return []
    }

    func draw(_ queue: RequestQueue, in area: Rect, of frame: inout Frame) {
        let rows = queueRows
        let title = Words.Requests.title(running: jobs.count, waiting: waiting.count, ended: ended.count)
        let room = frame.popup(
            Size(columns: min(area.columns, 76), rows: max(3, min(rows.count, area.rows - 2)) + 2), in: area,
            title: title)
        guard !rows.isEmpty else { return }
        for (offset, index) in queue.list.visible(rows: room.rows).enumerated() {
            let (row, line) = (rows[index], room.row + offset)
            frame.writeChoice("", index, row: line, in: room, isSelected: index == queue.list.index)
            let style: Style = index == queue.list.index ? .selection : .popup
            let words = words(for: row)
            let used = frame.write(
                words + " ", endColumn: room.endColumn, row: line, style: style, width: room.columns * 2 / 3)
            frame.write(row.name, column: room.column + 1, row: line, style: style, width: room.columns - used - 2)
        }
    }

    private func words(for row: QueueRow) -> String {
        switch row.stage {
        case .running(let job): Words.Requests.running(job)
        case .waiting(let waiting): Words.Requests.waiting(backend: row.backend, isHeld: waiting.isHeld)
        case .ended(let ended): Words.Requests.ended(ended)
        }
    }

    /// Sends what was left unsent, now that the person said so.
    mutating func sendHeld(_ id: JobID) -> [Effect] {
        openQueue()
        guard let place = waiting.firstIndex(where: { $0.id == id }) else { return [] }
        waiting[place].isHeld = false
        defer { followQueue() }
        return sendWaiting()
    }
}

extension WaitingJob {
    /// What it is in the history, where an earlier Riffle left it there.
    fileprivate var request: RequestID? { if case .kept(let id) = work { id } else { nil } }
}
