extension ImagesRequest {
    /// Reads a form. Fields of other operations are ignored.
    ///
    /// - Throws: `ValidationError.repeated`, `.unreadable`, `.imageMissing`.
    package init(_ operation: ImageOperation, backend: String, parts: [MultipartPart]) throws(ValidationError) {
        self.init(operation, settings: ImagesSettings(backend: backend))
        var seen: Set<RequestField> = []
        for part in parts {
            guard let field = RequestField.named(part.name), field.operations.contains(operation) else { continue }
            let isList = field == .image || field.kind == .names
            guard seen.insert(field).inserted || isList else { throw .repeated(field) }
            if field.kind == .picture {
                add(UploadImage(bytes: part.body, fileName: part.fileName ?? ""), as: field)
            } else {
                try receive(String(decoding: part.body, as: UTF8.self), as: field)
            }
        }
        try requireImage()
    }

    /// Sets a field from a client's text; an empty text or `null` leaves it unset.
    ///
    /// - Throws: `ValidationError.unreadable`.
    package mutating func receive(_ text: String, as field: RequestField) throws(ValidationError) {
        if !text.isEmpty, text != "null" { try set(field, text) }
    }

    /// - Throws: `ValidationError.unreadable`.
    package mutating func set(_ field: RequestField, _ text: String) throws(ValidationError) {
        if field == .prompt { prompt = text } else { try field.set(text, in: &settings) }
    }

    package mutating func add(_ picture: UploadImage, as field: RequestField) {
        switch field {
        case .mask: mask = picture
        case .mate: mate = picture
        case .subject: subject = picture
        default: images.append(picture)
        }
    }

    /// - Throws: `ValidationError.imageMissing` if the operation needs a picture and there is none.
    package func requireImage() throws(ValidationError) {
        if operation != .generation, images.isEmpty { throw .imageMissing }
    }
}
