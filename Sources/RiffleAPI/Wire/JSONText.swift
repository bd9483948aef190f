/// Writes JSON strings.
enum JSONText {
    /// Source: RFC 8259, section 7.
    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case "\0"..<" ":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}

/// A field's value in JSON.
package enum FieldJSON: Encodable {
    case string(String)
    /// A number, `true` or `false`. Numbers are kept as text, because a seed has more digits than a `Double`.
    case literal(String)
    case list([String])

    var text: String {
        switch self {
        case .string(let text): JSONText.quoted(text)
        case .literal(let text): text
        case .list(let texts): "[\(texts.map(JSONText.quoted).joined(separator: ","))]"
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .string(let text): try container.encode(text)
        case .list(let texts): try container.encode(texts)
        case .literal(let text):
            if let whole = UInt64(text) {
                try container.encode(whole)
            } else if let truth = Bool(text) {
                try container.encode(truth)
            } else {
                try container.encode(Double(text) ?? 0)
            }
        }
    }
}

/// A field's value in JSON as the texts of a form; empty if it is null.
package struct FieldTexts: Decodable {
    package let texts: [String]

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            texts = []
        } else if let text = try? container.decode(String.self) {
            texts = [text]
        } else if let truth = try? container.decode(Bool.self) {
            texts = [truth ? "true" : "false"]
        } else if let whole = try? container.decode(UInt64.self) {
            texts = ["\(whole)"]
        } else if let number = try? container.decode(Double.self) {
            texts = [Int(exactly: number).map { "\($0)" } ?? "\(number)"]
        } else {
            texts = try container.decode([String].self)
        }
    }
}
