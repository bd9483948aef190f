import RiffleAPI

/// What a request asks for, whichever endpoint it came by.
enum Work: Sendable, Equatable {
    case variation(ImageVariationRequest)
    case edit(ImageEditRequest)
    case generation(ImageGenerationRequest)

    var n: Int {
        switch self {
        case .variation(let request): request.settings.n
        case .edit(let request): request.settings.n
        case .generation(let request): request.settings.n
        }
    }

    var responseFormat: ResponseFormat {
        switch self {
        case .variation(let request): request.settings.responseFormat
        case .edit(let request): request.settings.responseFormat ?? .usual(for: request.settings.model)
        case .generation(let request): request.settings.responseFormat ?? .usual(for: request.settings.model)
        }
    }

    /// Bytes that its answer may take while it is made and sent: four a pixel, which PNG hardly ever exceeds, in
    /// base64, and a kilobyte a picture for the rest.
    var expectedBytes: Int {
        let pixels =
            switch self {
            case .variation(let request): request.settings.size.side * request.settings.size.side
            case .edit(let request): Self.pixels(request.settings)
            case .generation(let request): Self.pixels(request.settings)
            }
        return n * (pixels * 4 * 4 / 3 + 1024)
    }

    private static func pixels(_ settings: ImageSettings) -> Int {
        settings.pixels.map { min($0.width, 8192) * min($0.height, 8192) } ?? 1024 * 1024
    }

    var strength: Double? {
        switch self {
        case .variation(let request): request.settings.strength
        case .edit(let request): request.settings.strength
        case .generation(let request): request.settings.strength
        }
    }

    /// Tells requests apart; its value means nothing in another process.
    var fingerprint: Int {
        var hasher = Hasher()
        switch self {
        case .variation(let request):
            hasher.combine(request.settings)
            hasher.combine(request.image)
            hasher.combine(request.mate?.image.bytes)
            hasher.combine(request.mate?.weight)
        case .edit(let request):
            hasher.combine(request.settings)
            hasher.combine(request.prompt)
            for image in request.images { hasher.combine(image.bytes) }
            hasher.combine(request.mask?.bytes)
        case .generation(let request):
            hasher.combine(request.settings)
            hasher.combine(request.prompt)
        }
        return hasher.finalize()
    }

    func events(from backend: any Backend) -> AsyncThrowingStream<BackendEvent, any Error> {
        switch self {
        case .variation(let request): backend.createVariation(request)
        case .edit(let request): backend.createEdit(request)
        case .generation(let request): backend.createImage(request)
        }
    }

    /// The first word of the names that events of a stream have. Variations have no streams in the reference;
    /// theirs are named alike.
    var eventName: String {
        switch self {
        case .variation: "image_variation"
        case .edit: "image_edit"
        case .generation: "image_generation"
        }
    }
}

/// Finished pictures of one request, in their order.
struct MadePictures: Sendable, Equatable {
    var images: [ArrivedImage]
    var facts: AnswerFacts

    var byteCount: Int { images.reduce(1024) { $0 + $1.bytes.count } }
}
