/// A request for variations as a form.
package enum VariationForm {
    /// The parts a client sends: texts in the reference's order, only those that are set, and the files last, so
    /// that a server has read the settings before the pictures come.
    ///
    /// - Parameter fields: those the server reads. `strength`, `seed`, `weight` and `mate` are an extension: a strict
    ///   server refuses fields it does not know.
    package static func parts(
        of request: ImageVariationRequest, fields: Set<FormField> = BackendProfile.variationFields
    ) -> [MultipartPart] {
        let settings = request.settings
        let all: [(FormField, String?)] = [
            (.model, settings.model), (.n, String(settings.n)), (.responseFormat, settings.responseFormat.rawValue),
            (.seed, settings.seed.map { String($0) }), (.size, settings.size.rawValue),
            (.strength, String(settings.strength)), (.user, settings.user),
            (.weight, request.mate.map { String($0.weight) }),
        ]
        let texts = all.compactMap { field, text in
            fields.contains(field) ? text.map { (field, $0) } : nil
        }
        var files = [file(request.image, named: request.fileName, field: .image)]
        if fields.contains(.mate), let mate = request.mate?.image {
            files.append(file(mate.bytes, named: mate.fileName, field: .mate))
        }
        return texts.map { MultipartPart(name: $0.rawValue, body: Array($1.utf8)) } + files
    }

    private static func file(_ bytes: [UInt8], named name: String, field: FormField) -> MultipartPart {
        MultipartPart(
            name: field.rawValue, fileName: fileName(from: name), contentType: ImageFormat.png.mediaType, body: bytes)
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
}
