import FoundationEssentials

/// The API's error object: `{"error": {"message", "type", "param", "code"}}`, always with all four keys.
///
/// Source: the ErrorResponse schema of OpenAI's OpenAPI description, version 2.3.0.
package struct APIErrorBody: Encodable, Equatable {
    package var message: String
    package var type: String
    package var param: String?
    package var code: String?

    package init(message: String, type: String = "invalid_request_error", param: String? = nil, code: String? = nil) {
        self.message = message
        self.type = type
        self.param = param
        self.code = code
    }

    private enum CodingKeys: String, CodingKey {
        case error
    }

    private enum ErrorKeys: String, CodingKey {
        case message, type, param, code
    }

    package func encode(to encoder: any Encoder) throws {
        var outer = encoder.container(keyedBy: CodingKeys.self)
        var error = outer.nestedContainer(keyedBy: ErrorKeys.self, forKey: .error)
        try error.encode(message, forKey: .message)
        try error.encode(type, forKey: .type)
        // Not `encodeIfPresent`: the schema requires the key; its value may be null.
        try error.encode(param, forKey: .param)
        try error.encode(code, forKey: .code)
    }
}

extension ServerMessage {
    /// Reads an error body in any of the formats that servers of this API are known to use.
    ///
    /// | server | shape |
    /// |---|---|
    /// | OpenAI | `{"error": {"message", "type", "param", "code"}}` |
    /// | stable-diffusion.cpp | `{"error": "text"}`, `{"error": "server_error", "message": "text"}` |
    /// | vLLM-omni, Xinference, SGLang | `{"detail": "text"}` |
    /// | FastAPI, status 422 | `{"detail": [{"loc", "msg", "type"}]}` |
    /// | Connexion | `{"type": "about:blank", "title", "detail", "status"}` |
    /// | A1111, SD.Next | `{"error": "HTTPException", "detail": "text", "errors": "text"}` |
    /// | A1111 and some gateways | `{"code", "msg"}`, `{"errors": ["text"]}`, `{"errors": [{"message", "code"}]}` |
    /// | gateways that forward an error | any of these as a string within JSON |
    /// | proxies | HTML or plain text |
    package init(body: [UInt8], contentType: String?) {
        if let json = try? JSONDecoder().decode(JSONValue.self, from: Data(body)) {
            self.init(json: json)
        } else if contentType?.contains("html") == true || body.starts(with: "<".utf8) {
            self.init(text: Self.title(ofHTML: String(decoding: body.prefix(4096), as: UTF8.self)))
        } else {
            self.init(text: String(decoding: body.prefix(4096), as: UTF8.self))
        }
    }

    init(json: JSONValue) {
        let texts = [json.string, json["error"]?.string, json["error"]?["message"]?.string, json["detail"]?.string]
        if let inner = texts.lazy.compactMap(Self.init(within:)).first {
            self = inner
        } else if let error = json["error"], case .object = error {
            self.init(
                text: error["message"]?.string, type: error["type"]?.string, param: error["param"]?.string,
                code: error["code"]?.word)
        } else if let error = json["error"]?.string {
            let names = ["message", "detail", "errors"]
            let message = names.lazy.compactMap { json[$0]?.string }.first { !$0.isEmpty }
            self.init(text: message ?? error, type: message == nil ? nil : error)
        } else if let errors = json["errors"]?.array, let first = errors.first {
            let lines = errors.compactMap { $0.string ?? $0["message"]?.string ?? $0["msg"]?.string }
            self.init(
                text: lines.joined(separator: "; "), type: first["type"]?.string, param: first["param"]?.string,
                code: first["code"]?.word)
        } else if let details = json["detail"]?.array {
            let lines = details.compactMap { detail -> String? in
                guard let message = detail["msg"]?.string else { return detail.string }
                return detail["loc"]?.array?.last?.word.map { "\($0): \(message)" } ?? message
            }
            self.init(
                text: lines.joined(separator: "; "), type: details.first?["type"]?.string,
                param: details.first?["loc"]?.array?.last?.string)
        } else {
            let names = ["detail", "message", "msg", "error_message", "title"]
            let text = names.lazy.compactMap { json[$0]?.string }.first { !$0.isEmpty } ?? json.string
            self.init(text: text, code: json["code"]?.word)
        }
    }

    /// The message of a JSON string that contains JSON; nil for any other string.
    private init?(within text: String?) {
        guard let text, text.contains("{"), let json = try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
        else { return nil }
        self.init(json: json)
        if self.text == nil { return nil }
    }

    /// The title of an HTML page: error pages of proxies put the reason there.
    private static func title(ofHTML page: String) -> String? {
        let title = /<title[^>]*>(.*?)<\/title>/.ignoresCase().dotMatchesNewlines()
        return page.firstMatch(of: title).map { String($0.1) }
    }
}
