/// What an answer contains beside its pictures.
public struct AnswerFacts: Sendable, Equatable {
    /// The server's time, in seconds since 1970.
    public var created: Int
    /// `x-request-id`, for questions to the server's support.
    public var requestID: String?
    /// Tokens used, if the server reports them.
    public var usage: Usage?
    // The server's choices for fields that were not set, in its own words.
    public var background: String?
    public var size: String?
    public var quality: String?
    public var outputFormat: String?
    /// Notes for the user on how the pictures were made.
    public var notes: [AnswerNote]
    /// Unknown members of the answer.
    public var unknown: [String: JSONValue]

    public init(
        created: Int, requestID: String? = nil, usage: Usage? = nil, background: String? = nil, size: String? = nil,
        quality: String? = nil, outputFormat: String? = nil, notes: [AnswerNote] = [],
        unknown: [String: JSONValue] = [:]
    ) {
        self.created = created
        self.requestID = requestID
        self.usage = usage
        self.background = background
        self.size = size
        self.quality = quality
        self.outputFormat = outputFormat
        self.notes = notes
        self.unknown = unknown
    }
}

/// A difference between an answer and its request.
public enum AnswerNote: Sendable, Hashable {
    /// The built-in engine ignores prompts.
    case promptNotRead
    /// The server has no variations, so the picture was edited with this prompt.
    case madeByEditing(prompt: String)
    /// The server does not make the requested size.
    case sizeChanged(asked: ImageSize, sent: ImageSize)
    /// The server uses the aspect ratio of a size and chooses the resolution itself.
    case sizeAsRatio(asked: ImageSize, ratio: String)
    /// The server refused a field as unknown; the request was sent again without it.
    case fieldDropped(RequestField)
    /// The source is smaller than the size: it was varied at its own size and enlarged. The longer side in pixels.
    case enlarged(from: Int)
    /// The engine enlarged the picture with a filter, as requested.
    case resampled
    /// The source has only one colour, or too few pixels to vary; the results equal the source.
    case unvaried
    case fewerPictures(asked: Int, came: Int)
    /// More pictures than requested arrived; all are kept.
    case morePictures(asked: Int, came: Int)
    /// A picture that cannot be decoded completely: which one, and why.
    case damaged(String)
    /// The engine has no more manners that suit the picture.
    case fewerSuit(asked: Int, came: Int)
    /// A requested manner that does not suit the picture; the reason ends a sentence.
    case unsuited(manner: String, reason: String)
    /// The server runs only a part of the workflow; its message.
    case partlyRefused(String)
}

extension AnswerNote: CustomStringConvertible {
    /// One line, for the screen and for answers.
    public var description: String {
        switch self {
        case .promptNotRead: "the built-in engine does not read prompts"
        case .madeByEditing(let prompt): "the server has no variations; the picture was edited with “\(prompt)”"
        case .sizeChanged(let asked, let sent): "\(asked) is not one of the model's sizes; \(sent) was requested"
        case .sizeAsRatio(let asked, let ratio): "the server takes a shape: \(asked) was requested as \(ratio)"
        case .fieldDropped(let field): "the server does not take \(field); it was left out"
        case .enlarged(let side): "the picture has \(side) pixels on its longer side and was enlarged"
        case .resampled: "the built-in engine enlarges by a filter: it adds no detail"
        case .unvaried: "the picture is of one color or too small to vary; it came out as it was"
        case .fewerPictures(let asked, let came): "\(came) of \(asked) pictures came"
        case .morePictures(let asked, let came): "\(came) pictures came, \(asked) were requested; all are kept"
        case .damaged(let what): "\(what); it is kept as it came"
        case .fewerSuit(let asked, let came): "\(came) of \(asked) pictures made: no other manner suits this picture"
        case .unsuited(let manner, let reason): "no \(manner): \(reason)"
        case .partlyRefused(let words): "the server runs only a part of the workflow: \(words)"
        }
    }
}

/// Tokens that a request used. Source: OpenAI API reference, ImageGenUsage.
public struct Usage: Sendable, Hashable, Codable {
    public var inputTokens: Int?
    public var outputTokens: Int?
    public var totalTokens: Int?
    /// Input tokens of pictures and of text.
    public var inputImageTokens: Int?
    public var inputTextTokens: Int?

    public init(
        inputTokens: Int? = nil, outputTokens: Int? = nil, totalTokens: Int? = nil, inputImageTokens: Int? = nil,
        inputTextTokens: Int? = nil
    ) {
        self.inputTokens = inputTokens
        self.outputTokens = outputTokens
        self.totalTokens = totalTokens
        self.inputImageTokens = inputImageTokens
        self.inputTextTokens = inputTextTokens
    }
}
