import FoundationEssentials
import HTTPTypes

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
    private let turnstile: Turnstile

    /// - Parameter configuration: its address has no version in its path; its profile is `ServerPreset.sdapi`'s.
    public init(
        _ configuration: OpenAIBackend.Configuration, transport: any Transport,
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.configuration = configuration
        self.transport = transport
        self.clock = clock
        turnstile = Turnstile(places: max(1, configuration.concurrency))
    }

    public var profile: BackendProfile {
        var profile = BackendProfile(
            name: configuration.name, uploadLimit: nil, isLocal: false, operations: [.variation, .edit, .generation],
            variationPrompt: "", fields: [.model, .n, .size, .strength, .seed, .prompt, .mask],
            price: configuration.price,
            isPaid: configuration.profile.isPaid)
        profile.monthlyLimit = configuration.monthlyLimit
        return profile
    }

    public func createVariation(_ request: ImageVariationRequest) -> AsyncThrowingStream<BackendEvent, any Error> {
        let settings = request.settings
        let work = SDAPIWork(
            prompt: settings.prompt ?? "", model: settings.model ?? configuration.model, count: settings.n,
            size: (settings.size.side, settings.size.side), seed: settings.seed, source: request.image,
            strength: settings.strength, sharesSeed: settings.seed != nil)
        return perform(work)
    }

    public func createEdit(_ request: ImageEditRequest) -> AsyncThrowingStream<BackendEvent, any Error> {
        let settings = request.settings
        guard let source = request.images.first?.bytes else {
            return AsyncThrowingStream { $0.finish(throwing: BackendError.invalid([.imageMissing])) }
        }
        let own = PNGSignature.size(of: source).map { ($0.width, $0.height) }
        var work = SDAPIWork(
            prompt: request.prompt, model: settings.model ?? configuration.model, count: settings.n,
            size: settings.pixels ?? own ?? (512, 512), seed: settings.seed, source: source,
            strength: settings.strength ?? 0.75)
        work.mask = request.mask?.bytes
        return perform(work)
    }

    public func createImage(_ request: ImageGenerationRequest) -> AsyncThrowingStream<BackendEvent, any Error> {
        let settings = request.settings
        let work = SDAPIWork(
            prompt: request.prompt, model: settings.model ?? configuration.model, count: settings.n,
            size: settings.pixels ?? (512, 512), seed: settings.seed, source: nil, strength: nil)
        return perform(work)
    }

    private func perform(_ work: SDAPIWork) -> AsyncThrowingStream<BackendEvent, any Error> {
        EventChannel.stream { channel in
            let configuration = try await configuration.unlocked()
            let call = Call(work, configuration: configuration)
            let exchange = Exchange(configuration: configuration, transport: transport, clock: clock, channel: channel)
            try await turnstile.pass { () async throws(BackendError) in
                let facts = try await exchange.carryOut(call)
                await channel.send(.finished(facts))
            }
        }
    }
}

/// What such a server is asked for.
struct SDAPIWork: Sendable {
    var prompt: String
    var model: String?
    var count: Int
    /// Pixels across and down.
    var size: (width: Int, height: Int)
    /// Of the first picture; the others count on from it.
    var seed: UInt64
    /// The picture to vary; nil: from the prompt alone.
    var source: [UInt8]?
    /// 0…1, how much of the source is drawn anew.
    var strength: Double?
    /// Clear where the source may change.
    var mask: [UInt8]?
    /// The pictures have one seed and differ by their subseeds.
    var sharesSeed: Bool

    /// How far the subseeds carry them apart, 0…1.
    private static let subseedStrength = 0.3

    init(
        prompt: String, model: String?, count: Int, size: (width: Int, height: Int), seed: UInt64?, source: [UInt8]?,
        strength: Double?, sharesSeed: Bool = false
    ) {
        self.prompt = prompt
        self.model = model
        self.count = count
        self.size = size
        // Seeds are 32 bits there, and the last of a request has to be one too.
        self.seed = (seed ?? .random(in: 0...UInt64(UInt32.max))) % (1 << 32 - 16)
        self.source = source
        self.strength = strength
        self.sharesSeed = sharesSeed && count > 1
    }

    /// The request's JSON. The seed is named, so that it is known which picture has which.
    var json: [UInt8] {
        var members: [(String, String)] = [
            ("prompt", JSONText.quoted(prompt)), ("seed", "\(seed)"), ("subseed", "\(sharesSeed ? Int64(seed) : -1)"),
            ("subseed_strength", "\(sharesSeed ? Self.subseedStrength : 0)"),
            ("batch_size", "1"), ("n_iter", "\(count)"), ("width", "\(size.width)"), ("height", "\(size.height)"),
            ("send_images", "true"), ("save_images", "false"),
        ]
        if let model {
            members.append(("override_settings", "{\"sd_model_checkpoint\":\(JSONText.quoted(model))}"))
        }
        if let strength { members.append(("denoising_strength", "\(strength)")) }
        if let source {
            members.append(("include_init_images", "false"))
            if let mask {
                members.append(("mask", "\"\(Data(mask).base64EncodedString())\""))
                // There the opaque part of a mask is what changes. Source: `modules/processing.py`, `create_binary_mask`.
                members.append(("inpainting_mask_invert", "1"))
                // Begun from the picture itself.
                members.append(("inpainting_fill", "1"))
            }
            members.append(("init_images", "[\"\(Data(source).base64EncodedString())\"]"))
        }
        return Array("{\(members.map { "\"\($0)\":\($1)" }.joined(separator: ","))}".utf8)
    }
}

extension Call {
    init(_ work: SDAPIWork, configuration: OpenAIBackend.Configuration) {
        let address = configuration.address
        var request = HTTPRequest(
            method: .post, scheme: address.scheme, authority: address.authority,
            path: address.path + (work.source == nil ? "/sdapi/v1/txt2img" : "/sdapi/v1/img2img"),
            headerFields: configuration.fields(accept: "application/json"))
        request.headerFields[.contentType] = "application/json"
        self.init(request: request, body: work.json, count: work.count)
        pictureNames = ["images"]
        // A shared seed and a subseed are more than one number can say.
        seeds =
            work.sharesSeed
            ? [:] : Dictionary(uniqueKeysWithValues: (0..<max(0, work.count)).map { ($0, work.seed + UInt64($0)) })
        // What such a server says beside its pictures repeats the request.
        keepsUnknown = false
    }
}
