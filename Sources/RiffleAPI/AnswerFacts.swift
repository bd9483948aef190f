/// What an answer says beside its pictures.
public struct AnswerFacts: Sendable, Equatable {
    /// Seconds since 1970, as the server has it.
    public var created: Int
    /// `x-request-id`, for the server's support.
    public var requestID: String?
    /// Tokens that were counted, where the server says.
    public var usage: Usage?
    // What the server chose where it was left the choice, in its own words.
    public var background: String?
    public var size: String?
    public var quality: String?
    public var outputFormat: String?
    /// What a person should know of how the pictures came about.
    public var notes: [AnswerNote]
    /// Members of the answer that nothing here knows, as they came.
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

/// Something about an answer that differs from what was asked.
public enum AnswerNote: Sendable, Hashable {
    /// The built-in engine makes pictures out of pictures and reads no prompts.
    case promptNotRead
    /// The server has no variations, so the picture was edited with this prompt.
    case madeByEditing(prompt: String)
    /// The server does not make the size that was asked for.
    case sizeChanged(asked: ImageSize, sent: ImageSize)
    /// The server uses the aspect ratio of a size and chooses the resolution itself.
    case sizeAsRatio(asked: ImageSize, ratio: String)
    /// The server refused a field as unknown; the request was sent again without it.
    case fieldDropped(RequestField)
    /// The source is smaller than the size: it was varied at its own, and the result enlarged. Pixels of its longer side.
    case enlarged(from: Int)
    /// The engine enlarged the picture with a filter, as requested.
    case resampled
    /// The source is of one colour, or has too few pixels to be varied; results are the source itself.
    case unvaried
    case fewerPictures(asked: Int, came: Int)
    /// All of them are kept.
    case morePictures(asked: Int, came: Int)
    /// A picture that cannot be decoded to its end: which one, and what is wrong with it.
    case damaged(String)
    /// The engine has no more manners that suit the picture.
    case fewerSuit(asked: Int, came: Int)
    /// A manner that was asked for and does not suit the picture: the end of a sentence.
    case unsuited(manner: String, reason: String)
    /// The server runs the workflow, but not all of it: its own words.
    case partlyRefused(String)
}

extension AnswerNote: CustomStringConvertible {
    /// In one line, for a screen as for an answer.
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

/// What a request used up. Source: OpenAI API reference, ImageGenUsage.
public struct Usage: Sendable, Hashable, Codable {
    public var inputTokens: Int?
    public var outputTokens: Int?
    public var totalTokens: Int?
    /// Of the input, those of pictures and of text.
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
