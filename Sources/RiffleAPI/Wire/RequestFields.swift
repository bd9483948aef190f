/// What a request says, by a form or by a JSON object: texts by field, and files.
///
/// Fields that nothing here knows are passed over; `image[]` and `responseFormat` count as their proper spelling; what
/// is empty or `null` is as good as absent.
package struct RequestFields: Sendable, Equatable {
    package private(set) var texts: [FormField: String] = [:]
    package var images: [UploadImage] = []
    package var mask: UploadImage?
    package var mate: UploadImage?

    package init() {}

    /// - Throws: `ValidationError.repeated`.
    package init(parts: [MultipartPart]) throws(ValidationError) {
        var seen: Set<FormField> = []
        for part in parts {
            guard let field = Self.field(named: part.name) else { continue }
            let file = UploadImage(bytes: part.body, fileName: part.fileName ?? "")
            switch field {
            case .image: images.append(file)
            case .mask:
                guard mask == nil else { throw .repeated(field) }
                mask = file
            case .mate:
                guard mate == nil else { throw .repeated(field) }
                mate = file
            default:
                guard seen.insert(field).inserted else { throw .repeated(field) }
                set(field, String(decoding: part.body, as: UTF8.self))
            }
        }
    }

    /// An empty text, or `null`, leaves the field absent.
    package mutating func set(_ field: FormField, _ text: String) {
        if !text.isEmpty, text != "null" { texts[field] = text }
    }

    package static func field(named name: String) -> FormField? {
        switch name {
        case "image[]": .image
        case "responseFormat": .responseFormat
        default: FormField(rawValue: name)
        }
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
    package func stream() throws(ValidationError) -> Stream? {
        let isStream = try value(.stream) { Bool($0.lowercased()) } == true
        // Held to its range even where it is not used, as the server's description has it.
        let partials = try value(.partialImages) { Int($0) } ?? 0
        guard ImageRules.partialCounts.contains(partials) else {
            throw .partialImages(partials, allowed: ImageRules.partialCounts)
        }
        return isStream ? Stream(partialImages: partials) : nil
    }

    package struct Stream: Sendable, Equatable {
        /// Of every picture.
        package var partialImages: Int
    }

    /// Absent fields take the API's own defaults, not Riffle's.
    package func variation(backend: String) throws(ValidationError) -> ImageVariationRequest {
        let model = texts[.model]
        let settings = VariationSettings(
            backend: backend, model: model,
            n: try value(.n) { Int($0) } ?? 1,
            size: try value(.size) { VariationSize(rawValue: $0) } ?? .large,
            responseFormat: try value(.responseFormat) { ResponseFormat(rawValue: $0) }
                ?? ResponseFormat.usual(for: model),
            user: texts[.user],
            strength: try value(.strength) { Double($0) } ?? VariationSettings().strength,
            seed: try value(.seed) { UInt64($0) })
        // A list of pictures is a thing of the edits; of a list the first is varied.
        guard let image = images.first else { throw .imageMissing }
        let weight = try value(.weight) { Double($0) } ?? VariationMate.evenWeight
        return ImageVariationRequest(
            image: image.bytes, fileName: image.fileName, settings: settings,
            mate: mate.map { VariationMate(image: $0, weight: weight) })
    }

    package func edit(backend: String) throws(ValidationError) -> ImageEditRequest {
        let settings = try imageSettings(backend: backend)
        guard !images.isEmpty else { throw .imageMissing }
        return ImageEditRequest(images: images, mask: mask, prompt: texts[.prompt] ?? "", settings: settings)
    }

    package func generation(backend: String) throws(ValidationError) -> ImageGenerationRequest {
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

extension ResponseFormat {
    /// What an answer carries where nobody said: the models of the newer kind know base64 only.
    package static func usual(for model: String?) -> ResponseFormat {
        model?.hasPrefix("gpt-image") == true ? .base64JSON : .url
    }
}
