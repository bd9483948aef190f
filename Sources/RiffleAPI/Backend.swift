/// Something that makes pictures: the built-in engine, a server that speaks the Images API, or another.
///
/// Whoever calls a backend does not know which one answers.
public protocol Backend: Sendable {
    var profile: BackendProfile { get }

    /// Makes variations of one picture.
    ///
    /// The stream yields any number of `.progress` and `.partial`, one `.arrived` for each picture in any order of
    /// index, then one `.finished`, and ends. It throws `BackendError` and nothing else. Cancelling the task
    /// that reads the stream cancels the work; pictures that arrived before stay valid.
    func createVariation(_ request: ImageVariationRequest) -> AsyncThrowingStream<BackendEvent, any Error>
}

/// What a backend is and what it takes.
public struct BackendProfile: Sendable, Hashable {
    /// Its name in the configuration; `builtin` is the engine.
    public var name: String
    /// Largest upload in bytes, exclusive; nil: any.
    public var uploadLimit: Int?
    /// True where no request leaves this process.
    public var isLocal: Bool

    public init(name: String, uploadLimit: Int?, isLocal: Bool) {
        self.name = name
        self.uploadLimit = uploadLimit
        self.isLocal = isLocal
    }
}

/// A request for variations, as `POST /images/variations` has it, with the picture.
public struct ImageVariationRequest: Sendable, Equatable {
    /// The PNG's bytes as they will be sent.
    public var image: [UInt8]
    /// Name for the file part; only its last component is ever sent.
    public var fileName: String
    public var settings: VariationSettings

    public init(image: [UInt8], fileName: String, settings: VariationSettings) {
        self.image = image
        self.fileName = fileName
        self.settings = settings
    }
}

/// What a backend tells while it works. `picture` counts from 0.
public enum BackendEvent: Sendable, Equatable {
    /// `fraction` 0…1 of this picture's work.
    case progress(picture: Int, fraction: Double)
    case partial(picture: Int, PartialImage)
    case arrived(picture: Int, ArrivedImage)
    case finished(AnswerFacts)
}

/// An unfinished picture: row-major RGBA, 8 bits each, straight alpha, `width * height * 4` bytes.
public struct PartialImage: Sendable, Equatable {
    public var width: Int
    public var height: Int
    public var rgba: [UInt8]

    public init(width: Int, height: Int, rgba: [UInt8]) {
        self.width = width
        self.height = height
        self.rgba = rgba
    }
}

/// A finished picture, whole and in memory however the answer carried it.
public struct ArrivedImage: Sendable, Equatable {
    /// The file's bytes: PNG from the built-in engine, whatever the server sent otherwise.
    public var bytes: [UInt8]
    /// The URL the answer gave, when it gave one.
    public var url: String?
    public var revisedPrompt: String?
    /// Seed that makes it again; the built-in engine only.
    public var seed: UInt64?

    public init(bytes: [UInt8], url: String? = nil, revisedPrompt: String? = nil, seed: UInt64? = nil) {
        self.bytes = bytes
        self.url = url
        self.revisedPrompt = revisedPrompt
        self.seed = seed
    }
}

/// What an answer says beside its pictures.
public struct AnswerFacts: Sendable, Equatable {
    /// Seconds since 1970, as the server has it.
    public var created: Int
    /// `x-request-id`, for the server's support.
    public var requestID: String?

    public init(created: Int, requestID: String? = nil) {
        self.created = created
        self.requestID = requestID
    }
}
