import FoundationEssentials

/// What a stable-diffusion.cpp server is asked for.
struct SDCppWork: Sendable {
    let prompt: String
    let count: Int
    let size: (width: Int, height: Int)?
    /// Of the first picture; the others count on from it.
    let seed: UInt64
    let source: [UInt8]?
    /// White where the source may change.
    let mask: [UInt8]?
    let settings: ImagesSettings

    init(_ request: ImagesRequest) {
        prompt = request.prompt ?? ""
        settings = request.settings
        count = settings.count
        source = request.images.first?.bytes
        mask = request.mask?.bytes
        size = SDAPIWork.size(settings.size, of: source)
        // Without one the server takes its own, which is the same every time. It has 63 bits, and the last has to fit.
        seed = (settings.seed ?? .random(in: 0..<(1 << 32))) % (1 << 63 - 16)
    }

    private var strength: Double { settings.strength ?? (mask == nil ? 0.6 : 0.9) }

    /// The body of a job.
    var json: [UInt8] {
        var members = [
            "\"prompt\":\(JSONText.quoted(prompt))", "\"seed\":\(seed)", "\"batch_count\":\(count)",
            "\"output_format\":\"png\"",
        ]
        if let size { members += ["\"width\":\(size.width)", "\"height\":\(size.height)"] }
        if let negative = settings.negativePrompt { members.append("\"negative_prompt\":\(JSONText.quoted(negative))") }
        if let sampling { members.append("\"sample_params\":\(sampling)") }
        if let source {
            members.append("\"strength\":\(strength)")
            if let mask { members.append("\"mask_image\":\"\(Data(mask).base64EncodedString())\"") }
            members.append("\"init_image\":\"\(Data(source).base64EncodedString())\"")
        }
        return Array("{\(members.joined(separator: ","))}".utf8)
    }

    private var sampling: String? {
        var members: [String] = []
        if let steps = settings.steps { members.append("\"sample_steps\":\(steps)") }
        if let sampler = settings.sampler { members.append("\"sample_method\":\(JSONText.quoted(sampler))") }
        if let scheduler = settings.scheduler { members.append("\"scheduler\":\(JSONText.quoted(scheduler))") }
        if let cfg = settings.cfgScale { members.append("\"guidance\":{\"txt_cfg\":\(cfg)}") }
        return members.isEmpty ? nil : "{\(members.joined(separator: ","))}"
    }

    /// The same for a server without jobs: what its OpenAI interface has no field for goes into the prompt, which the
    /// server takes it out of again.
    func openAIRequest(_ request: ImagesRequest) -> ImagesRequest {
        var request = request
        if request.operation == .variation { request.operation = .edit }
        var members = ["\"seed\":\(seed)"]
        if source != nil { members.append("\"strength\":\(strength)") }
        if let sampling { members.append("\"sample_params\":\(sampling)") }
        request.prompt = "\(prompt) <sd_cpp_extra_args>{\(members.joined(separator: ","))}</sd_cpp_extra_args>"
        return request
    }
}
