/// Servers that are known by name: what they take, and where they usually are.
///
/// Source: the servers' own documentation and code, as of November 2026.
public enum ServerPreset: String, Sendable, CaseIterable {
    case generic, riffle, openai, azure, lemonade, xinference
    case stableDiffusionCpp = "stable-diffusion.cpp"
    case sglang
    case vllmOmni = "vllm-omni"
    case localai, litellm, recraft, openrouter, xai
    /// AUTOMATIC1111's own interface, which many servers speak beside others.
    case sdapi
    case comfyui

    /// What a person would call it.
    public var title: String {
        switch self {
        case .generic: "any server"
        case .riffle: "riffle serve"
        case .openai: "OpenAI"
        case .azure: "Azure OpenAI"
        case .lemonade: "Lemonade"
        case .xinference: "Xinference"
        case .stableDiffusionCpp: "stable-diffusion.cpp"
        case .sglang: "SGLang"
        case .vllmOmni: "vLLM-omni"
        case .localai: "LocalAI"
        case .litellm: "LiteLLM"
        case .recraft: "Recraft"
        case .openrouter: "OpenRouter"
        case .xai: "xAI"
        case .sdapi: "AUTOMATIC1111"
        case .comfyui: "ComfyUI"
        }
    }

    /// Where it is when nobody says otherwise; nil: nowhere in particular.
    public var usualURL: String? {
        switch self {
        case .generic, .azure: nil
        case .riffle: "http://127.0.0.1:8790/v1"
        case .openai: "https://api.openai.com/v1"
        case .lemonade: "http://127.0.0.1:13305/v1"
        case .xinference: "http://127.0.0.1:9997/v1"
        case .stableDiffusionCpp: "http://127.0.0.1:1234/v1"
        case .sglang: "http://127.0.0.1:30000/v1"
        case .vllmOmni: "http://127.0.0.1:8000/v1"
        case .localai: "http://127.0.0.1:8080/v1"
        case .litellm: "http://127.0.0.1:4000/v1"
        case .recraft: "https://external.api.recraft.ai/v1"
        case .openrouter: "https://openrouter.ai/api/v1"
        case .xai: "https://api.x.ai/v1"
        case .sdapi: "http://127.0.0.1:7860"
        case .comfyui: "http://127.0.0.1:8188"
        }
    }

    public var profile: ServerProfile {
        switch self {
        case .generic: ServerProfile()
        case .riffle:
            ServerProfile(
                variations: .endpoint,
                fields: ServerProfile.plainFields([
                    .manner, .strength, .seed, .mate, .weight, .stream, .partialImages,
                ]))
        case .openai:
            // Retired on 2026-05-12: "Use the image edits endpoint with a GPT Image model and a prompt".
            ServerPreset.gptProfile
        case .azure: ServerPreset.azureProfile
        case .lemonade:
            ServerProfile(
                variations: .endpoint, format: .base64, fields: ServerProfile.plainFields([.seed]), needsModel: true)
        case .xinference: ServerPreset.xinferenceProfile
        case .stableDiffusionCpp:
            ServerProfile(variations: .edits, format: .base64, fields: ServerProfile.plainFields(), uploadLimit: nil)
        case .sglang:
            ServerProfile(
                variations: .edits, format: .base64, fields: ServerProfile.plainFields([.seed]), uploadLimit: nil)
        case .vllmOmni:
            ServerProfile(
                variations: .edits, format: .base64, fields: ServerProfile.plainFields([.seed, .strength]),
                uploadLimit: nil)
        case .localai:
            ServerProfile(variations: .none, hasEdits: false, format: .base64, fields: ServerProfile.plainFields())
        case .litellm:
            ServerProfile(variations: .either, format: .byModel, isPaid: true)
        case .recraft: ServerPreset.recraftProfile
        case .openrouter: ServerPreset.openrouterProfile
        case .xai: ServerPreset.xaiProfile
        case .sdapi:
            ServerProfile(
                variations: .endpoint, format: .base64, fields: ServerProfile.plainFields([.strength, .seed]),
                uploadLimit: nil)
        // What it does is up to its workflows.
        case .comfyui: ServerProfile(variations: .endpoint, format: .omitted, uploadLimit: nil)
        }
    }

    /// Whether the paths of its interface begin with a version, which is added to a base URL that has none.
    public var hasVersion: Bool { self != .sdapi && self != .comfyui }

    /// Whether it is a server of the Images API: the others have interfaces of their own.
    public var isImagesAPI: Bool { ![.sdapi, .stableDiffusionCpp, .comfyui].contains(self) }

    /// Whether its address is one of Azure's, whose keys go in a header of their own.
    public var isAzure: Bool { self == .azure }

    /// What a picture costs there, as far as its maker says one price for all models.
    ///
    /// Source: recraft.ai/docs/api-reference/tools/remix: 0.04 dollars for a request of 1 to 6 pictures.
    public var usualPrice: Price? {
        self == .recraft ? Price(amount: 0.04, currency: "USD", isPerRequest: true) : nil
    }

    private static var gptProfile: ServerProfile {
        var profile = ServerProfile(
            variations: .edits, format: .byModel, sizes: gptSizes, isPaid: true, uploadLimit: 50 << 20)
        profile.hasSizesByModel = true
        return profile
    }

    private static var azureProfile: ServerProfile {
        var profile = gptProfile
        profile.needsModel = true
        return profile
    }

    private static let gptSizes: [ImageOperation: [ImageSize]] = [
        .edit: SizeRule.gptSizes, .generation: SizeRule.gptSizes,
    ]

    /// Source: recraft.ai/docs/api-reference/appendix, "List of supported image sizes", those of V2 and V3.
    private static let recraftSizes: [ImageSize] = [
        (1024, 1024), (1365, 1024), (1024, 1365), (1536, 1024), (1024, 1536), (1820, 1024), (1024, 1820), (2048, 1024),
        (1024, 2048), (1434, 1024), (1024, 1434), (1280, 1024), (1024, 1280), (1024, 1707),
    ].map { .pixels(width: $0, height: $1) }

    /// Variations without a prompt, at an endpoint of its own.
    ///
    /// Source: recraft.ai/docs/api-reference/tools/remix.
    private static var recraftProfile: ServerProfile {
        let fields: Set<RequestField> = [.n, .size, .seed, .outputFormat]
        var profile = ServerProfile(
            variations: .endpoint, hasEdits: false, hasGenerations: false, format: .base64,
            fields: [.variation: fields.union([.responseFormat])], sizes: [.variation: recraftSizes], isPaid: true,
            uploadLimit: 10 << 20)
        profile.spelling.endpoints = [.variation: "images/variateImage"]
        profile.spelling.names = [.seed: "random_seed", .outputFormat: "image_format"]
        profile.spelling.asksForShape = true
        profile.spelling.mostPictures = 6
        return profile
    }

    /// Its URLs are paths of files on the server. Its variations are image to image, which needs a prompt; an edit with a
    /// mask fails there without a size.
    ///
    /// Source: xinference 4.1, `api/restful_api.py` and `model/image/stable_diffusion/core.py`.
    private static var xinferenceProfile: ServerProfile {
        var profile = ServerProfile(
            variations: .endpoint, format: .base64, fields: ServerProfile.plainFields([.prompt]), needsModel: true,
            uploadLimit: nil)
        let sampling: Set<RequestField> = [.seed, .steps, .cfgScale]
        profile.fields[.variation]?.formUnion(sampling.union([.strength, .negativePrompt]))
        profile.fields[.generation]?.formUnion(sampling)
        profile.spelling.kwargs = sampling.union([.strength])
        profile.spelling.names = [.steps: "num_inference_steps", .cfgScale: "guidance_scale"]
        profile.spelling.asksForShape = true
        profile.spelling.sizeStep = 8
        return profile
    }

    /// Models of many makers, which take pictures as references.
    ///
    /// Source: openrouter.ai/docs/guides/overview/multimodal/image-generation.
    private static var openrouterProfile: ServerProfile {
        let fields: Set<RequestField> = [.model, .prompt, .n, .size, .seed, .quality, .background, .outputFormat]
        var profile = ServerProfile(
            variations: .edits, editForm: .references, format: .omitted,
            fields: [.variation: fields, .edit: fields, .generation: fields], needsModel: true, isPaid: true,
            uploadLimit: 20 << 20)
        profile.spelling.endpoints = [.edit: "images", .generation: "images"]
        profile.spelling.models = "images/models"
        profile.spelling.hasRatio = true
        profile.spelling.asksForShape = true
        return profile
    }

    /// Source: docs.x.ai, "Image Generation" and "Image Editing": JSON, no `size`, up to 10 pictures.
    private static var xaiProfile: ServerProfile {
        let fields: Set<RequestField> = [.model, .prompt, .n, .size, .responseFormat]
        var profile = ServerProfile(
            variations: .edits, editForm: .object, format: .base64,
            fields: [.variation: fields, .edit: fields, .generation: fields], needsModel: true, isPaid: true,
            uploadLimit: 20 << 20)
        profile.spelling.hasRatio = true
        return profile
    }
}
