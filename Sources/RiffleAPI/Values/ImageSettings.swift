/// What a person sets for one edit or generation: everything but the pictures and the prompt.
///
/// What is nil is not sent, and the server chooses. Words are sent as they are, since servers differ in which they
/// know; the reference's own are named here.
/// Source: OpenAI API reference, createImageEdit and createImage.
public struct ImageSettings: Sendable, Hashable, Codable {
    /// Name of the backend in the configuration, or `builtin`.
    public var backend: String
    public var model: String?
    /// How many pictures, 1…10.
    public var n: Int
    /// `auto`, or `WIDTHxHEIGHT`.
    public var size: String?
    /// How the answer carries the pictures. Models that always answer base64 refuse the field.
    public var responseFormat: ResponseFormat?
    /// An end-user id for abuse monitoring.
    public var user: String?
    /// `transparent`, `opaque` or `auto`.
    public var background: String?
    /// `low`, `medium`, `high` or `auto`; `standard` or `hd` for an older model.
    public var quality: String?
    /// `png`, `jpeg` or `webp`.
    public var outputFormat: String?
    /// 0…100, for `jpeg` and `webp`.
    public var outputCompression: Int?
    /// `high` or `low`: how closely an edit keeps to the input; edits only.
    public var inputFidelity: String?
    /// Unfinished pictures to be sent on the way, 0…3; nil: the answer comes as a whole, not as a stream.
    public var partialImages: Int?
    /// `low` or `auto`; generations only.
    public var moderation: String?
    /// `vivid` or `natural`; generations only.
    public var style: String?
    /// How far from the source, 0…1. An extension: sent only to backends whose profile has the field.
    public var strength: Double?
    /// Repeats a result. An extension: sent only to backends whose profile has the field.
    public var seed: UInt64?

    public init(
        backend: String = VariationSettings.builtin, model: String? = nil, n: Int = 1, size: String? = nil,
        responseFormat: ResponseFormat? = nil, user: String? = nil, background: String? = nil, quality: String? = nil,
        outputFormat: String? = nil, outputCompression: Int? = nil, inputFidelity: String? = nil,
        partialImages: Int? = nil, moderation: String? = nil, style: String? = nil, strength: Double? = nil,
        seed: UInt64? = nil
    ) {
        self.backend = backend
        self.model = model
        self.n = n
        self.size = size
        self.responseFormat = responseFormat
        self.user = user
        self.background = background
        self.quality = quality
        self.outputFormat = outputFormat
        self.outputCompression = outputCompression
        self.inputFidelity = inputFidelity
        self.partialImages = partialImages
        self.moderation = moderation
        self.style = style
        self.strength = strength
        self.seed = seed
    }

    /// Width and height in pixels that `size` names; nil for `auto`, for none, and for another text.
    public var pixels: (width: Int, height: Int)? {
        let parts = (size ?? "").split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let width = parts[0], let height = parts[1], width > 0, height > 0 else { return nil }
        return (width, height)
    }
}
