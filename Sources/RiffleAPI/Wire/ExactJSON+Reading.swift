extension ExactJSON {
    /// Limits for untrusted texts.
    static let byteLimit = 8 << 20
    static let depthLimit = 64

    /// Parses a text; nil if it is not JSON, longer than 8 MiB, or nested deeper than 64 levels.
    ///
    /// Python's `NaN` and `Infinity` are read as null. Of two members with the same name the later one is used, as in Python.
    /// Source: RFC 8259.
    public init?(_ text: some Collection<UInt8>) {
        guard text.count <= Self.byteLimit else { return nil }
        var reader = JSONReader(bytes: Array(text))
        guard let value = reader.value(depth: 0), reader.isAtEnd else { return nil }
        self = value
    }

    public init?(_ text: String) { self.init(text.utf8) }
}

private struct JSONReader {
    let bytes: [UInt8]
    var place = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
        // A byte order mark, which some editors write.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
    }

    var isAtEnd: Bool {
        mutating get {
            skipSpace()
            return place == bytes.count
        }
    }

    private mutating func skipSpace() {
        while place < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[place]) { place += 1 }
    }

    private mutating func skip(_ byte: Unicode.Scalar) -> Bool {
        skipSpace()
        guard place < bytes.count, bytes[place] == UInt8(ascii: byte) else { return false }
        place += 1
        return true
    }

    private mutating func skip(word: String) -> Bool {
        guard bytes[place...].starts(with: word.utf8) else { return false }
        place += word.utf8.count
        return true
    }

    mutating func value(depth: Int) -> ExactJSON? {
        guard depth < ExactJSON.depthLimit else { return nil }
        skipSpace()
        guard place < bytes.count else { return nil }
        switch bytes[place] {
        case UInt8(ascii: "{"): return object(depth: depth)
        case UInt8(ascii: "["): return array(depth: depth)
        case UInt8(ascii: "\""): return string().map { .string($0) }
        case UInt8(ascii: "t"): return skip(word: "true") ? .bool(true) : nil
        case UInt8(ascii: "f"): return skip(word: "false") ? .bool(false) : nil
        case UInt8(ascii: "n"): return skip(word: "null") ? .null : nil
        case UInt8(ascii: "N"): return skip(word: "NaN") ? .null : nil
        case UInt8(ascii: "I"): return skip(word: "Infinity") ? .null : nil
        default: return skip(word: "-Infinity") ? .null : number()
        }
    }

    private mutating func object(depth: Int) -> ExactJSON? {
        place += 1
        var members: [String: ExactJSON] = [:]
        if skip("}") { return .object(members) }
        repeat {
            skipSpace()
            guard place < bytes.count, bytes[place] == UInt8(ascii: "\""), let name = string(), skip(":"),
                let member = value(depth: depth + 1)
            else { return nil }
            members[name] = member
        } while skip(",")
        return skip("}") ? .object(members) : nil
    }

    private mutating func array(depth: Int) -> ExactJSON? {
        place += 1
        var values: [ExactJSON] = []
        if skip("]") { return .array(values) }
        repeat {
            guard let element = value(depth: depth + 1) else { return nil }
            values.append(element)
        } while skip(",")
        return skip("]") ? .array(values) : nil
    }

    private mutating func number() -> ExactJSON? {
        let start = place
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        while place < bytes.count, digits.contains(bytes[place]) || "+-.eE".utf8.contains(bytes[place]) { place += 1 }
        let text = String(decoding: bytes[start..<place], as: UTF8.self)
        // `Double` accepts more than JSON, such as `.5` and `1.`, which Python would refuse.
        guard text.utf8.count <= 64, let first = text.utf8.first, first == UInt8(ascii: "-") || digits.contains(first),
            text.utf8.last.map(digits.contains) == true, Double(text) != nil
        else { return nil }
        return .number(text)
    }

    private mutating func string() -> String? {
        place += 1
        var text: [UInt8] = []
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            switch byte {
            case UInt8(ascii: "\""): return String(validating: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let scalar = escape() else { return nil }
                text += Array(String(scalar).utf8)
            case 0..<0x20: return nil
            default: text.append(byte)
            }
        }
        return nil
    }

    /// An escape sequence; half of a surrogate pair becomes the replacement character.
    private mutating func escape() -> Unicode.Scalar? {
        guard place < bytes.count else { return nil }
        let byte = bytes[place]
        place += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            guard let unit = unit() else { return nil }
            guard (0xD800..<0xDC00).contains(unit) else { return Unicode.Scalar(unit) ?? "\u{FFFD}" }
            let behind = place
            guard skip(word: "\\u"), let low = self.unit(), (0xDC00..<0xE000).contains(low) else {
                place = behind
                return "\u{FFFD}"
            }
            return Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
        default: return nil
        }
    }

    private mutating func unit() -> UInt32? {
        guard place + 4 <= bytes.count else { return nil }
        defer { place += 4 }
        let digits = bytes[place..<place + 4]
        guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
        return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}
