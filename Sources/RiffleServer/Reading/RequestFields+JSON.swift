import FoundationEssentials
import RiffleAPI

extension RequestFields {
    /// Reads the JSON form of the edits and generations, where pictures are `data:` URLs.
    ///
    /// Source: OpenAI API reference, createImageEdit: `images: [{"image_url"}]`, `mask: {"image_url"}`.
    /// - Throws: `notJSON`, `jsonField`, `fileID`.
    init(json bytes: [UInt8]) throws(ServerError) {
        guard let json = try? JSONDecoder().decode(JSONValue.self, from: Data(bytes)), case .object(let members) = json
        else { throw .notJSON }
        self.init()
        for (name, value) in members {
            switch name {
            case "images", "image":
                for item in value.array ?? [value] where item != .null { images.append(try Self.picture(item, name)) }
            case "mask": if value != .null { mask = try Self.picture(value, name) }
            default:
                guard let field = Self.field(named: name) else { continue }
                switch value {
                case .null: continue
                case .bool(let flag): set(field, flag ? "true" : "false")
                default:
                    guard let word = value.word else { throw .jsonField(name, expected: "a text or a number") }
                    set(field, word)
                }
            }
        }
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
