import FoundationEssentials
import HTTPTypes

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
    /// White where the source may change.
    var mask: [UInt8]?
    /// Names the request to the server.
    let task: String
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
        // stable-diffusion.cpp refuses an empty one.
        prompt = request.prompt ?? " "
        self.model = settings.model ?? model
        count = settings.count
        self.settings = settings
        // A recipe that began from nothing does so again.
        let beginsAnew = settings.workflow == WorkflowName.recipe && settings.strength == nil
        source = beginsAnew ? nil : request.images.first?.bytes
        strength = source == nil ? nil : settings.strength
        task = request.idempotencyKey ?? IdempotencyKey.fresh()
        // Such a server makes 512 × 512 of whatever it is given where nothing is said.
        size = Self.size(settings.size, of: source)
        // Seeds are 32 bits there, and the last of a request has to be one too.
        seed = (settings.seed ?? .random(in: 0...UInt64(UInt32.max))) % (1 << 32 - 16)
        let isUpscaling = settings.workflow == WorkflowName.upscale
        let width = isUpscaling ? source.flatMap { PNGSignature.size(of: $0)?.width } : nil
        let wanted = settings.size?.pixels?.width
        scale = isUpscaling ? width.map { max(1, Double(wanted ?? 2 * $0) / Double($0)) } ?? 2 : nil
        sharesSeed = request.operation == .variation && settings.seed != nil && count > 1 && !isUpscaling
    }

    /// Such servers work in steps of 8 pixels.
    static let sizeStep = 8

    /// The size that is sent: the one asked for, or the picture's.
    static func size(_ asked: ImageSize?, of picture: [UInt8]?) -> (width: Int, height: Int)? {
        if let asked = asked?.pixels { return SizeRule.fitted(asked, step: sizeStep, area: .infinity) }
        return picture.flatMap { PNGSignature.size(of: $0) }.map { SizeRule.fitted($0, step: sizeStep) }
    }

    /// The request's JSON. The seed is named, so that it is known which picture has which.
    var json: [UInt8] {
        if let scale, let source { return upscaling(source, by: scale) }
        var members: [(String, String)] = [
            ("prompt", JSONText.quoted(prompt)), ("seed", "\(seed)"), ("subseed", "\(sharesSeed ? Int64(seed) : -1)"),
            ("subseed_strength", "\(sharesSeed ? Self.subseedStrength : 0)"),
            ("batch_size", "1"), ("n_iter", "\(count)"), ("send_images", "true"), ("save_images", "false"),
            ("force_task_id", JSONText.quoted(task)),
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
            // A picture of another shape than the size is cropped rather than squeezed.
            members.append(("resize_mode", "1"))
            if let mask {
                members.append(("mask", "\"\(Data(mask).base64EncodedString())\""))
                members.append(("inpainting_mask_invert", "0"))
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
