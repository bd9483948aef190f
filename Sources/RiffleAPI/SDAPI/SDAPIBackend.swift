/// A server that speaks AUTOMATIC1111's own interface, as many local servers do beside others.
///
/// A variation is `img2img` with the strength as its denoising strength, an edit the same with a prompt and perhaps a
/// mask, a generation `txt2img`. All answer base64. Where a variation has a seed, its pictures share it and differ by
/// their subseeds, so that they stay near each other; otherwise each has the next seed.
/// Source: AUTOMATIC1111 stable-diffusion-webui, `modules/api/models.py`.
public struct SDAPIBackend: Backend {
    let configuration: OpenAIBackend.Configuration
    let transport: any Transport
    private let clock: any Clock<Duration>
    private let greyMask: @Sendable ([UInt8]) -> [UInt8]?

    /// - Parameters:
    ///   - configuration: its address has no version in its path; its profile is `ServerPreset.sdapi`'s.
    ///   - transport: carries the requests.
    ///   - greyMask: makes of a mask that is clear where the picture may change one that is white there and black
    ///     elsewhere, without transparency; nil for bytes that are no picture.
    ///   - clock: measures timeouts.
    public init(
        _ configuration: OpenAIBackend.Configuration, transport: any Transport,
        greyMask: @escaping @Sendable ([UInt8]) -> [UInt8]?, clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.greyMask = greyMask
        self.configuration = configuration
        self.transport = transport
        self.clock = clock
    }

    public var profile: BackendProfile {
        var profile = BackendProfile.sampling(configuration, more: [.model])
        profile.fields[.variation]?.insert(.workflow)
        profile.upscales = true
        profile.sizeStep = SDAPIWork.sizeStep
        return profile
    }

    public func make(
        _ request: ImagesRequest, sending: SendGuard, telling events: EventChannel
    ) async throws(BackendError) -> AnswerFacts {
        let configuration = try await configuration.unlocked()
        var work = SDAPIWork(request, model: configuration.model)
        if let model = work.model, work.scale == nil { try await check(model) }
        if let mask = request.mask {
            guard let grey = greyMask(mask.bytes) else { throw .invalid([.notAPicture]) }
            work.mask = grey
        }
        let call = Call(work, configuration: configuration)
        let watch = SDAPIWatch(
            configuration: configuration, transport: transport, clock: clock, channel: events, task: work.task,
            count: work.count)
        let exchange = Exchange(
            configuration: configuration, transport: transport, clock: clock, sending: watch.marking(sending),
            channel: events)
        let watching = Task { await watch.follow() }
        defer { watching.cancel() }
        do throws(BackendError) {
            return try await exchange.carryOut(call)
        } catch {
            // Closing the connection alone lets such a server work on.
            if error == .cancelled { await watch.interrupt() }
            throw error
        }
    }

    /// Refuses a model that the server does not list: SD.Next would take the one it has loaded without a word.
    private func check(_ model: String) async throws(BackendError) {
        let known = try await findings()?.models.map(\.id) ?? []
        guard known.isEmpty || known.contains(where: { ModelName.stem($0) == ModelName.stem(model) }) else {
            throw .workflow(.noModel(name: model, known: known))
        }
    }
}
