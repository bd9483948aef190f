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

    /// - Parameter configuration: its address has no version in its path; its profile is `ServerPreset.sdapi`'s.
    public init(
        _ configuration: OpenAIBackend.Configuration, transport: any Transport,
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.configuration = configuration
        self.transport = transport
        self.clock = clock
    }

    private static let fields: Set<RequestField> = [
        .model, .prompt, .negativePrompt, .n, .size, .seed, .steps, .cfgScale, .sampler, .scheduler,
    ]

    public var profile: BackendProfile {
        var profile = BackendProfile(
            name: configuration.name, uploadLimit: nil, isLocal: false, operations: [.variation, .edit, .generation],
            variationPrompt: "",
            fields: [
                .variation: Self.fields.union([.strength, .workflow]), .edit: Self.fields.union([.strength, .mask]),
                .generation: Self.fields,
            ], price: configuration.price, isPaid: configuration.profile.isPaid)
        profile.monthlyLimit = configuration.monthlyLimit
        profile.upscales = true
        profile.concurrency = configuration.concurrency
        return profile
    }

    public func make(
        _ request: ImagesRequest, sending: SendGuard, telling events: EventChannel
    ) async throws(BackendError) -> AnswerFacts {
        let configuration = try await configuration.unlocked()
        let call = Call(SDAPIWork(request, model: configuration.model), configuration: configuration)
        let exchange = Exchange(
            configuration: configuration, transport: transport, clock: clock, sending: sending, channel: events)
        return try await exchange.carryOut(call)
    }
}

/// What such a server is asked for.
struct SDAPIWork: Sendable {
    let prompt: String
    let model: String?
    let count: Int
    /// Pixels across and down; nil: as the server has it.
    let size: (width: Int, height: Int)?
    /// Of the first picture; the others count on from it.
    let seed: UInt64
    /// The picture to vary; nil: from the prompt alone.
    let source: [UInt8]?
    /// 0…1, how much of the source is drawn anew; nil: as the server has it.
    let strength: Double?
    /// Clear where the source may change.
    let mask: [UInt8]?
    /// Sampling, as far as it was set.
    let settings: ImagesSettings
    /// The pictures have one seed and differ by their subseeds.
    let sharesSeed: Bool
    /// How many times the picture is enlarged; nil where it is drawn anew.
    let scale: Double?

    /// An upscaler that all of them bring along.
    private static let usualUpscaler = "R-ESRGAN 4x+"

    /// How far the subseeds carry them apart, 0…1.
    private static let subseedStrength = 0.3

    /// - Parameter model: the configuration's, for a request that names none.
    init(_ request: ImagesRequest, model: String?) {
        let settings = request.settings
        prompt = request.prompt ?? ""
        self.model = settings.model ?? model
        count = settings.count
        self.settings = settings
        // A recipe that began from nothing does so again.
        let beginsAnew = settings.workflow == WorkflowName.recipe && settings.strength == nil
        source = beginsAnew ? nil : request.images.first?.bytes
        mask = request.mask?.bytes
        strength = source == nil ? nil : settings.strength
        // Such a server makes 512 × 512 of whatever it is given where nothing is said.
        size = settings.size?.pixels ?? source.flatMap { PNGSignature.size(of: $0) }
        // Seeds are 32 bits there, and the last of a request has to be one too.
        seed = (settings.seed ?? .random(in: 0...UInt64(UInt32.max))) % (1 << 32 - 16)
        let isUpscaling = settings.workflow == WorkflowName.upscale
        let width = isUpscaling ? source.flatMap { PNGSignature.size(of: $0)?.width } : nil
        let wanted = settings.size?.pixels?.width
        scale = isUpscaling ? width.map { max(1, Double(wanted ?? 2 * $0) / Double($0)) } ?? 2 : nil
        sharesSeed = request.operation == .variation && settings.seed != nil && count > 1 && !isUpscaling
    }

    /// The request's JSON. The seed is named, so that it is known which picture has which.
    var json: [UInt8] {
        if let scale, let source { return upscaling(source, by: scale) }
        var members: [(String, String)] = [
            ("prompt", JSONText.quoted(prompt)), ("seed", "\(seed)"), ("subseed", "\(sharesSeed ? Int64(seed) : -1)"),
            ("subseed_strength", "\(sharesSeed ? Self.subseedStrength : 0)"),
            ("batch_size", "1"), ("n_iter", "\(count)"), ("send_images", "true"), ("save_images", "false"),
        ]
        if let size { members += [("width", "\(size.width)"), ("height", "\(size.height)")] }
        if let model {
            members.append(("override_settings", "{\"sd_model_checkpoint\":\(JSONText.quoted(model))}"))
        }
        if let negative = settings.negativePrompt {
            members.append(("negative_prompt", JSONText.quoted(negative)))
        }
        if let steps = settings.steps { members.append(("steps", "\(steps)")) }
        if let cfg = settings.cfgScale { members.append(("cfg_scale", "\(cfg)")) }
        if let sampler = settings.sampler { members.append(("sampler_name", JSONText.quoted(sampler))) }
        if let scheduler = settings.scheduler { members.append(("scheduler", JSONText.quoted(scheduler))) }
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

extension SDAPIWork {
    /// Source: `modules/api/models.py`, `ExtrasBatchImagesRequest`.
    private func upscaling(_ source: [UInt8], by scale: Double) -> [UInt8] {
        let upscaler = JSONText.quoted(settings.model ?? Self.usualUpscaler)
        let picture = "{\"data\":\"\(Data(source).base64EncodedString())\",\"name\":\"picture.png\"}"
        return Array(
            "{\"resize_mode\":0,\"upscaling_resize\":\(scale),\"upscaler_1\":\(upscaler),\"imageList\":[\(picture)]}"
                .utf8)
    }

    /// What is asked, below `/sdapi/v1`.
    var endpoint: String { scale != nil ? "extra-batch-images" : source == nil ? "txt2img" : "img2img" }
}

extension Call {
    init(_ work: SDAPIWork, configuration: OpenAIBackend.Configuration) {
        let address = configuration.address
        var request = HTTPRequest(
            method: .post, scheme: address.scheme, authority: address.authority,
            path: address.path + "/sdapi/v1/" + work.endpoint,
            headerFields: configuration.fields(accept: "application/json"))
        request.headerFields[.contentType] = "application/json"
        self.init(request: request, body: work.json, count: work.count)
        pictureNames = ["images"]
        // A shared seed and a subseed are more than one number can say.
        seeds =
            work.sharesSeed || work.scale != nil
            ? [:] : Dictionary(uniqueKeysWithValues: (0..<max(0, work.count)).map { ($0, work.seed + UInt64($0)) })
        // What such a server says beside its pictures repeats the request.
        keepsUnknown = false
    }
}
