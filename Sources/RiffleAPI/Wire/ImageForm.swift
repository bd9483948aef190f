import FoundationEssentials

/// What edits and generations send: the fields that are set and that the server knows.
package enum ImageForm {
    /// The parts of an edit in the official clients' order: the prompt, the other texts by name, the pictures, the mask.
    ///
    /// - Parameter fields: those the server reads; others are not sent, since strict servers refuse them.
    package static func parts(of request: ImageEditRequest, fields: Set<FormField>, streams: Bool) -> [MultipartPart] {
        var parts = [MultipartPart(name: FormField.prompt.rawValue, body: Array(request.prompt.utf8))]
        for (field, value) in values(of: request.settings, fields: fields, streams: streams) {
            parts.append(MultipartPart(name: field.rawValue, body: Array(value.text.utf8)))
        }
        // For one picture every known server takes the plain name; several are a list.
        let name = request.images.count == 1 ? "image" : "image[]"
        for image in request.images { parts.append(file(image, name: name)) }
        if let mask = request.mask { parts.append(file(mask, name: FormField.mask.rawValue)) }
        return parts
    }

    /// The JSON of an edit: its pictures as `data:` URLs. Source: OpenAI API reference, createImageEdit, the JSON body.
    package static func json(of request: ImageEditRequest, fields: Set<FormField>, streams: Bool) -> [UInt8] {
        let pictures = request.images.map { "{\"image_url\":\"\(dataURL($0))\"}" }
        var members = [
            "\"images\":[\(pictures.joined(separator: ","))]", "\"prompt\":\(JSONText.quoted(request.prompt))",
        ]
        if let mask = request.mask { members.append("\"mask\":{\"image_url\":\"\(dataURL(mask))\"}") }
        for (field, value) in values(of: request.settings, fields: fields, streams: streams) {
            members.append("\"\(field.rawValue)\":\(value.json)")
        }
        return Array("{\(members.joined(separator: ","))}".utf8)
    }

    private static func dataURL(_ image: UploadImage) -> String {
        let type = (ImageFormat(magicOf: image.bytes) ?? .png).mediaType
        return "data:\(type);base64,\(Data(image.bytes).base64EncodedString())"
    }

    /// The JSON of a generation, in the official clients' order.
    package static func json(of request: ImageGenerationRequest, fields: Set<FormField>, streams: Bool) -> [UInt8] {
        var members = ["\"prompt\":\(JSONText.quoted(request.prompt))"]
        for (field, value) in values(of: request.settings, fields: fields, streams: streams) {
            members.append("\"\(field.rawValue)\":\(value.json)")
        }
        return Array("{\(members.joined(separator: ","))}".utf8)
    }

    private enum Value {
        case text(String)
        case number(Int)
        case fraction(Double)
        case seed(UInt64)
        case yes

        var text: String {
            switch self {
            case .text(let text): text
            case .number(let number): "\(number)"
            case .fraction(let number): "\(number)"
            case .seed(let seed): "\(seed)"
            case .yes: "true"
            }
        }

        var json: String {
            if case .text(let text) = self { JSONText.quoted(text) } else { text }
        }
    }

    /// The fields that are set, in the order of their names on the wire.
    private static func values(
        of settings: ImageSettings, fields: Set<FormField>, streams: Bool
    ) -> [(FormField, Value)] {
        let all: [(FormField, Value?)] = [
            (.background, settings.background.map(Value.text)),
            (.inputFidelity, settings.inputFidelity.map(Value.text)),
            (.model, settings.model.map(Value.text)),
            (.moderation, settings.moderation.map(Value.text)),
            (.n, .number(settings.n)),
            (.outputCompression, settings.outputCompression.map(Value.number)),
            (.outputFormat, settings.outputFormat.map(Value.text)),
            (.partialImages, streams ? settings.partialImages.map(Value.number) : nil),
            (.quality, settings.quality.map(Value.text)),
            (.responseFormat, settings.responseFormat.map { .text($0.rawValue) }),
            (.seed, settings.seed.map(Value.seed)),
            (.size, settings.size.map(Value.text)),
            (.strength, settings.strength.map(Value.fraction)),
            (.stream, streams ? .yes : nil),
            (.style, settings.style.map(Value.text)),
            (.user, settings.user.map(Value.text)),
        ]
        return all.compactMap { field, value in
            guard let value, fields.contains(field) else { return nil }
            return (field, value)
        }
    }

    private static func file(_ image: UploadImage, name: String) -> MultipartPart {
        let format = ImageFormat(magicOf: image.bytes) ?? .png
        return MultipartPart(
            name: name, fileName: VariationForm.fileName(from: image.fileName, format: format),
            contentType: format.mediaType, body: image.bytes)
    }
}
