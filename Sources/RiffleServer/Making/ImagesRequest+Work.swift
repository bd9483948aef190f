import RiffleAPI

extension ImagesRequest {
    /// The format of pictures in the answer.
    var responseFormat: ResponseFormat { settings.responseFormat ?? .usual(for: settings.model) }

    /// Upper estimate of the answer's memory in bytes: four a pixel, which PNG rarely exceeds, in base64, plus 1 KB per
    /// picture.
    var expectedBytes: Int {
        let pixels = settings.size?.pixels.map { min($0.width, 8192) * min($0.height, 8192) } ?? 1024 * 1024
        return settings.count * (pixels * 4 * 4 / 3 + 1024)
    }

    /// Distinguishes requests, within this process only.
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

    /// Prefix of the stream's event names. The API has no streams of variations; theirs are named in the same way.
    var eventName: String { "image_\(operation.rawValue)" }
}

/// The finished pictures of one request, in order.
struct MadePictures: Sendable, Equatable {
    var images: [ArrivedImage]
    var facts: AnswerFacts

    var byteCount: Int { images.reduce(1024) { $0 + $1.bytes.count } }
}
