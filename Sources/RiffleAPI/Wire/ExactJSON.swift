/// JSON whose numbers keep their digits.
///
/// A graph's seeds have 64 bits, more than a `Double` can represent, and an unchanged graph must be sent unchanged.
public enum ExactJSON: Sendable, Hashable {
    case null
    case bool(Bool)
    /// The digits, such as `18446744073709551615` or `1e-05`.
    case number(String)
    case string(String)
    case array([ExactJSON])
    case object([String: ExactJSON])

    /// A whole number.
    static func integer(_ value: some BinaryInteger) -> ExactJSON { .number(String(value)) }

    static func real(_ value: Double) -> ExactJSON {
        Int(exactly: value).map { .number("\($0).0") } ?? .number("\(value)")
    }

    public subscript(key: String) -> ExactJSON? {
        guard case .object(let members) = self else { return nil }
        return members[key]
    }

    public var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    public var array: [ExactJSON]? {
        guard case .array(let values) = self else { return nil }
        return values
    }

    public var object: [String: ExactJSON]? {
        guard case .object(let members) = self else { return nil }
        return members
    }

    public var double: Double? {
        guard case .number(let digits) = self, let value = Double(digits), value.isFinite else { return nil }
        return value
    }

    public var int: Int? {
        guard case .number(let digits) = self else { return nil }
        return Int(digits) ?? double.flatMap { Int(exactly: $0) }
    }

    public var uint64: UInt64? {
        guard case .number(let digits) = self else { return nil }
        return UInt64(digits)
    }

    /// On one line, with members sorted by name: equal values have equal texts.
    public var text: String {
        switch self {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .number(let digits): digits
        case .string(let text): JSONText.quoted(text)
        case .array(let values): "[\(values.map(\.text).joined(separator: ","))]"
        case .object(let members):
            "{"
                + members.sorted { $0.key < $1.key }.map { "\(JSONText.quoted($0)):\($1.text)" }
                .joined(separator: ",") + "}"
        }
    }
}
