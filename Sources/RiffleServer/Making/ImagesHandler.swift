import HTTPTypes
import Hummingbird
import RiffleAPI

/// Answers the three endpoints that make pictures.
struct ImagesHandler: Sendable {
    let configuration: ImagesServer.Configuration
    let maker: Maker
    let budget: MemoryBudget
    let folder: PictureFolder

    /// What came of a request's body, while the connection was watched.
    private enum Outcome: Sendable {
        case made(MadePictures)
        case stream(Response)
    }

    /// The work is cancelled when the client goes away, unless the request has a name by which it can come again.
    func answer(_ request: Request, context: ServerContext, operation: ImageOperation) async throws -> Response {
        let share = MemoryBudget.Share(of: budget)
        let client = context.client(of: request, behindProxy: configuration.isBehindProxy)
        let asked: (Asked, Outcome)
        do {
            asked = try await request.body.consumeWithCancellationOnInboundClose { body in
                let asked = try await read(request, body: body, operation: operation, share: share)
                let name = try Self.name(of: request, operation: operation)
                try share.grow(by: asked.work.expectedBytes)
                if let stream = asked.stream {
                    let answer = EventAnswer(
                        work: asked.work, stream: stream, client: client, maker: maker, encode: configuration.encode,
                        share: share)
                    return (asked, Outcome.stream(try await answer.begin()))
                }
                return (asked, .made(try await maker.pictures(asked.work, for: client, name: name, holding: share)))
            }
        } catch {
            throw EndsConnection(cause: error)
        }
        let (work, mended) = (asked.0.work, asked.0.mended)
        var response: Response
        switch asked.1 {
        case .made(let made): response = try await answer(made, work: work, request: request, share: share)
        case .stream(let events): response = events
        }
        // What watches for the client's going has read the connection to its end, so no other request can follow.
        response.headers[.connection] = "close"
        if let mended { response.headers[.riffleMended] = mended }
        return response
    }

    private struct Asked: Sendable {
        var work: Work
        var stream: RequestFields.Stream?
        /// What was done to the picture before it was worked on.
        var mended: String?
    }

    private func read(
        _ request: Request, body: RequestBody, operation: ImageOperation, share: MemoryBudget.Share
    ) async throws -> Asked {
        let reader = BodyReader(limit: configuration.bodyLimit, patience: configuration.bodyPatience)
        let fields = try await reader.fields(request, body: body, share: share, takesJSON: operation != .variation)
        let backend = maker.backend.profile.name
        let stream = try fields.stream()
        switch operation {
        case .variation:
            var asked = try fields.variation(backend: backend)
            var mended: String?
            if let crop = configuration.crop, let size = PNGSignature.size(of: asked.image), size.width != size.height {
                // Decoded whole, outside the queue.
                try share.grow(by: min(size.width, 1 << 13) * min(size.height, 1 << 13) * 4)
                guard let image = await crop(asked.image) else { throw BackendError.cannot(.unreadablePicture) }
                let side = min(size.width, size.height)
                asked.image = image
                mended = "cropped from \(size.width)x\(size.height) to \(side)x\(side) around the centre"
            }
            let profile = maker.backend.profile
            try refuse(VariationRules.errors(in: asked, limit: configuration.uploadLimit, fields: profile.fields))
            return Asked(work: .variation(asked), stream: stream, mended: mended)
        case .edit:
            let asked = try fields.edit(backend: backend)
            try refuse(ImageRules.errors(in: asked, limit: configuration.editUploadLimit))
            return Asked(work: .edit(asked), stream: stream)
        case .generation:
            let asked = try fields.generation(backend: backend)
            try refuse(ImageRules.errors(in: asked))
            return Asked(work: .generation(asked), stream: stream)
        }
    }

    private func refuse(_ errors: [ValidationError]) throws {
        guard errors.isEmpty else { throw BackendError.invalid(errors) }
    }

    private func answer(
        _ made: MadePictures, work: Work, request: Request, share: MemoryBudget.Share
    ) async throws -> Response {
        var pictures: [AnswerBody.Picture] = []
        for image in made.images {
            var url: String?
            if work.responseFormat == .url {
                let name = try await folder.keep(image.bytes, as: ImageFormat(magicOf: image.bytes) ?? .png)
                url = "\(scheme(of: request))://\(request.head.authority ?? "127.0.0.1")/files/\(name)"
            }
            pictures.append(AnswerBody.Picture(image: image, url: url))
        }
        let body = try AnswerBody(pictures, extras: .init(made.facts, of: work))
        var headers: HTTPFields = [.contentType: "application/json"]
        let seeds = made.images.compactMap(\.seed).map(String.init)
        if !seeds.isEmpty { headers[.riffleSeed] = seeds.joined(separator: ",") }
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody(contentLength: body.length) { writer in
                try await body.write(to: &writer)
                // Held until the client has taken everything.
                withExtendedLifetime(share) {}
            })
    }

    /// How the client came here; a proxy of ours knows it better.
    private func scheme(of request: Request) -> String {
        if configuration.isBehindProxy, let said = request.headers[.forwardedProto]?.lowercased(),
            ["http", "https"].contains(said)
        {
            return said
        }
        return configuration.scheme
    }

    /// Under which a request may come again, if it says so.
    ///
    /// Source: OpenAI API reference, "Debugging requests": an id of more than 512 characters makes a request fail.
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
    /// Seeds of the answer's pictures in their order, with commas between; an extension.
    static let riffleSeed = HTTPField.Name("x-riffle-seed")!
    /// What was done to the uploaded picture before it was worked on; an extension.
    static let riffleMended = HTTPField.Name("x-riffle-mended")!
    static let idempotencyKey = HTTPField.Name("idempotency-key")!
    /// Source: OpenAI API reference, "Debugging requests": chosen by the client, for support.
    static let clientRequestID = HTTPField.Name("x-client-request-id")!
    static let apiKey = HTTPField.Name("api-key")!
    static let forwardedFor = HTTPField.Name("x-forwarded-for")!
    static let forwardedProto = HTTPField.Name("x-forwarded-proto")!
}
