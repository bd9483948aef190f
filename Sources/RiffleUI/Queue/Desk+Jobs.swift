import RiffleAPI

extension Desk {
    /// Sends a request when its backend has room, and shows its strip when it is in the history.
    ///
    /// - Parameter isRepeat: whether it repeats a request; then the next form does not start with its settings.
    mutating func send(_ order: Order, isRepeat: Bool = false) -> [Effect] {
        let effects = noteRequest() + enqueue([waitingJob(for: order)])
        return isRepeat ? effects : remember(order) + effects
    }

    /// Records that the first request was made, so that the screen no longer explains how.
    private mutating func noteRequest() -> [Effect] {
        guard isNew else { return [] }
        looks.hasRequested = true
        return [.rememberLooks(looks)]
    }

    mutating func waitingJob(for order: Order) -> WaitingJob {
        WaitingJob(
            id: jobs.newID(), name: order.source.map(name) ?? Words.quoted(order.prompt ?? "", columns: 24),
            path: order.source.flatMap(path), n: order.settings.count, backend: order.settings.backend, order: order)
    }

    /// Queues requests. Those that must wait are added to the history, in case the program ends first.
    mutating func enqueue(_ new: [WaitingJob]) -> [Effect] {
        let isUrgent = new.contains { !$0.yields }
        let place = isUrgent ? jobs.waiting.firstIndex(where: \.yields) : nil
        jobs.waiting.insert(contentsOf: new, at: place ?? jobs.waiting.endIndex)
        let effects = sendWaiting()
        let waiting = Set(jobs.waiting.map(\.id))
        return effects
            + new.compactMap { job in waiting.contains(job.id) ? job.order.map { .queue(job.id, $0) } : nil }
    }

    /// Sends waiting requests, as far as the backends have room.
    mutating func sendWaiting() -> [Effect] {
        var effects: [Effect] = []
        while let place = jobs.waiting.firstIndex(where: { !$0.isHeld && hasRoom($0.backend) }) {
            effects.append(send(jobs.waiting.remove(at: place)))
        }
        return effects
    }

    private func hasRoom(_ backend: String) -> Bool {
        let limit = environment.profiles.first { $0.name == backend }?.concurrency ?? 1
        return jobs.running.count { $0.backend == backend } < max(1, limit)
    }

    private mutating func send(_ waiting: WaitingJob) -> Effect {
        var job = Job(
            id: waiting.id, name: waiting.name, path: waiting.path, n: waiting.n, backend: waiting.backend)
        job.hasWaited = waiting.request != nil
        jobs.running.append(job)
        switch (waiting.order, waiting.request) {
        case (let order?, _): return .send(waiting.id, order)
        case (nil, let request?): return .resume(waiting.id, request, backend: waiting.backend)
        case (nil, nil): preconditionFailure()
        }
    }

    /// Removes a request from the queue; it will not be sent.
    mutating func withdraw(_ waiting: WaitingJob) -> Effect {
        jobs.waiting.removeAll { $0.id == waiting.id }
        if let request = waiting.request { tree.update(request) { $0.state = .cancelled } }
        return .withdraw(waiting.id, waiting.request)
    }

    /// The next form of the same kind starts with these settings, except the seed, which repeats one request.
    mutating func remember(_ order: Order) -> [Effect] {
        var settings = order.settings
        settings.seed = nil
        // The kind of a picture is remembered with the picture.
        settings.kind = nil
        // A graph belongs to one picture.
        if WorkflowName.isPictures(settings.workflow) { settings.workflow = nil }
        let profile = environment.profiles.first { $0.name == settings.backend }
        var effects: [Effect] = []
        if profile?.keepsResults == true, !WorkflowName.isPictures(order.settings.workflow) {
            let choice = ServerChoice(workflow: settings.workflow, model: settings.model)
            environment.choices[settings.backend] = choice
            effects.append(.rememberChoice(settings.backend, choice))
        }
        guard order.operation == .variation else {
            recent.imageSettings[order.operation] = settings
            recent.prompt = order.prompt ?? ""
            return effects
        }
        (settings.weight, settings.kind) = (nil, nil)
        (recent.settings, recent.variationPrompt, recent.mate) = (settings, order.prompt, nil)
        return effects + [.remember(settings, prompt: order.prompt)]
    }

    /// Offers an edit after a paid backend turned out to have no variations.
    mutating func offerEdit(insteadOf order: Order, _ prompt: String) -> Outcome {
        guard let profile = environment.profiles.first(where: { $0.name == order.settings.backend }) else {
            return .stay
        }
        var edit = order
        (edit.operation, edit.prompt, edit.mate, edit.idempotencyKey) = (.edit, prompt, nil, nil)
        let text = Words.Requests.offerEdit(order.settings.count, profile, prompt: prompt)
        return .open(Question(text: text, deed: .sendAgain(edit)))
    }

    /// Continues unsent requests from an earlier run. Those that cost money need confirmation.
    mutating func take(left: [LeftRequest]) -> [Effect] {
        guard !left.isEmpty else { return [] }
        let found = left.map { left in
            let settings = left.record.settings
            let profile = environment.profiles.first { $0.name == settings.backend }
            return WaitingJob(
                id: jobs.newID(), name: left.name, path: left.path, n: settings.count, backend: settings.backend,
                request: left.record.id, yields: true,
                isHeld: left.record.state == .pending && profile?.isPaid ?? true)
        }
        let held = found.filter(\.isHeld)
        say(Words.Requests.left(going: found.count - held.count, held: held.count))
        return enqueue(found)
    }

    private func path(of source: Order.Source) -> String? {
        switch source {
        case .file(let item): item.path
        case .entry(_, let root): root.originPath
        }
    }

    mutating func receiveJob(_ action: Action) -> [Effect] {
        switch action {
        case .jobQueued(let id, let record, let root):
            // It was withdrawn, or sent in the meantime.
            guard let place = jobs.waiting.firstIndex(where: { $0.id == id }) else { return [] }
            jobs.waiting[place].request = record.id
            let waiting = jobs.waiting[place]
            return show(record, root: root, of: waiting.path, isWanted: !waiting.yields)
        case .jobStarted(let id, let record, let root):
            guard let place = jobs.running.firstIndex(where: { $0.id == id }) else { return [] }
            jobs.running[place].request = record.id
            guard jobs.running[place].hasWaited else {
                return show(record, root: root, of: jobs.running[place].path, isWanted: true)
            }
            tree.update(record.id) { $0.state = record.state }
        case .progressed(let id, let picture, let fraction):
            changeSlot(id, picture) { $0.fraction = fraction }
        case .exchanged(let id, let progress):
            if let place = jobs.running.firstIndex(where: { $0.id == id }) { jobs.running[place].exchange = progress }
        case .partialArrived(let id, let picture, let revision):
            changeSlot(id, picture) { $0.revision = max($0.revision, revision) }
        case .variationArrived(let id, let entry):
            changeSlot(id, entry.index) { $0.hasArrived = true }
            tree.add(entry)
        case .jobEnded(let id, let state, let problem):
            end(id, as: state, problem)
            return sendWaiting()
        case .ticked:
            for place in jobs.running.indices { jobs.running[place].elapsed += 1 }
        default: break
        }
        return []
    }

    /// Adds a request to the shown tree, if it belongs there.
    ///
    /// - Parameters:
    ///   - path: the source's file.
    ///   - isWanted: whether to show its strip too.
    private mutating func show(
        _ record: RequestRecord, root: Entry?, of path: String?, isWanted: Bool
    ) -> [Effect] {
        guard let root else {
            guard isWanted else { return [] }
            // Pictures from a prompt: their tree is shown in place of the file's.
            tree.show(Lineage(root: nil, requests: [record]), ofWords: record.id)
            results.show(record.id)
            focus = .results
            layOut()
            return []
        }
        let isOfFile = root.originPath != nil && root.originPath == tree.path
        guard isOfFile || tree.root(of: root.id) != nil else {
            // The file turned out to be a result in another tree.
            return path != nil && path == tree.path ? reloadTree() : []
        }
        tree.add(record, root: root)
        if isWanted {
            results.show(record.id)
            tree.select(.request(record.id))
        }
        // The second parent may belong to another tree.
        return record.mate != nil && tree.mate(of: record) == nil ? reloadTree() : []
    }

    private mutating func changeSlot(_ id: JobID, _ picture: Int, _ change: (inout Job.Slot) -> Void) {
        guard let place = jobs.running.firstIndex(where: { $0.id == id }),
            jobs.running[place].slots.indices.contains(picture)
        else { return }
        change(&jobs.running[place].slots[picture])
    }

    private mutating func end(_ id: JobID, as state: RequestState, _ problem: Problem?) {
        guard let place = jobs.running.firstIndex(where: { $0.id == id }) else { return }
        let job = jobs.running.remove(at: place)
        let end = EndedJob(job: job, state: state, message: problem?.title)
        jobs.ended = [end] + jobs.ended.prefix(EndedJob.limit - 1)
        if let request = job.request {
            tree.update(request) { record in
                record.state = state
                record.message = problem?.title
            }
        }
        if let problem {
            report(problem)
        } else if state == .cancelled {
            say(Words.Requests.cancelled(arrived: job.arrived, waiting: jobs.waiting.count))
        }
    }

    /// Running requests with their progress: `⠹ cat.png  60 % · dog.png  00:12`.
    var runningText: String {
        guard let first = jobs.running.first else { return "" }
        let turning = Array("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏")
        let spinner = environment.isPlain ? "" : "\(turning[first.elapsed % turning.count]) "
        return spinner
            + jobs.running.map { job in
                let percent = Int(nearest: (job.fraction * 100).rounded(.down))
                return "\(job.name)  \(percent > 0 ? "\(percent) %" : Words.clock(job.elapsed))"
            }.joined(separator: " · ")
    }

    /// The job to cancel: the one in the strip, or the newest.
    var cancellable: Job? {
        jobs.running.last { $0.request != nil && $0.request == results.request } ?? jobs.running.last
    }
}
