import FoundationEssentials
import HTTPTypes
import Hummingbird
import RiffleAPI

/// Answers `POST /v1/images/variations`.
struct VariationsHandler: Sendable {
    var backend: any Backend
    var configuration: ImagesServer.Configuration
    var files: FileStore

    /// The work is cancelled when the client goes away.
    func answer(_ request: Request) async throws -> Response {
        // What watches for the client's going has read the connection to its end, so no other request can follow.
        var response = try await request.body.consumeWithCancellationOnInboundClose { body in
            let asked = try await read(request, body: body)
            return try await made(asked, host: request.head.authority)
        }
        response.headers[.connection] = "close"
        return response
    }

    private func read(_ request: Request, body: RequestBody) async throws -> ImageVariationRequest {
        let limit = configuration.bodyLimit
        if let length = request.headers[.contentLength].flatMap(Int.init), length > limit {
            throw ServerError.bodyTooLarge(limit: limit)
        }
        let parts: [MultipartPart]
        do {
            var reader = try MultipartReader(contentType: request.headers[.contentType])
            var received = 0
            for try await chunk in body {
                received += chunk.readableBytes
                guard received <= limit else { throw ServerError.bodyTooLarge(limit: limit) }
                try reader.feed(chunk.readableBytesView)
            }
            parts = try reader.finish()
        } catch let error as MultipartError {
            throw ServerError.form(error)
        }
        var asked = try VariationForm.request(from: parts)
        asked.settings.backend = backend.profile.name
        let errors = VariationRules.errors(in: asked, limit: configuration.uploadLimit)
        guard errors.isEmpty else { throw BackendError.invalid(errors) }
        return asked
    }

    private func made(_ request: ImageVariationRequest, host: String?) async throws -> Response {
        var pictures: [Int: ArrivedImage] = [:]
        var facts: AnswerFacts?
        for try await event in backend.createVariation(request) {
            switch event {
            case .exchange, .progress, .partial, .partialFile: break
            case .arrived(let picture, let image): pictures[picture] = image
            case .finished(let finished): facts = finished
            }
        }
        guard let facts else {
            throw Task.isCancelled ? BackendError.cancelled : ServerError.backendStopped as any Error
        }
        let images = pictures.sorted { $0.key < $1.key }.map(\.value)
        var data: [ImagesResponse.Datum] = []
        for image in images {
            var datum = ImagesResponse.Datum(revisedPrompt: image.revisedPrompt)
            switch request.settings.responseFormat {
            case .base64JSON: datum.base64JSON = Data(image.bytes).base64EncodedString()
            case .url:
                let file = FileStore.File(bytes: image.bytes, format: ImageFormat(magicOf: image.bytes) ?? .png)
                datum.url = "http://\(host ?? "127.0.0.1")/files/\(await files.keep(file))"
            }
            data.append(datum)
        }
        var response = try Response(json: ImagesResponse(created: facts.created, data: data))
        let seeds = images.compactMap(\.seed).map(String.init)
        if !seeds.isEmpty { response.headers[.riffleSeed] = seeds.joined(separator: ",") }
        return response
    }
}

extension HTTPField.Name {
    /// Seeds of the answer's pictures in their order, with commas between; an extension.
    static let riffleSeed = HTTPField.Name("x-riffle-seed")!
}

extension Response {
    /// An answer whose type is exactly `application/json`: some clients take any other for text.
    init(json value: some Encodable, status: HTTPResponse.Status = .ok) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let body = ByteBuffer(bytes: try encoder.encode(value))
        self.init(status: status, headers: [.contentType: "application/json"], body: .init(byteBuffer: body))
    }
}
