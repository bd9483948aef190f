/// Servers that are known by name: what they take, and where they usually are.
///
/// Source: the servers' own documentation and code, as of November 2026.
public enum ServerPreset: String, Sendable, CaseIterable {
    case generic, riffle, openai, azure, lemonade, xinference
    case stableDiffusionCpp = "stable-diffusion.cpp"
    case sglang
    case vllmOmni = "vllm-omni"
    case localai, litellm
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
            ServerProfile(
                // Retired on 2026-05-12: "Use the image edits endpoint with a GPT Image model and a prompt".
                variations: .edits, format: .byModel, sizes: ServerPreset.gptSizes, isPaid: true,
                uploadLimit: 50 << 20)
        case .azure:
            ServerProfile(
                variations: .edits, format: .byModel, sizes: ServerPreset.gptSizes, needsModel: true, isPaid: true,
                uploadLimit: 50 << 20)
        case .lemonade:
            ServerProfile(
                variations: .endpoint, format: .base64, fields: ServerProfile.plainFields([.seed]), needsModel: true)
        case .xinference:
            // Its URLs are paths of files on the server. Its variations are image to image, which needs a prompt.
            ServerProfile(
                variations: .endpoint, format: .base64, fields: ServerProfile.plainFields([.prompt]), needsModel: true,
                uploadLimit: nil)
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

    private static let gptSizes: [ImageOperation: [ImageSize]] = {
        let sizes: [ImageSize] = [
            .square(1024), .pixels(width: 1536, height: 1024), .pixels(width: 1024, height: 1536), .auto,
        ]
        return [.edit: sizes, .generation: sizes]
    }()
}
