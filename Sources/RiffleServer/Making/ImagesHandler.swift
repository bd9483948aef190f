import HTTPTypes
import Hummingbird
import RiffleAPI

/// Handles the three endpoints that make pictures.
struct ImagesHandler: Sendable {
    let configuration: ImagesServer.Configuration
    let maker: Maker
    let budget: MemoryBudget
    let folder: ExpiringPictures

    /// The result of processing a request's body.
    private enum Outcome: Sendable {
        case made(MadePictures)
        case stream(Response)
    }

    /// Work is cancelled when the client disconnects, unless the request has a name with which it can be retried.
    func answer(_ request: Request, context: ServerContext, operation: ImageOperation) async throws -> Response {
        let share = MemoryBudget.Share(of: budget)
        let client = context.client(of: request, behindProxy: configuration.isBehindProxy)
        let asked: (Asked, Outcome)
        do {
            asked = try await request.body.consumeWithCancellationOnInboundClose { body in
                let asked = try await read(request, body: body, operation: operation, share: share)
                let name = try Self.name(of: request, operation: operation)
                try share.grow(by: asked.request.expectedBytes)
                if asked.request.settings.stream == true {
                    let answer = EventAnswer(
                        request: asked.request, client: client, maker: maker, encode: configuration.encode,
                        share: share)
                    return (asked, Outcome.stream(try await answer.begin()))
                }
                let made = try await maker.pictures(asked.request, for: client, name: name, holding: share)
                return (asked, .made(made))
            }
        } catch {
            throw EndsConnection(cause: error)
        }
        let mended = asked.0.mended
        var response: Response
        switch asked.1 {
        case .made(let made): response = try await answer(made, asked: asked.0.request, request: request, share: share)
        case .stream(let events): response = events
        }
        // Detecting the disconnection has read the connection to its end, so no other request can follow.
        response.headers[.connection] = "close"
        if let mended { response.headers[.riffleMended] = mended }
        return response
    }

    private struct Asked: Sendable {
        var request: ImagesRequest
        /// How the uploaded picture was modified first, if it was.
        var mended: String?
    }

    private func read(
        _ request: Request, body: RequestBody, operation: ImageOperation, share: MemoryBudget.Share
    ) async throws -> Asked {
        let reader = BodyReader(limit: configuration.bodyLimit, patience: configuration.bodyPatience)
        // The API requires square pictures, and a prompt for edits, even if the backend does not.
        var profile = maker.backend.profile
        profile.needsSquare = true
        profile.needsPrompt = [.edit, .generation]
        var asked = Asked(
            request: try await reader.read(
                request, body: body, share: share, operation: operation, backend: profile.name))
        guard profile.operations.contains(operation) else { throw BackendError.unsupported(operation) }
        if operation == .variation { try await crop(&asked, share: share) }
        let limit = operation == .variation ? configuration.uploadLimit : configuration.editUploadLimit
        let errors = RequestRules.errors(in: asked.request, for: profile, limit: limit)
        guard errors.isEmpty else { throw BackendError.invalid(errors) }
        return asked
    }

    /// Crops a picture that is not square, if configured.
    private func crop(_ asked: inout Asked, share: MemoryBudget.Share) async throws {
        guard let crop = configuration.crop, let image = asked.request.images.first?.bytes,
            let size = PNGSignature.size(of: image), size.width != size.height
        else { return }
        // Memory for the decoded picture; this happens outside the queue.
        try share.grow(by: min(size.width, 1 << 13) * min(size.height, 1 << 13) * 4)
        guard let cropped = await crop(image) else { throw BackendError.cannot(.unreadablePicture) }
        let side = min(size.width, size.height)
        asked.request.images[0].bytes = cropped
        asked.mended = "cropped from \(size.width)x\(size.height) to \(side)x\(side) around the centre"
    }

    private func answer(
        _ made: MadePictures, asked: ImagesRequest, request: Request, share: MemoryBudget.Share
    ) async throws -> Response {
        var pictures: [AnswerBody.Picture] = []
        for image in made.images {
            var url: String?
            if asked.responseFormat == .url {
                let name = try await folder.keep(image.bytes, as: ImageFormat(magicOf: image.bytes) ?? .png)
                url = "\(scheme(of: request))://\(request.head.authority ?? "127.0.0.1")/files/\(name)"
            }
            pictures.append(AnswerBody.Picture(image: image, url: url))
        }
        let body = try AnswerBody(pictures, extras: .init(made.facts, of: asked))
        var headers: HTTPFields = [.contentType: "application/json"]
        let seeds = made.images.compactMap(\.seed).map(String.init)
        if !seeds.isEmpty { headers[.riffleSeed] = seeds.joined(separator: ",") }
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody(contentLength: body.length) { writer in
                try await body.write(to: &writer)
                // Keeps the reservation until the answer has been sent.
                withExtendedLifetime(share) {}
            })
    }

    /// The scheme of the client's URL; a trusted proxy reports it.
    private func scheme(of request: Request) -> String {
        if configuration.isBehindProxy, let said = request.headers[.forwardedProto]?.lowercased(),
            ["http", "https"].contains(said)
        {
            return said
        }
        return configuration.scheme
    }

    /// The name with which a request can be retried, if it has one.
    ///
    /// Source: OpenAI API reference, "Debugging requests": requests with an id of more than 512 characters fail.
    private static func name(
        of request: Request, operation: ImageOperation
    ) throws(ServerError) -> RepeatedRequests.Name? {
        let limits = [(HTTPField.Name.idempotencyKey, 255), (.clientRequestID, 512)]
        for (field, limit) in limits where (request.headers[field]?.utf8.count ?? 0) > limit {
            throw .nameTooLong(field: field.rawName, limit: limit)
        }
        for (field, _) in limits {
            guard let text = request.headers[field], !text.isEmpty else { continue }
            let key = request.headers[.authorization] ?? ""
            return .init(path: "\(operation.rawValue) \(key)", text: text, isBinding: field == .idempotencyKey)
        }
        return nil
    }
}

extension HTTPField.Name {
    /// The seeds of the answer's pictures in order, separated by commas; an extension.
    static let riffleSeed = HTTPField.Name("x-riffle-seed")!
    /// How the uploaded picture was modified first; an extension.
    static let riffleMended = HTTPField.Name("x-riffle-mended")!
    static let idempotencyKey = HTTPField.Name("idempotency-key")!
    /// Source: OpenAI API reference, "Debugging requests": chosen by the client, for support.
    static let clientRequestID = HTTPField.Name("x-client-request-id")!
    static let apiKey = HTTPField.Name("api-key")!
    static let forwardedFor = HTTPField.Name("x-forwarded-for")!
    static let forwardedProto = HTTPField.Name("x-forwarded-proto")!
}
