extension ComfyBackend: Backend {
    /// What a workflow makes of the fields depends on the workflow.
    public var profile: BackendProfile {
        var profile = BackendProfile.sampling(configuration, more: [.workflow, .model])
        profile.keepsResults = true
        profile.upscales = true
        return profile
    }

    public func make(
        _ request: ImagesRequest, sending: SendGuard, telling events: EventChannel
    ) async throws(BackendError) -> AnswerFacts {
        try await make(
            ComfyWork(request), name: request.idempotencyKey ?? IdempotencyKey.fresh(),
            willSend: { () async throws(BackendError) in try await sending.begin() }, telling: events)
    }

    public func resume(
        _ request: ImagesRequest, telling events: EventChannel
    ) async throws(BackendError) -> AnswerFacts? {
        guard let name = request.idempotencyKey else { return nil }
        return try await resume(name, count: request.settings.count, telling: events)
    }
}

extension ComfyWork {
    init(_ request: ImagesRequest) {
        self.init(request.operation)
        let settings = request.settings
        picture = request.images.first?.bytes
        mask = request.mask?.bytes
        prompt = request.prompt
        negative = settings.negativePrompt
        workflow = settings.workflow
        graph = request.graph
        model = settings.model
        count = settings.count
        size = settings.size?.pixels
        strength = settings.strength
        seed = settings.seed
        steps = settings.steps
        cfg = settings.cfgScale
        sampler = settings.sampler
        scheduler = settings.scheduler
    }
}
