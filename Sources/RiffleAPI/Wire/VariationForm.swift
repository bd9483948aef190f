/// A request for variations as a form.
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
}
