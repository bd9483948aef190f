/// What a user sets for a request: everything but the pictures and the prompt.
///
/// A field that is nil is not sent, stored or shown: the backend chooses. Words are sent as they are, because servers
/// differ in which they know. `RequestField.all` has a row for each field.
/// Source: OpenAI API reference, createImageVariation, createImageEdit and createImage.
public struct ImagesSettings: Sendable, Hashable {
    /// Name of the built-in engine as a backend.
    public static let builtin = "builtin"

    /// Name of the backend in the configuration, or `builtin`.
    public var backend: String
    public var model: String?
    /// How many pictures, 1…10; a backend makes one where it is nil.
    public var n: Int?
    public var size: ImageSize?
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
    /// `high` or `low`: how closely an edit keeps to the input.
    public var inputFidelity: String?
    /// Whether the answer comes as a stream of events.
    public var stream: Bool?
    /// Unfinished pictures that a stream sends of each picture, 0…3.
    public var partialImages: Int?
    /// `low` or `auto`.
    public var moderation: String?
    /// `vivid` or `natural`.
    public var style: String?
    /// How far from the source, 0…1. An extension.
    public var strength: Double?
    /// Repeats a result. An extension.
    public var seed: UInt64?
    /// What not to make. An extension, as are those that follow.
    public var negativePrompt: String?
    public var steps: Int?
    /// How closely the prompt is followed.
    public var cfgScale: Double?
    public var sampler: String?
    public var scheduler: String?
    /// Name of a workflow; ComfyUI only.
    public var workflow: String?
    /// Names of the manners to make the pictures in; empty: the engine chooses. An extension.
    public var manner: [String]
    /// What the picture is; nil: what was stated of it before, else what the engine judges. An extension.
    public var kind: StatedKind?
    /// The mate's share of each picture, 0…1. An extension.
    public var weight: Double?

    public init(
        backend: String = builtin, model: String? = nil, n: Int? = nil, size: ImageSize? = nil,
        responseFormat: ResponseFormat? = nil, user: String? = nil, background: String? = nil, quality: String? = nil,
        outputFormat: String? = nil, outputCompression: Int? = nil, inputFidelity: String? = nil, stream: Bool? = nil,
        partialImages: Int? = nil, moderation: String? = nil, style: String? = nil, strength: Double? = nil,
        seed: UInt64? = nil, negativePrompt: String? = nil, steps: Int? = nil, cfgScale: Double? = nil,
        sampler: String? = nil, scheduler: String? = nil, workflow: String? = nil, manner: [String] = [],
        kind: StatedKind? = nil, weight: Double? = nil
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
        self.stream = stream
        self.partialImages = partialImages
        self.moderation = moderation
        self.style = style
        self.strength = strength
        self.seed = seed
        self.negativePrompt = negativePrompt
        self.steps = steps
        self.cfgScale = cfgScale
        self.sampler = sampler
        self.scheduler = scheduler
        self.workflow = workflow
        self.manner = manner
        self.kind = kind
        self.weight = weight
    }

    /// Pictures that the request is for.
    public var count: Int { n ?? 1 }
}

extension ImagesSettings: Codable {
    private struct Key: CodingKey {
        static let backend = Key("backend")

        let stringValue: String
        var intValue: Int? { nil }

        init(_ name: String) { stringValue = name }
        init?(stringValue: String) { self.init(stringValue) }
        init?(intValue: Int) { nil }
    }

    /// Members that no field of this version has are ignored, and so are values that a field cannot have.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        self.init(backend: try container.decodeIfPresent(String.self, forKey: .backend) ?? Self.builtin)
        for key in container.allKeys {
            guard let field = RequestField.named(key.stringValue),
                let value = try? container.decode(FieldTexts.self, forKey: key)
            else { continue }
            for text in value.texts { try? field.set(text, in: &self) }
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(backend, forKey: .backend)
        for field in RequestField.all {
            if let value = field.json(in: self) { try container.encode(value, forKey: Key(field.name)) }
        }
    }
}
