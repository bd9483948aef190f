import FoundationEssentials
import RiffleAPI

/// What a request says, by a form or by a JSON object: texts by field, and files.
///
/// Fields that nothing here knows are passed over; `image[]` and `responseFormat` count as their proper spelling; what
/// is empty or `null` is as good as absent.
struct RequestFields: Sendable, Equatable {
    var texts: [FormField: String] = [:]
    var images: [UploadImage] = []
    var mask: UploadImage?

    /// - Throws: `ValidationError.repeated`.
    init(parts: [MultipartPart]) throws(ValidationError) {
        var seen: Set<FormField> = []
        for part in parts {
            guard let field = Self.field(named: part.name) else { continue }
            let file = UploadImage(bytes: part.body, fileName: part.fileName ?? "")
            switch field {
            case .image: images.append(file)
            case .mask:
                guard mask == nil else { throw .repeated(field) }
                mask = file
            default:
                guard seen.insert(field).inserted else { throw .repeated(field) }
                set(field, String(decoding: part.body, as: UTF8.self))
            }
        }
    }

    /// Reads the JSON form of the edits and generations, where pictures are `data:` URLs.
    ///
    /// Source: OpenAI API reference, createImageEdit: `images: [{"image_url"}]`, `mask: {"image_url"}`.
    /// - Throws: `notJSON`, `jsonField`, `fileID`.
    init(json bytes: [UInt8]) throws(ServerError) {
        guard let json = try? JSONDecoder().decode(JSONValue.self, from: Data(bytes)), case .object(let members) = json
        else { throw .notJSON }
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

    private mutating func set(_ field: FormField, _ text: String) {
        if !text.isEmpty, text != "null" { texts[field] = text }
    }

    private static func field(named name: String) -> FormField? {
        switch name {
        case "image[]": .image
        case "responseFormat": .responseFormat
        default: FormField(rawValue: name)
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

extension RequestFields {
    /// A field read by `read`, or nil where it is absent.
    /// - Throws: `ValidationError.unreadable`.
    private func value<Value>(_ field: FormField, _ read: (String) -> Value?) throws(ValidationError) -> Value? {
        guard let text = texts[field] else { return nil }
        guard let value = read(text) else { throw .unreadable(field: field, text: text) }
        return value
    }

    /// Whether the answer is to come as a stream of events, and with how many unfinished pictures.
    func stream() throws(ValidationError) -> Stream? {
        guard try value(.stream, { Bool($0.lowercased()) }) == true else { return nil }
        let partials = try value(.partialImages) { Int($0) } ?? 0
        guard ImageRules.partialCounts.contains(partials) else {
            throw .partialImages(partials, allowed: ImageRules.partialCounts)
        }
        return Stream(partialImages: partials)
    }

    struct Stream: Sendable, Equatable {
        /// Of every picture.
        var partialImages: Int
    }

    /// Absent fields take the API's own defaults, not Riffle's.
    func variation(backend: String) throws(ValidationError) -> ImageVariationRequest {
        let model = texts[.model]
        let settings = VariationSettings(
            backend: backend, model: model,
            n: try value(.n) { Int($0) } ?? 1,
            size: try value(.size) { VariationSize(rawValue: $0) } ?? .large,
            responseFormat: try value(.responseFormat) { ResponseFormat(rawValue: $0) } ?? Work.usual(model),
            user: texts[.user],
            strength: try value(.strength) { Double($0) } ?? VariationSettings().strength,
            seed: try value(.seed) { UInt64($0) })
        // A list of pictures is a thing of the edits; of a list the first is varied.
        guard let image = images.first else { throw .imageMissing }
        return ImageVariationRequest(image: image.bytes, fileName: image.fileName, settings: settings)
    }

    func edit(backend: String) throws(ValidationError) -> ImageEditRequest {
        let settings = try imageSettings(backend: backend)
        guard !images.isEmpty else { throw .imageMissing }
        return ImageEditRequest(images: images, mask: mask, prompt: texts[.prompt] ?? "", settings: settings)
    }

    func generation(backend: String) throws(ValidationError) -> ImageGenerationRequest {
        ImageGenerationRequest(prompt: texts[.prompt] ?? "", settings: try imageSettings(backend: backend))
    }

    private func imageSettings(backend: String) throws(ValidationError) -> ImageSettings {
        ImageSettings(
            backend: backend, model: texts[.model], n: try value(.n) { Int($0) } ?? 1, size: texts[.size],
            responseFormat: try value(.responseFormat) { ResponseFormat(rawValue: $0) }, user: texts[.user],
            background: texts[.background], quality: texts[.quality], outputFormat: texts[.outputFormat],
            outputCompression: try value(.outputCompression) { Int($0) }, inputFidelity: texts[.inputFidelity],
            partialImages: try stream()?.partialImages, moderation: texts[.moderation], style: texts[.style],
            strength: try value(.strength) { Double($0) }, seed: try value(.seed) { UInt64($0) })
    }
}
