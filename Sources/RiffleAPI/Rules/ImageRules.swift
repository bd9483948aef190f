/// What `POST /images/edits` and `POST /images/generations` take.
///
/// Source: OpenAI API reference, createImageEdit and createImage.
public enum ImageRules {
    public static let counts = 1...10
    public static let imageCounts = 1...16
    /// Longest prompt, in characters.
    public static let promptLimit = 32_000
    public static let compressions = 0...100
    public static let partialCounts = 0...3

    /// What is wrong with a request; empty when it may be sent.
    ///
    /// - Parameter limit: first size of a picture in bytes that is too large; nil: any will do.
    public static func errors(in request: ImageEditRequest, limit: Int? = nil) -> [ValidationError] {
        var errors = promptErrors(request.prompt) + self.errors(in: request.settings)
        if !imageCounts.contains(request.images.count) {
            errors.append(.imageCount(request.images.count, allowed: imageCounts))
        }
        for image in request.images + (request.mask.map { [$0] } ?? []) {
            if let limit, image.bytes.count >= limit {
                errors.append(.image(.tooLarge(byteCount: image.bytes.count, limit: limit)))
            } else if ImageFormat(magicOf: image.bytes) == nil {
                errors.append(.notAPicture)
            }
        }
        if let mask = request.mask.flatMap({ PNGSignature.size(of: $0.bytes) }),
            let picture = request.images.first.flatMap({ PNGSignature.size(of: $0.bytes) }), mask != picture
        {
            errors.append(
                .maskSize(
                    width: mask.width, height: mask.height, pictureWidth: picture.width,
                    pictureHeight: picture.height))
        }
        return errors
    }

    public static func errors(in request: ImageGenerationRequest) -> [ValidationError] {
        promptErrors(request.prompt) + errors(in: request.settings)
    }

    public static func errors(in settings: ImageSettings) -> [ValidationError] {
        var errors: [ValidationError] = []
        if !counts.contains(settings.n) { errors.append(.n(settings.n, allowed: counts)) }
        if let size = settings.size, size != "auto", settings.pixels == nil { errors.append(.size(size)) }
        if let compression = settings.outputCompression, !compressions.contains(compression) {
            errors.append(.outputCompression(compression, allowed: compressions))
        }
        if let partials = settings.partialImages, !partialCounts.contains(partials) {
            errors.append(.partialImages(partials, allowed: partialCounts))
        }
        if let strength = settings.strength, !(0...1).contains(strength) { errors.append(.strength(strength)) }
        if let fault = settings.model.flatMap(VariationRules.fault(in:)) { errors.append(.model(fault)) }
        if let fault = settings.user.flatMap(VariationRules.fault(in:)) { errors.append(.user(fault)) }
        let words: [(FormField, String?)] = [
            (.background, settings.background), (.quality, settings.quality), (.outputFormat, settings.outputFormat),
            (.inputFidelity, settings.inputFidelity), (.moderation, settings.moderation), (.style, settings.style),
        ]
        for (field, word) in words {
            if let fault = word.flatMap(VariationRules.fault(in:)) { errors.append(.word(field, fault)) }
        }
        return errors
    }

    /// A prompt may have line breaks, but says something.
    private static func promptErrors(_ prompt: String) -> [ValidationError] {
        if prompt.allSatisfy(\.isWhitespace) { return [.prompt(.empty)] }
        let length = prompt.count
        return length > promptLimit ? [.prompt(.tooLong(length: length, limit: promptLimit))] : []
    }
}
