import FoundationEssentials
import RiffleAPI

extension ImagesRequest {
    /// Parses the JSON form of edits and generations, in which pictures are `data:` URLs.
    ///
    /// Source: OpenAI API reference, createImageEdit: `images: [{"image_url"}]`, `mask: {"image_url"}`.
    /// - Throws: `ServerError.notJSON`, `.jsonField`, `.fileID`; `ValidationError`.
    init(_ operation: ImageOperation, backend: String, json bytes: [UInt8]) throws {
        guard let body = try? JSONDecoder().decode(JSONBody.self, from: Data(bytes)) else { throw ServerError.notJSON }
        self.init(operation, settings: ImagesSettings(backend: backend))
        for (name, member) in body.members {
            guard let field = RequestField.named(name), field.operations.contains(operation) else { continue }
            switch member {
            case .pictures(let items):
                for item in items where item != .null { add(try Self.picture(item, name), as: field) }
            case .texts(let texts): for text in texts { try receive(text, as: field) }
            case .other: throw ServerError.jsonField(name, expected: "a text or a number")
            }
        }
        try requireImage()
    }

    private static func picture(_ value: JSONValue, _ name: String) throws(ServerError) -> UploadImage {
        if value["file_id"]?.string != nil { throw .fileID }
        guard let url = value["image_url"]?.string ?? value.string, url.hasPrefix("data:"),
            let comma = url.firstIndex(of: ","), url[..<comma].hasSuffix(";base64"),
            let bytes = Data(base64Encoded: String(url[url.index(after: comma)...]))
        else { throw .jsonField(name, expected: "an object whose image_url is a data: URL in base64") }
        return UploadImage(bytes: Array(bytes), fileName: "")
    }
}

/// A JSON object whose members are decoded by the type of the field with their name.
private struct JSONBody: Decodable {
    enum Member {
        case pictures([JSONValue])
        case texts([String])
        case other
    }

    var members: [(name: String, member: Member)] = []

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        for key in container.allKeys {
            if RequestField.named(key.stringValue)?.kind == .picture {
                let value = try container.decode(JSONValue.self, forKey: key)
                members.append((key.stringValue, .pictures(value.array ?? [value])))
            } else if let value = try? container.decode(FieldTexts.self, forKey: key) {
                members.append((key.stringValue, .texts(value.texts)))
            } else {
                members.append((key.stringValue, .other))
            }
        }
    }
}
