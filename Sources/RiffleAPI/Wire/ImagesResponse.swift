import FoundationEssentials

/// The answer of every images endpoint: its time, pictures, and the server's choices.
///
/// Decoding accepts what servers are known to send: `created` as an integer, a fraction, a string, in milliseconds, or
/// missing; `null` for absent members; a list of pictures under `images`, or of bare strings. Unknown members are kept.
/// Encoding always uses the standard form.
public struct ImagesResponse: Sendable, Equatable, Codable {
    /// Seconds since 1970; nil if the answer has none.
    public var created: Int?
    public var data: [Datum]
    public var background: String?
    public var outputFormat: String?
    public var quality: String?
    public var size: String?
    public var usage: Usage?
    /// Members that the reference does not define.
    public var unknown: [String: JSONValue]

    /// One picture: its URL, or the file in base64.
    public struct Datum: Sendable, Equatable, Codable {
        public var url: String?
        /// May begin with `data:image/…;base64,`.
        public var base64JSON: String?
        public var revisedPrompt: String?

        public init(url: String? = nil, base64JSON: String? = nil, revisedPrompt: String? = nil) {
            self.url = url
            self.base64JSON = base64JSON
            self.revisedPrompt = revisedPrompt
        }

        private enum CodingKeys: String, CodingKey {
            case url
            case base64JSON = "b64_json"
            case revisedPrompt = "revised_prompt"
        }
    }

    public init(created: Int?, data: [Datum]) {
        self.created = created
        self.data = data
        unknown = [:]
    }

    /// An answer with these pictures and facts.
    public init(facts: AnswerFacts, data: [Datum]) {
        self.init(created: facts.created, data: data)
        background = facts.background
        outputFormat = facts.outputFormat
        quality = facts.quality
        size = facts.size
        usage = facts.usage
        unknown = facts.unknown
    }

    public init(from decoder: any Decoder) throws {
        guard let response = ImagesResponse(json: try JSONValue(from: decoder)) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "no list of pictures"))
        }
        self = response
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        for (name, value) in unknown { try container.encode(value, forKey: Key(name)) }
        try container.encodeIfPresent(created, forKey: Key("created"))
        try container.encode(data, forKey: Key("data"))
        try container.encodeIfPresent(background, forKey: Key("background"))
        try container.encodeIfPresent(outputFormat, forKey: Key("output_format"))
        try container.encodeIfPresent(quality, forKey: Key("quality"))
        try container.encodeIfPresent(size, forKey: Key("size"))
        try container.encodeIfPresent(usage, forKey: Key("usage"))
    }

    private struct Key: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }

        init(_ name: String) { stringValue = name }
        init?(stringValue: String) { self.init(stringValue) }
        init?(intValue: Int) { nil }
    }
}

extension ImagesResponse {
    /// Reads an answer's object; nil if it has no list of pictures.
    init?(json: JSONValue) {
        guard case .object(var members) = json else { return nil }
        let list = members["data"]?.array ?? members["images"]?.array
        guard let list else { return nil }
        let hasData = members["data"]?.array != nil
        var data: [Datum] = []
        for item in list {
            guard let datum = Datum(item, mayBeBare: !hasData) else { return nil }
            data.append(datum)
        }
        self.init(created: members["created"].flatMap(Self.seconds), data: data)
        background = members["background"]?.string
        outputFormat = members["output_format"]?.string
        quality = members["quality"]?.string
        size = members["size"]?.string
        usage = members["usage"].flatMap(Usage.init(json:))
        for name in ["created", hasData ? "data" : "images", "background", "output_format", "quality", "size", "usage"]
        {
            members[name] = nil
        }
        unknown = members.filter { $0.value != .null }
    }

    /// Reads an answer with a success status.
    ///
    /// - Throws: `BackendError.badAnswer`; `refused` if the body is an error object.
    package init(body: [UInt8], head: AnswerHead) throws(BackendError) {
        let json: JSONValue
        do {
            json = try JSONDecoder().decode(JSONValue.self, from: Data(body))
        } catch {
            throw .badAnswer(.notJSON(contentType: head.contentType), requestID: head.requestID)
        }
        guard let response = ImagesResponse(json: json) else {
            if let error = json["error"], error != .null {
                throw .refused(status: head.status, ServerMessage(json: json), requestID: head.requestID)
            }
            throw .badAnswer(.noData, requestID: head.requestID)
        }
        guard !response.data.isEmpty else { throw .badAnswer(.noPictures, requestID: head.requestID) }
        self = response
    }

    /// Seconds from a time that may be in milliseconds: larger than any time in seconds before the year 5138.
    static func seconds(_ json: JSONValue) -> Int? {
        let number = if case .number(let number) = json { Optional(number) } else { json.string.flatMap(Double.init) }
        guard let time = number, time.isFinite, time >= 0 else { return nil }
        return Int(exactly: (time >= 1e11 ? time / 1000 : time).rounded(.down))
    }
}

extension ImagesResponse.Datum {
    /// Reads one picture's object, or a bare string, which is the picture itself.
    init?(_ json: JSONValue, mayBeBare: Bool) {
        switch json {
        case .object:
            self.init(
                url: json["url"]?.string, base64JSON: json["b64_json"]?.string,
                revisedPrompt: json["revised_prompt"]?.string)
        case .string(let text) where mayBeBare: self.init(base64JSON: text)
        default: return nil
        }
    }
}

extension Usage {
    init?(json: JSONValue) {
        func count(_ value: JSONValue?) -> Int? {
            guard case .number(let number)? = value else { return nil }
            return Int(exactly: number)
        }
        let details = json["input_tokens_details"]
        self.init(
            inputTokens: count(json["input_tokens"]), outputTokens: count(json["output_tokens"]),
            totalTokens: count(json["total_tokens"]), inputImageTokens: count(details?["image_tokens"]),
            inputTextTokens: count(details?["text_tokens"]))
        if self == Usage() { return nil }
    }

    private enum Key: String, CodingKey {
        case inputTokens = "input_tokens"
        case outputTokens = "output_tokens"
        case totalTokens = "total_tokens"
        case details = "input_tokens_details"
        case image = "image_tokens"
        case text = "text_tokens"
    }

    public init(from decoder: any Decoder) throws {
        self = Usage(json: try JSONValue(from: decoder)) ?? Usage()
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encodeIfPresent(inputTokens, forKey: .inputTokens)
        try container.encodeIfPresent(outputTokens, forKey: .outputTokens)
        try container.encodeIfPresent(totalTokens, forKey: .totalTokens)
        guard inputImageTokens != nil || inputTextTokens != nil else { return }
        var details = container.nestedContainer(keyedBy: Key.self, forKey: .details)
        try details.encodeIfPresent(inputImageTokens, forKey: .image)
        try details.encodeIfPresent(inputTextTokens, forKey: .text)
    }
}
