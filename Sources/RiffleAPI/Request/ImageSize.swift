/// A size as the API spells it: `auto`, or `WIDTHxHEIGHT` in pixels.
public enum ImageSize: Sendable, Hashable {
    /// The backend chooses.
    case auto
    case pixels(width: Int, height: Int)

    /// Longest side that a text is read as.
    private static let longest = 65_535

    public static func square(_ side: Int) -> ImageSize { .pixels(width: side, height: side) }

    init(_ pixels: (width: Int, height: Int)) { self = .pixels(width: pixels.width, height: pixels.height) }

    /// Width and height; nil for `auto`.
    public var pixels: (width: Int, height: Int)? {
        if case .pixels(let width, let height) = self { (width, height) } else { nil }
    }
}

extension ImageSize: LosslessStringConvertible {
    public init?(_ text: String) {
        if text == "auto" {
            self = .auto
            return
        }
        let sides = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
        guard sides.count == 2, let width = sides[0], let height = sides[1], (1...Self.longest).contains(width),
            (1...Self.longest).contains(height)
        else { return nil }
        self = .pixels(width: width, height: height)
    }

    public var description: String {
        switch self {
        case .auto: "auto"
        case .pixels(let width, let height): "\(width)x\(height)"
        }
    }
}

/// How the answer carries the pictures. Source: OpenAI API reference, `response_format`.
public enum ResponseFormat: String, Sendable, CaseIterable, LosslessStringConvertible {
    case url
    case base64JSON = "b64_json"

    public init?(_ text: String) { self.init(rawValue: text) }

    public var description: String { rawValue }

    /// What an answer carries where the request does not say: GPT image models know base64 only.
    package static func usual(for model: String?) -> ResponseFormat {
        model?.hasPrefix("gpt-image") == true ? .base64JSON : .url
    }
}
