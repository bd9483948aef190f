import RiffleAPI

extension App {
    /// Sends a request and shows its strip as soon as it is in the history.
    mutating func send(_ order: VariationOrder) -> [Effect] {
        let job = JobID(nextJob)
        nextJob += 1
        jobs.append(Job(id: job, settings: order.settings))
        // A seed repeats one request; the next starts from a new one again.
        settings = order.settings
        settings.seed = nil
        return [.remember(settings), .vary(job, order)]
    }

    mutating func takeJob(_ action: Action) -> [Effect] {
        switch action {
        case .jobStarted(let id, let record, let root):
            guard let place = jobs.firstIndex(where: { $0.id == id }) else { return [] }
            jobs[place].request = record.id
            guard root.originPath == tree.path || tree.root(of: root.id) != nil else { return [] }
            tree.add(record, root: root)
            results.show(record.id)
            if focus == .tree { tree.select(.request(record.id)) }
        case .progressed(let id, let picture, let fraction):
            changeSlot(id, picture) { $0.fraction = fraction }
        case .partialArrived(let id, let picture, let revision):
            changeSlot(id, picture) { $0.revision = max($0.revision, revision) }
        case .variationArrived(let id, let entry):
            changeSlot(id, entry.index) { $0.hasArrived = true }
            tree.add(entry)
        case .jobEnded(let id, let state, let problem):
            end(id, as: state, problem)
            // Whoever cancels one of several does not want the others either.
            if state == .cancelled { waiting = [] }
            return sendWaiting()
        case .ticked:
            for place in jobs.indices { jobs[place].elapsed += 1 }
        default: break
        }
        return []
    }

    private mutating func changeSlot(_ id: JobID, _ picture: Int, _ change: (inout Job.Slot) -> Void) {
        guard let place = jobs.firstIndex(where: { $0.id == id }), jobs[place].slots.indices.contains(picture)
        else { return }
        change(&jobs[place].slots[picture])
    }

    private mutating func end(_ id: JobID, as state: RequestState, _ problem: Problem?) {
        guard let place = jobs.firstIndex(where: { $0.id == id }) else { return }
        let job = jobs.remove(at: place)
        if let request = job.request {
            tree.update(request) { record in
                record.state = state
                record.message = problem?.title
            }
        }
        if jobs.isEmpty { isQuitting = false }
        if let problem {
            report(problem)
        } else if state == .cancelled {
            notice = .info("Cancelled: \(Words.count(job.arrived, "picture")) had arrived and stay")
        }
    }

    /// The job to cancel: the one whose strip is shown, else the newest.
    var cancellable: Job? {
        jobs.last { $0.request != nil && $0.request == results.request } ?? jobs.last
    }
}
