import RiffleAPI
import RiffleEngine
import RiffleHistory

extension RequestRun {
    /// Enters an edit into the history, under its first picture.
    ///
    /// - Parameter originPath: the file that the first picture is.
    @concurrent static func begin(
        _ request: ImageEditRequest, originPath: String, history: HistoryStore
    ) async throws -> RequestRun {
        guard let first = request.images.first else {
            throw BackendError.invalid([.imageCount(0, allowed: ImageRules.imageCounts)])
        }
        let source = try await history.source(
            bytes: first.bytes, facts: PictureFacts(of: first.bytes), originPath: originPath)
        let record = try await history.begin(
            source: source.id, kind: .edit, prompt: request.prompt, settings: VariationSettings(request.settings),
            mend: .none, engine: engine(request.settings))
        return RequestRun(record: record, root: source, request: .edit(request), history: history)
    }

    /// Enters a request for pictures from words into the history.
    @concurrent static func begin(
        _ request: ImageGenerationRequest, history: HistoryStore
    ) async throws -> RequestRun {
        let record = try await history.begin(
            source: nil, kind: .generation, prompt: request.prompt, settings: VariationSettings(request.settings),
            mend: .none, engine: engine(request.settings))
        return RequestRun(record: record, root: nil, request: .generation(request), history: history)
    }

    private static func engine(_ settings: ImageSettings) -> String? {
        settings.backend == VariationSettings.builtin ? Engine.version : nil
    }
}

extension VariationSettings {
    /// What the history keeps of an edit's settings, in the words of a variation: the nearest of its sizes.
    init(_ settings: ImageSettings) {
        let side = settings.pixels.map { max($0.width, $0.height) } ?? 1024
        self.init(
            backend: settings.backend, model: settings.model, n: settings.n,
            size: VariationSize.allCases.first { $0.side >= side } ?? .large,
            responseFormat: settings.responseFormat ?? .base64JSON, user: settings.user,
            strength: settings.strength ?? VariationSettings().strength, seed: settings.seed)
    }
}
