import FoundationEssentials

/// The HTTP body of a request: the fields that are set and that the server reads.
package enum RequestBody {
    /// The parts of a form: the prompt, the other texts by name, and the files last, so that a server reads the settings
    /// before the pictures.
    ///
    /// - Parameter fields: those that the server reads; others are not sent, because strict servers refuse them.
    package static func parts(
        of request: ImagesRequest, fields: Set<RequestField>, spelling: ServerProfile.Spelling = .init()
    ) -> [MultipartPart] {
        var parts: [MultipartPart] = []
        if let prompt = request.prompt, fields.contains(.prompt) {
            parts.append(MultipartPart(name: RequestField.prompt.name, body: Array(prompt.utf8)))
        }
        for field in RequestField.byName where fields.subtracting(spelling.kwargs).contains(field) {
            for text in field.texts(in: request.settings) {
                parts.append(MultipartPart(name: spelling.names[field] ?? field.name, body: Array(text.utf8)))
            }
        }
        if let text = kwargs(of: request, fields, spelling) {
            parts.append(MultipartPart(name: "kwargs", body: Array(text.utf8)))
        }
        // Every known server accepts the plain name for one picture; several use the list form.
        let name = request.images.count == 1 ? "image" : "image[]"
        for image in request.images { parts.append(file(image, name: name)) }
        if let mask = request.mask { parts.append(file(mask, name: RequestField.mask.name)) }
        if let mate = request.mate, fields.contains(.mate) { parts.append(file(mate, name: RequestField.mate.name)) }
        if let subject = request.subject, fields.contains(.subject) {
            parts.append(file(subject, name: RequestField.subject.name))
        }
        return parts
    }

    /// The JSON of an edit, with its pictures as `data:` URLs, or of a generation.
    ///
    /// Source: OpenAI API reference, createImageEdit, the JSON body, and createImage.
    package static func json(
        of request: ImagesRequest, fields: Set<RequestField>, form: ServerProfile.EditForm = .json,
        spelling: ServerProfile.Spelling = .init()
    ) -> [UInt8] {
        var members: [String] = []
        if !request.images.isEmpty { members.append(pictures(request.images, form)) }
        if let prompt = request.prompt, fields.contains(.prompt) {
            members.append("\"prompt\":\(JSONText.quoted(prompt))")
        }
        if let mask = request.mask { members.append("\"mask\":{\"image_url\":\"\(dataURL(mask))\"}") }
        if let text = kwargs(of: request, fields, spelling) { members.append("\"kwargs\":\(JSONText.quoted(text))") }
        for field in RequestField.byName where fields.subtracting(spelling.kwargs).contains(field) {
            if field == .size, spelling.hasRatio {
                if let ratio = request.settings.size?.ratio { members.append("\"aspect_ratio\":\"\(ratio)\"") }
            } else if let value = field.json(in: request.settings) {
                members.append("\"\(spelling.names[field] ?? field.name)\":\(value.text)")
            }
        }
        return Array("{\(members.joined(separator: ","))}".utf8)
    }

    private static func kwargs(
        of request: ImagesRequest, _ fields: Set<RequestField>, _ spelling: ServerProfile.Spelling
    ) -> String? {
        let members = RequestField.byName.filter(fields.intersection(spelling.kwargs).contains).compactMap { field in
            field.json(in: request.settings).map { "\"\(spelling.names[field] ?? field.name)\":\($0.text)" }
        }
        return members.isEmpty ? nil : "{\(members.joined(separator: ","))}"
    }

    private static func pictures(_ images: [UploadImage], _ form: ServerProfile.EditForm) -> String {
        let urls = images.map { "\"\(dataURL($0))\"" }
        func list(_ name: String, _ picture: (String) -> String) -> String {
            "\"\(name)\":[\(urls.map(picture).joined(separator: ","))]"
        }
        switch form {
        case .form, .json: return list("images") { "{\"image_url\":\($0)}" }
        case .references:
            return list("input_references") { "{\"type\":\"image_url\",\"image_url\":{\"url\":\($0)}}" }
        case .object:
            let object = { (url: String) in "{\"url\":\(url),\"type\":\"image_url\"}" }
            return urls.count == 1 ? "\"image\":\(object(urls[0]))" : list("images", object)
        }
    }

    private static func dataURL(_ image: UploadImage) -> String {
        let type = (ImageFormat(magicOf: image.bytes) ?? .png).mediaType
        return "data:\(type);base64,\(Data(image.bytes).base64EncodedString())"
    }

    private static func file(_ image: UploadImage, name: String) -> MultipartPart {
        let format = ImageFormat(magicOf: image.bytes) ?? .png
        return MultipartPart(
            name: name, fileName: fileName(from: image.fileName, format: format), contentType: format.mediaType,
            body: image.bytes)
    }

    /// The last component of a path in ASCII, with the extension of its format: some servers fail on anything else, and the
    /// folder is private.
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
