import RiffleAPI
import RiffleHistory

extension HistoryStore {
    /// Makes a picture of the built-in engine again, from the seed and the manner of its request, and keeps its file.
    ///
    /// - Returns: false if another program made it, or if other bytes come out, as from another version of the engine.
    @concurrent nonisolated func remake(_ entry: Entry) async throws -> Bool {
        guard let id = entry.request, let seed = entry.seed,
            let run = try? await RequestRun.resume(id, history: self),
            run.record.settings.backend == ImagesSettings.builtin
        else { return false }
        let engine = EngineBackend(threads: EngineThreads(count: 1))
        var request = run.request
        (request.settings.n, request.settings.seed) = (1, seed)
        if request.operation == .variation, request.mate == nil {
            request.settings.manner = [entry.manner ?? engine.profile.earlierManner ?? ""]
        }
        let pictures = EventChannel.stream { [request] channel in
            _ = try await engine.make(request, sending: .open, telling: channel)
        }
        do {
            for try await case .arrived(_, let image) in pictures {
                return try await restore(image.bytes, digest: entry.digest)
            }
        } catch is BackendError {}
        return false
    }
}
