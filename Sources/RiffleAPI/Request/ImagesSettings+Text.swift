import FoundationEssentials

extension ImagesSettings {
    /// The fields that are set as a JSON object, without the backend: what the history keeps.
    package var fieldText: String {
        let members = RequestField.byName.compactMap { field in
            field.json(in: self).map { "\"\(field.name)\":\($0.text)" }
        }
        return "{\(members.joined(separator: ","))}"
    }

    /// Reads what `fieldText` writes. Fields of a later version, and values that a field cannot have, are left out.
    ///
    /// - Complexity: O(characters), about a microsecond: a tree may have ten thousand requests.
    package init(backend: String, fieldText text: String) {
        self.init(backend: backend)
        var text = text
        text.withUTF8 { bytes in
            var reader = MemberReader(bytes: bytes)
            while let (name, texts) = reader.next() {
                guard let field = RequestField.named(name) else { continue }
                for text in texts { try? field.set(text, in: &self) }
            }
        }
    }
}

/// Reads the members of a JSON object whose values are texts, numbers, truths and lists of texts.
private struct MemberReader {
    let bytes: UnsafeBufferPointer<UInt8>
    private var at = 0

    init(bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        skip(UInt8(ascii: "{"))
    }

    /// The next member; nil at the end, and where the text is not such an object.
    mutating func next() -> (name: String, texts: [String])? {
        skip(UInt8(ascii: ","))
        guard let name = string() else { return nil }
        skip(UInt8(ascii: ":"))
        guard at < bytes.count else { return nil }
        switch bytes[at] {
        case UInt8(ascii: "\""): return string().map { (name, [$0]) }
        case UInt8(ascii: "["):
            var texts: [String] = []
            skip(UInt8(ascii: "["))
            while let text = string() {
                texts.append(text)
                skip(UInt8(ascii: ","))
            }
            // What is not a text is passed over.
            while at < bytes.count, bytes[at] != UInt8(ascii: "]") { at += 1 }
            skip(UInt8(ascii: "]"))
            return (name, texts)
        default:
            let start = at
            while at < bytes.count, bytes[at] != UInt8(ascii: ","), bytes[at] != UInt8(ascii: "}") { at += 1 }
            return (name, [String(decoding: bytes[start..<at], as: UTF8.self)])
        }
    }

    private mutating func skip(_ mark: UInt8) {
        if at < bytes.count, bytes[at] == mark { at += 1 }
    }

    /// A text in quotes; nil where there is none.
    private mutating func string() -> String? {
        guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else { return nil }
        let start = at
        var isPlain = true
        at += 1
        while at < bytes.count, bytes[at] != UInt8(ascii: "\"") {
            if bytes[at] == UInt8(ascii: "\\") {
                isPlain = false
                at += 1
            }
            at += 1
        }
        guard at < bytes.count else { return nil }
        at += 1
        guard !isPlain else { return String(decoding: bytes[start + 1..<at - 1], as: UTF8.self) }
        return try? JSONDecoder().decode(String.self, from: Data(bytes[start..<at]))
    }
}
