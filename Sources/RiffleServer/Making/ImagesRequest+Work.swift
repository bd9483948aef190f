import RiffleAPI

extension ImagesRequest {
    /// How the answer carries the pictures.
    var responseFormat: ResponseFormat { settings.responseFormat ?? .usual(for: settings.model) }

    /// Bytes that its answer may take while it is made and sent: four a pixel, which PNG hardly ever exceeds, in
    /// base64, and a kilobyte a picture for the rest.
    var expectedBytes: Int {
        let pixels = settings.size?.pixels.map { min($0.width, 8192) * min($0.height, 8192) } ?? 1024 * 1024
        return settings.count * (pixels * 4 * 4 / 3 + 1024)
    }

    /// Tells requests apart; its value means nothing in another process.
    var fingerprint: Int {
        var hasher = Hasher()
        hasher.combine(operation)
        hasher.combine(settings)
        hasher.combine(prompt)
        for image in images { hasher.combine(image.bytes) }
        hasher.combine(mask?.bytes)
        hasher.combine(mate?.bytes)
        hasher.combine(subject?.bytes)
        return hasher.finalize()
    }

    /// Before the dot of the names that events of a stream have. Variations have no streams in the reference; theirs
    /// are named alike.
    var eventName: String { "image_\(operation.rawValue)" }
}

/// Finished pictures of one request, in their order.
struct MadePictures: Sendable, Equatable {
    var images: [ArrivedImage]
    var facts: AnswerFacts

    var byteCount: Int { images.reduce(1024) { $0 + $1.bytes.count } }
}
