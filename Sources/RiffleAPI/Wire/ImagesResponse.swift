import FoundationEssentials

/// The answer of every images endpoint: when it was made, and its pictures.
///
/// Reading takes what servers are known to send: `created` as a whole number, a fraction, a text, in
/// milliseconds, or missing; unknown keys; `null` for absent ones. Writing is always the plain form.
public struct ImagesResponse: Sendable, Equatable, Codable {
    /// Seconds since 1970; nil where the answer has none.
    public var created: Int?
    public var data: [Datum]

    /// One picture: a place to fetch it from, or the file itself in base64.
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
    }

    private enum CodingKeys: String, CodingKey {
        case created, data
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        data = try container.decode([Datum].self, forKey: .data)
        let text = try? container.decode(String.self, forKey: .created)
        let number = text.flatMap(Double.init) ?? (try? container.decode(Double.self, forKey: .created))
        created = number.flatMap(Self.seconds)
    }

    /// Whole seconds from a time that may be in milliseconds, which no time in seconds before the year 5138 is.
    private static func seconds(_ time: Double) -> Int? {
        guard time.isFinite, time >= 0 else { return nil }
        return Int(exactly: (time >= 1e11 ? time / 1000 : time).rounded(.down))
    }
}

extension ImagesResponse {
    /// Reads an answer that came with a status of success.
    ///
    /// - Throws: `BackendError.badAnswer`; `refused` where the body is an error object all the same.
    package init(body: [UInt8], head: AnswerHead) throws(BackendError) {
        let bytes = Data(body)
        do {
            self = try JSONDecoder().decode(ImagesResponse.self, from: bytes)
        } catch {
            guard let json = try? JSONDecoder().decode(JSONValue.self, from: bytes) else {
                throw .badAnswer(.notJSON(contentType: head.contentType), requestID: head.requestID)
            }
            if json["error"] != nil {
                throw .refused(status: head.status, ServerMessage(json: json), requestID: head.requestID)
            }
            throw .badAnswer(.noData, requestID: head.requestID)
        }
        if data.isEmpty { throw .badAnswer(.noPictures, requestID: head.requestID) }
    }
}
