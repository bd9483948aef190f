/// A server's message about a failure, whatever its format.
///
/// `text` is for the user's screen. It may repeat parts of the request, so `description` does not contain it.
public struct ServerMessage: Sendable, Hashable {
    /// One line without control characters, at most `textLimit` characters; nil if the body had none.
    public var text: String?
    /// `error.type`, such as `invalid_request_error`.
    public var type: String?
    /// The field it is about.
    public var param: String?
    public var code: String?
    /// Further lines of the server's message.
    public var details: String?

    public static let textLimit = 600
    static let detailLimit = 8000

    public init(text: String?, type: String? = nil, param: String? = nil, code: String? = nil, details: String? = nil) {
        self.text = text.flatMap(Self.tidied)
        self.type = type.flatMap(Self.word)
        self.param = param.flatMap(Self.word)
        self.code = code.flatMap(Self.word)
        let lines = details?.prefix(Self.detailLimit).split(whereSeparator: \.isNewline).compactMap { line in
            Self.tidied(String(line)).map { line.prefix { $0 == " " } + $0 }
        }
        self.details = lines.flatMap { $0.isEmpty ? nil : $0.joined(separator: "\n") }
    }

    /// The message with every occurrence of a secret replaced.
    package func without(_ secrets: [String]) -> ServerMessage {
        var copy = self
        for secret in secrets where !secret.isEmpty {
            for path in [\ServerMessage.text, \.details] {
                copy[keyPath: path] = copy[keyPath: path]?
                    .split(separator: secret, omittingEmptySubsequences: false).joined(separator: "…")
            }
            for field in [\ServerMessage.type, \.param, \.code] where copy[keyPath: field]?.contains(secret) == true {
                copy[keyPath: field] = nil
            }
        }
        return copy
    }

    /// A server's text on one line, safe for a terminal, without sequences so long that they must be a key or picture data.
    private static func tidied(_ text: String) -> String? {
        let words = text.prefix(textLimit * 8).split { $0.isWhitespace }.map { word -> String in
            let shown = word.unicodeScalars.filter { !unfit($0) }
            let isBlob = shown.count > 80 && !word.contains("://")
            return isBlob ? "…" : String(String.UnicodeScalarView(shown))
        }
        let line = words.filter { !$0.isEmpty }.joined(separator: " ")
        guard !line.isEmpty else { return nil }
        return line.count > textLimit ? line.prefix(textLimit - 1) + "…" : line
    }

    private static func word(_ text: String) -> String? {
        let shown = text.unicodeScalars.filter { !unfit($0) }
        guard !shown.isEmpty, shown.count <= 80 else { return nil }
        return String(String.UnicodeScalarView(shown))
    }

    /// Control characters, and format characters such as those that change the text direction.
    private static func unfit(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}

extension ServerMessage: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String {
        "ServerMessage(type: \(type ?? "–"), code: \(code ?? "–"), text of \(text?.count ?? 0) characters)"
    }

    public var debugDescription: String { description }

    public var customMirror: Mirror { Mirror(self, children: ["type": type ?? "–", "code": code ?? "–"]) }
}
