import RiffleAPI
import RiffleHistory
import RiffleImage
import RiffleTerminal
import RiffleUI

extension Runtime {
    /// Carries a request out. It is in the history before it is sent, and each picture before the screen says so.
    func vary(_ job: JobID, _ order: VariationOrder) {
        Task {
            var ending = (state: RequestState.finished, problem: Problem?.none)
            do {
                try await carryOut(job, order)
            } catch BackendError.cancelled {
                ending = (.cancelled, nil)
            } catch {
                ending = (.failed, Failure(any: error, backend: order.settings.backend).problem)
            }
            await loader.forget(job)
            take(.jobEnded(job, ending.state, ending.problem))
        }
    }

    private func carryOut(_ job: JobID, _ order: VariationOrder) async throws {
        let run = try await RequestRun.begin(order, history: history)
        if let root = run.root { take(.jobStarted(job, run.record, root: root)) }
        var revision = 0
        try await run.finish(on: client, as: job) { [self] event in
            switch event {
            case .progress(let picture, let fraction):
                take(.progressed(job, picture: picture, fraction: fraction))
            case .partial(let picture, let image):
                revision += 1
                await loader.keep(image, job: job, picture: picture, revision: revision)
                take(.partialArrived(job, picture: picture, revision: revision))
            case .exchange: break
            case .kept(let entry, _): take(.variationArrived(job, entry))
            }
        }
    }
}
