import RiffleAPI

extension ValidationError {
    /// The message in the classic API's words, which are those of Connexion and jsonschema with the field's name
    /// after them; our own where its words are not known or say too little.
    var classicMessage: String {
        switch self {
        case .n(let n, let allowed): allowed.message(n, .n)
        case .strength(let strength): ClosedRange<Int>.shareMessage(strength, .strength)
        case .weight(let weight): ClosedRange<Int>.shareMessage(weight, .weight)
        case .mate(.notPNG), .mate(.tooLarge): "Uploaded mate must be a PNG and less than 4 MB."
        case .mate(.notSquare(let width, let height)): "Uploaded mate must be square, but is \(width)x\(height)."
        case .notTaken(let field): "'\(field.rawValue)' is not taken by this server's backend."
        case .model(let fault): fault.message(field: .model)
        case .user(let fault): fault.message(field: .user)
        case .prompt(let fault): fault.message(field: .prompt)
        case .word(let field, let fault): fault.message(field: field)
        case .size(let size): FormField.size.message(unreadable: size)
        case .outputCompression(let value, let allowed): allowed.message(value, .outputCompression)
        case .partialImages(let value, let allowed): allowed.message(value, .partialImages)
        case .imageCount(0, _): "'image' is a required property"
        case .imageCount(let count, let allowed): allowed.message(count, .image)
        case .maskSize(let width, let height, let pictureWidth, let pictureHeight):
            "The mask must be as large as the image, \(pictureWidth)x\(pictureHeight), but is \(width)x\(height)."
        case .mask(.opaque): "The mask must be transparent where the image is to be edited."
        case .mask(.clear): "The mask must leave some of the image."
        case .notAPicture: "Uploaded image must be a PNG, JPEG, WebP or GIF."
        case .image(.notPNG), .image(.tooLarge): "Uploaded image must be a PNG and less than 4 MB."
        case .image(.notSquare(let width, let height)):
            "Uploaded image must be square, but is \(width)x\(height)."
        case .unreadable(let field, let text): field.message(unreadable: text)
        case .repeated(let field): "The field '\(field.rawValue)' is given more than once."
        case .imageMissing: "'image' is a required property"
        }
    }
}

extension ClosedRange<Int> {
    fileprivate static func shareMessage(_ value: Double, _ field: FormField) -> String {
        value < 0
            ? "\(value) is less than the minimum of 0 - '\(field.rawValue)'"
            : "\(value) is greater than the maximum of 1 - '\(field.rawValue)'"
    }

    fileprivate func message(_ value: Int, _ field: FormField) -> String {
        value < lowerBound
            ? "\(value) is less than the minimum of \(lowerBound) - '\(field.rawValue)'"
            : "\(value) is greater than the maximum of \(upperBound) - '\(field.rawValue)'"
    }
}

extension FormField {
    fileprivate func message(unreadable text: String) -> String {
        let shown = text.count > 40 ? text.prefix(39) + "…" : text
        return switch self {
        case .size: "'\(shown)' is not one of \(list(VariationSize.allCases.map(\.rawValue))) - 'size'"
        case .responseFormat:
            "'\(shown)' is not one of \(list(ResponseFormat.allCases.map(\.rawValue))) - 'response_format'"
        case .strength, .weight: "'\(shown)' is not of type 'number' - '\(rawValue)'"
        default: "'\(shown)' is not of type 'integer' - '\(rawValue)'"
        }
    }

    private func list(_ words: [String]) -> String {
        "[" + words.map { "'\($0)'" }.joined(separator: ", ") + "]"
    }
}

extension TextFault {
    fileprivate func message(field: FormField) -> String {
        switch self {
        case .empty: "'\(field.rawValue)' must not be blank"
        case .tooLong(let length, let limit):
            "'\(field.rawValue)' has \(length) characters; \(limit) are the most"
        case .controlCharacter: "'\(field.rawValue)' must not hold control characters"
        }
    }
}
