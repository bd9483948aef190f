/// A request for variations as a form: the same fields both ways.
package enum VariationForm {
    /// The parts a client sends: texts in the reference's order, only those that are set, and the file last, so
    /// that a server has read the settings before the picture comes.
    ///
    /// - Parameter fields: those the server reads. `strength` and `seed` are an extension: a strict server refuses
    ///   fields it does not know.
    package static func parts(
        of request: ImageVariationRequest, fields: Set<FormField> = BackendProfile.variationFields
    ) -> [MultipartPart] {
        let settings = request.settings
        let all: [(FormField, String?)] = [
            (.model, settings.model), (.n, String(settings.n)), (.responseFormat, settings.responseFormat.rawValue),
            (.seed, settings.seed.map { String($0) }), (.size, settings.size.rawValue),
            (.strength, String(settings.strength)), (.user, settings.user),
        ]
        let texts = all.compactMap { field, text in
            fields.contains(field) ? text.map { (field, $0) } : nil
        }
        let file = MultipartPart(
            name: FormField.image.rawValue, fileName: fileName(from: request.fileName),
            contentType: ImageFormat.png.mediaType, body: request.image)
        return texts.map { MultipartPart(name: $0.rawValue, body: Array($1.utf8)) } + [file]
    }

    /// The last component of a path in plain ASCII, ending as its kind does: some servers choke on anything else,
    /// and where a file lies is nobody's business.
    static func fileName(from path: String, format: ImageFormat = .png) -> String {
        let last = path.split { $0 == "/" || $0 == "\\" }.last ?? ""
        var name = String(last.map { $0.isASCII && ($0.isLetter || $0.isNumber || "-_. ".contains($0)) ? $0 : "_" })
        if let dot = name.lastIndex(of: "."),
            ["png", "jpg", "jpeg", "webp", "gif"].contains(
                name[name.index(after: dot)...].lowercased())
        {
            name = String(name[..<dot])
        }
        return (name.allSatisfy({ $0 == "_" || $0 == "." }) ? "picture" : name) + "." + format.fileExtension
    }

    /// The request that a form's parts make.
    ///
    /// Unknown fields are passed over; `image[]` and `responseFormat` count as their proper spelling; a field
    /// that is empty or `null` is as good as absent. Absent ones take the API's own defaults, not Riffle's.
    ///
    /// - Throws: one `ValidationError`, the first in the order of the fields. The picture itself is not judged.
    package static func request(from parts: [MultipartPart]) throws(ValidationError) -> ImageVariationRequest {
        var texts: [FormField: String] = [:]
        var file: MultipartPart?
        for part in parts {
            guard let field = field(named: part.name) else { continue }
            if field == .image {
                // A list of pictures is a thing of the edits; of a list the first is varied.
                file = file ?? part
                continue
            }
            guard texts[field] == nil else { throw .repeated(field) }
            texts[field] = String(decoding: part.body, as: UTF8.self)
        }
        let given = texts.filter { !$0.value.isEmpty && $0.value != "null" }
        func value<Value>(_ field: FormField, _ fallback: Value, _ read: (String) -> Value?)
            throws(ValidationError) -> Value
        {
            guard let text = given[field] else { return fallback }
            guard let value = read(text) else { throw .unreadable(field: field, text: text) }
            return value
        }

        let model = given[.model]
        let settings = VariationSettings(
            backend: "", model: model,
            n: try value(.n, 1) { Int($0) },
            size: try value(.size, .large) { VariationSize(rawValue: $0) },
            responseFormat: try value(.responseFormat, model?.hasPrefix("gpt-image") == true ? .base64JSON : .url) {
                ResponseFormat(rawValue: $0)
            },
            user: given[.user],
            strength: try value(.strength, VariationSettings().strength) { Double($0) },
            seed: try value(.seed, nil) { UInt64($0) })
        guard let file else { throw .imageMissing }
        return ImageVariationRequest(image: file.body, fileName: file.fileName ?? "", settings: settings)
    }

    private static func field(named name: String) -> FormField? {
        switch name {
        case "image[]": .image
        case "responseFormat": .responseFormat
        default: FormField(rawValue: name)
        }
    }
}
