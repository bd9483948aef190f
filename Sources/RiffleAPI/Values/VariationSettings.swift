/// The sizes that `/images/variations` takes. Source: OpenAI API reference, createImageVariation, `size`.
public enum VariationSize: String, Sendable, Codable, CaseIterable {
    case small = "256x256"
    case medium = "512x512"
    case large = "1024x1024"

    /// Length of a side in pixels.
    public var side: Int {
        switch self {
        case .small: 256
        case .medium: 512
        case .large: 1024
        }
    }
}

/// How the answer carries the pictures. Source: OpenAI API reference, `response_format`.
public enum ResponseFormat: String, Sendable, Codable, CaseIterable {
    case url
    case base64JSON = "b64_json"
}

/// What a person sets for one request: everything but the picture.
public struct VariationSettings: Sendable, Hashable, Codable {
    /// Name of the engine in the program itself, as a backend.
    public static let builtin = "builtin"

    /// Name of the backend in the configuration, or `builtin`.
    public var backend: String
    /// Sent as `model` when not nil.
    public var model: String?
    /// How many pictures, 1…10.
    public var n: Int
    public var size: VariationSize
    public var responseFormat: ResponseFormat
    /// Sent as `user` when not nil: an end-user id for abuse monitoring.
    public var user: String?
    /// How far from the source, 0…1. An extension: the built-in engine and `riffle serve` read it.
    public var strength: Double
    /// Repeats a result of the built-in engine; nil takes a new one.
    public var seed: UInt64?
    /// Goes with a variation that is made by editing, in place of the backend's own words; nil otherwise.
    public var prompt: String?

    public init(
        backend: String = builtin, model: String? = nil, n: Int = 4, size: VariationSize = .medium,
        responseFormat: ResponseFormat = .url, user: String? = nil, strength: Double = 0.5, seed: UInt64? = nil,
        prompt: String? = nil
    ) {
        self.backend = backend
        self.model = model
        self.n = n
        self.size = size
        self.responseFormat = responseFormat
        self.user = user
        self.strength = strength
        self.seed = seed
        self.prompt = prompt
    }
}
