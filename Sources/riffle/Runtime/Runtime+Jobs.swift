import RiffleAPI
import RiffleHistory
import RiffleImage
import RiffleTerminal
import RiffleUI

extension Runtime {
    /// Carries out a request. It is in the history before it is sent, and each picture before the screen shows it.
    ///
    /// - Parameter order: the request's order, for offering an alternative.
    func run(
        _ job: JobID, on backend: String, order: Order? = nil,
        begin: @escaping @Sendable (HistoryStore) async throws -> RequestRun
    ) {
        startTicker()
        Task {
            var ending = (state: RequestState.finished, problem: Problem?.none)
            var prompt: String?
            do {
                try await carryOut(job, try await begin(history))
            } catch BackendError.cancelled {
                ending = (.cancelled, nil)
            } catch {
                if case BackendError.noVariations(let words) = error { prompt = words }
                ending = (.failed, Failure(any: error, backend: backend).problem)
            }
            await loader.forget(job)
            take(.jobEnded(job, ending.state, ending.problem))
            if let order, let prompt { take(.variationsMissing(order, prompt: prompt)) }
        }
    }

    private func carryOut(_ job: JobID, _ run: RequestRun) async throws {
        var record = run.record
        // It may wait briefly for a free place; the screen shows it as running.
        record.state = .running
        take(.jobStarted(job, record, root: run.root))
        var revision = 0
        var told = ContinuousClock.now - .seconds(1)
        let facts = try await run.send(on: client, as: job) { [self] event in
            switch event {
            case .progress(let picture, let fraction):
                take(.progressed(job, picture: picture, fraction: fraction))
            case .partial(let picture, let image):
                revision += 1
                await loader.keep(image, job: job, picture: picture, revision: revision)
                take(.partialArrived(job, picture: picture, revision: revision))
            case .exchange(let progress):
                // At most ten updates per second; the last byte sent and another attempt are always reported.
                let isTurn: Bool =
                    switch progress {
                    case .sent(let bytes, let all): bytes >= all
                    case .received: false
                    case .retrying, .queued, .noAnswer: true
                    }
                guard isTurn || ContinuousClock.now - told > .milliseconds(100) else { break }
                told = .now
                take(.exchanged(job, progress))
            case .kept(let entry, let image):
                if let pixels = image.pixels { await loader.keep(pixels, digest: entry.digest) }
                take(.variationArrived(job, entry))
                identifyShown()
            }
        }
        if !facts.notes.isEmpty { take(.noticed(facts.notes.map(\.description).joined(separator: "; "))) }
    }

    /// Adds a waiting request to the history. It is sent when its turn comes, possibly in a later run.
    func queue(_ job: JobID, _ order: Order) {
        let profile = client.profile(named: order.settings.backend)
        let work = Task { [before = lastQueued, history] in
            // Each reads and hashes a picture; one at a time they delay nothing else.
            _ = await before?.result
            let run = try await RequestRun.enter(order, for: profile, history: history, isPending: true)
            take(.jobQueued(job, run.record, root: run.root))
            return run.record.id
        }
        queued[job] = work
        lastQueued = work
    }

    func withdraw(_ job: JobID, _ request: RequestID?) {
        let queued = queued.removeValue(forKey: job)
        store { history in
            var id = request
            // A request that could not be added need not be withdrawn.
            if id == nil { id = try? await queued?.value }
            guard let id else { return }
            try await history.finish(id, as: .cancelled, message: nil, serverRequestID: nil)
        }
    }
}
