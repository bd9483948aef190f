import FoundationEssentials
import Hummingbird
import RiffleAPI

/// Streams an answer as server-sent events: previews, and each picture as soon as it is finished.
///
/// Source: OpenAI API reference, "Image streaming": `event:` repeats the `type` of the JSON in `data:`. There is no end
/// marker.
struct EventAnswer: Sendable {
    let request: ImagesRequest
    let client: String
    let maker: Maker
    /// Encodes a picture in progress as PNG.
    let encode: (@Sendable (PartialImage) -> [UInt8])?
    let share: MemoryBudget.Share

    /// Number of previews to send for each picture.
    private var partialCount: Int { request.settings.partialImages ?? 0 }

    /// Starts the work and returns with its first event. Errors before that still get an HTTP status.
    ///
    /// - Throws: errors of the work; `CancellationError` if the client disconnected.
    func begin() async throws -> Response {
        let (pieces, sink) = AsyncStream<[UInt8]>.makeStream()
        let (start, started) = AsyncThrowingStream<Void, any Error>.makeStream()
        let making = Task {
            do {
                try await make {
                    sink.yield($0)
                    started.finish()
                }
            } catch {
                started.finish(throwing: error)
                // The status has been sent already; the API reports later errors with an event of this name.
                sink.yield(Self.event("error", ErrorAnswer(error, path: nil).body))
            }
            started.finish()
            sink.finish()
        }
        try await withTaskCancellationHandler {
            for try await _ in start {}
            try Task.checkCancellation()
        } onCancel: {
            making.cancel()
        }
        return Response(
            status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-cache"],
            body: ResponseBody { [share] writer in
                do {
                    for await piece in pieces { try await writer.write(ByteBuffer(bytes: piece)) }
                } catch {
                    // The client has disconnected.
                    making.cancel()
                    throw error
                }
                try await writer.finish(nil)
                withExtendedLifetime(share) {}
            })
    }

    private func make(send: @escaping @Sendable ([UInt8]) -> Void) async throws {
        let progress = Progress()
        _ = try await maker.pictures(request, for: client) { event in
            switch event {
            case .progress(let picture, let fraction): await progress.reached(picture, fraction)
            case .partial(let picture, let image):
                guard let encode, let index = await progress.next(picture, of: partialCount) else { return }
                send(Self.event("\(request.eventName).partial_image", partial(encode(image), picture, index)))
            case .partialFile(let picture, let bytes):
                guard let index = await progress.next(picture, of: partialCount) else { return }
                send(Self.event("\(request.eventName).partial_image", partial(bytes, picture, index)))
            case .arrived(let picture, let image):
                send(Self.event("\(request.eventName).completed", completed(image, picture)))
            case .finished, .exchange: break
            }
        }
    }

    /// Chooses which previews to send: `count` per picture, evenly distributed over its progress.
    private actor Progress {
        private var fractions: [Int: Double] = [:]
        private var sent: [Int: Int] = [:]

        func reached(_ picture: Int, _ fraction: Double) { fractions[picture] = fraction }

        func next(_ picture: Int, of count: Int) -> Int? {
            let index = sent[picture, default: 0]
            guard index < count, fractions[picture, default: 1] >= Double(index) / Double(count + 1) else { return nil }
            sent[picture] = index + 1
            return index
        }
    }

    private struct Event: Encodable {
        var type: String
        var base64: String
        var createdAt: Int
        /// Index of the picture within the request; an extension, like `seed`.
        var picture: Int
        var partialIndex: Int?
        var size: String?
        var seed: UInt64?
        var manner: String?
        var outputFormat = "png"

        private enum CodingKeys: String, CodingKey {
            case type, size, seed, manner
            case base64 = "b64_json"
            case createdAt = "created_at"
            case picture = "image_index"
            case partialIndex = "partial_image_index"
            case outputFormat = "output_format"
        }
    }

    private func partial(_ bytes: [UInt8], _ picture: Int, _ index: Int) -> Event {
        Event(
            type: "\(request.eventName).partial_image", base64: Data(bytes).base64EncodedString(),
            createdAt: Int(Date().timeIntervalSince1970), picture: picture, partialIndex: index)
    }

    private func completed(_ image: ArrivedImage, _ picture: Int) -> Event {
        let size = PNGSignature.size(of: image.bytes).map { "\($0.width)x\($0.height)" }
        return Event(
            type: "\(request.eventName).completed", base64: Data(image.bytes).base64EncodedString(),
            createdAt: Int(Date().timeIntervalSince1970), picture: picture, size: size, seed: image.seed,
            manner: image.manner,
            outputFormat: ImageFormat(magicOf: image.bytes)?.rawValue ?? "png")
    }

    private static func event(_ name: String, _ data: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Encoding strings and numbers cannot fail.
        let json = (try? encoder.encode(data)) ?? Data("{}".utf8)
        return Array("event: \(name)\ndata: ".utf8) + json + Array("\n\n".utf8)
    }
}
