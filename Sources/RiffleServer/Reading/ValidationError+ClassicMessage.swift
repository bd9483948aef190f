import RiffleAPI

extension ValidationError {
    /// The message in the wording of the classic API, which comes from Connexion and jsonschema, with the field's name
    /// appended. Our own wording where that is unknown or unhelpful.
    var classicMessage: String {
        switch self {
        case .number(let field, let value, let allowed): allowed.message(value, field)
        case .share(let field, let value): (0.0...1).message(value, field)
        case .decimal(let field, let value, let allowed): allowed.message(value, field)
        case .text(let field, let fault): fault.message(field: field)
        case .size(let size): RequestField.size.message(unreadable: size.description)
        case .mate(.notPNG), .mate(.tooLarge): "Uploaded mate must be a PNG and less than 4 MB."
        case .mate(.notSquare(let width, let height)): "Uploaded mate must be square, but is \(width)x\(height)."
        case .notTaken(let field): "'\(field.name)' is not taken by this server's backend."
        case .imageCount(0, _): "'image' is a required property"
        case .imageCount(let count, let allowed): allowed.message(count, .image)
        case .maskSize(let field, let width, let height, let pictureWidth, let pictureHeight):
            "The \(field) must be as large as the image, \(pictureWidth)x\(pictureHeight), but is \(width)x\(height)."
        case .noSubject: "The subject must be white, or opaque, in a part of the mask."
        case .mask(.opaque): "The mask must be transparent where the image is to be edited."
        case .mask(.clear): "The mask must leave some of the image."
        case .notAPicture: "Uploaded image must be a PNG, JPEG, WebP or GIF."
        case .image(.notPNG), .image(.tooLarge): "Uploaded image must be a PNG and less than 4 MB."
        case .image(.notSquare(let width, let height)):
            "Uploaded image must be square, but is \(width)x\(height)."
        case .unsuited(let manner, let reason): "The manner '\(manner)' does not suit the image: \(reason)."
        case .needsMate(let manner): "The manner '\(manner)' needs a 'mate'."
        case .unreadable(let field, let text): field.message(unreadable: text)
        case .repeated(let field): "The field '\(field.name)' is given more than once."
        case .imageMissing: "'image' is a required property"
        }
    }
}

extension ClosedRange where Bound: Numeric {
    fileprivate func message(_ value: Bound, _ field: RequestField) -> String {
        func plain(_ bound: Bound) -> String {
            (bound as? Double).flatMap { Int(exactly: $0) }.map(String.init) ?? "\(bound)"
        }
        return value < lowerBound
            ? "\(value) is less than the minimum of \(plain(lowerBound)) - '\(field.name)'"
            : "\(value) is greater than the maximum of \(plain(upperBound)) - '\(field.name)'"
    }
}

extension RequestField {
    fileprivate func message(unreadable text: String) -> String {
        let shown = text.count > 40 ? text.prefix(39) + "…" : text
        return switch kind {
        case .size: "'\(shown)' is not 'auto' or WIDTHxHEIGHT - '\(name)'"
        case .choice(let words): "'\(shown)' is not one of \(list(words)) - '\(name)'"
        case .share, .decimal: "'\(shown)' is not of type 'number' - '\(name)'"
        case .flag: "'\(shown)' is not of type 'boolean' - '\(name)'"
        default: "'\(shown)' is not of type 'integer' - '\(name)'"
        }
    }

    private func list(_ words: [String]) -> String {
        "[" + words.map { "'\($0)'" }.joined(separator: ", ") + "]"
    }
}

extension TextFault {
    fileprivate func message(field: RequestField) -> String {
        switch self {
        case .empty: "'\(field.name)' must not be blank"
        case .tooLong(let length, let limit):
            "'\(field.name)' has \(length) characters; \(limit) are the most"
        case .controlCharacter: "'\(field.name)' must not hold control characters"
        }
    }
}
