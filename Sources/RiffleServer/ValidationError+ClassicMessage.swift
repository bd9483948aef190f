import RiffleAPI

extension ValidationError {
    /// The message in the classic API's words, which are those of Connexion and jsonschema with the field's name
    /// after them; our own where its words are not known or say too little.
    var classicMessage: String {
        switch self {
        case .n(let n, let allowed):
            n < allowed.lowerBound
                ? "\(n) is less than the minimum of \(allowed.lowerBound) - 'n'"
                : "\(n) is greater than the maximum of \(allowed.upperBound) - 'n'"
        case .strength(let strength):
            strength < 0
                ? "\(strength) is less than the minimum of 0 - 'strength'"
                : "\(strength) is greater than the maximum of 1 - 'strength'"
        case .model(let fault): fault.message(field: .model)
        case .user(let fault): fault.message(field: .user)
        case .image(.notPNG), .image(.tooLarge): "Uploaded image must be a PNG and less than 4 MB."
        case .image(.notSquare(let width, let height)):
            "Uploaded image must be square, but is \(width)x\(height)."
        case .unreadable(let field, let text): field.message(unreadable: text)
        case .repeated(let field): "The field '\(field.rawValue)' is given more than once."
        case .imageMissing: "'image' is a required property"
        }
    }
}

extension FormField {
    fileprivate func message(unreadable text: String) -> String {
        let shown = text.count > 40 ? text.prefix(39) + "…" : text
        return switch self {
        case .size: "'\(shown)' is not one of \(list(VariationSize.allCases.map(\.rawValue))) - 'size'"
        case .responseFormat:
            "'\(shown)' is not one of \(list(ResponseFormat.allCases.map(\.rawValue))) - 'response_format'"
        case .strength: "'\(shown)' is not of type 'number' - 'strength'"
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
