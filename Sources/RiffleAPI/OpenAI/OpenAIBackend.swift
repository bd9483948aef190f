import FoundationEssentials
import HTTPTypes

/// A server that speaks the Images API.
///
/// Source: OpenAI API reference, createImageVariation.
public struct OpenAIBackend: Backend {
    public struct Configuration: Sendable {
        /// The backend's name in the person's configuration.
        public var name: String
        public var address: ServerAddress
        public var key: APIKey?
        /// First size of a picture in bytes that the server refuses; nil: it takes any.
        public var uploadLimit: Int?
        /// Longest answer that is read, in bytes of JSON: ten pictures of 1024 × 1024 in base64 are 20 to 40 MB.
        public var answerLimit: Int
        /// Largest picture that is downloaded or decoded, in bytes.
        public var pictureLimit: Int

        public init(
            name: String, address: ServerAddress, key: APIKey? = nil,
            uploadLimit: Int? = VariationRules.uploadLimit, answerLimit: Int = 256 << 20, pictureLimit: Int = 64 << 20
        ) {
            self.name = name
            self.address = address
            self.key = key
            self.uploadLimit = uploadLimit
            self.answerLimit = answerLimit
            self.pictureLimit = pictureLimit
        }
    }

    let configuration: Configuration
    let transport: any Transport

    public init(_ configuration: Configuration, transport: any Transport) {
        self.configuration = configuration
        self.transport = transport
    }

    public var profile: BackendProfile {
        BackendProfile(name: configuration.name, uploadLimit: configuration.uploadLimit, isLocal: false)
    }

    /// Sends the request once, whatever happens: a request that is paid for is never sent again unasked.
    public func createVariation(_ request: ImageVariationRequest) -> AsyncThrowingStream<BackendEvent, any Error> {
        let (stream, continuation) = AsyncThrowingStream<BackendEvent, any Error>.makeStream()
        let work = Task {
            do throws(BackendError) {
                let form = MultipartWriter(parts: VariationForm.parts(of: request))
                let answer = try await post(form, to: "images/variations")
                try await handOn(answer.pictures, atMost: request.settings.n) { continuation.yield($0) }
                continuation.yield(.finished(answer.facts))
                continuation.finish()
            } catch {
                continuation.finish(throwing: error)
            }
        }
        continuation.onTermination = { _ in work.cancel() }
        return stream
    }

    /// Sends a form to an endpoint, such as `images/variations`, and reads the answer whole.
    private func post(
        _ form: MultipartWriter, to endpoint: String
    ) async throws(BackendError) -> (pictures: [ImagesResponse.Datum], facts: AnswerFacts) {
        var fields: HTTPFields = [.accept: "application/json", .contentType: form.contentType]
        if let key = configuration.key { fields[.authorization] = "Bearer \(key.secret)" }
        let request = HTTPRequest(
            method: .post, scheme: configuration.address.scheme, authority: configuration.address.authority,
            path: "\(configuration.address.path)/\(endpoint)", headerFields: fields)

        let head: AnswerHead
        let success: Bool
        let body: [UInt8]?
        do throws(TransportError) {
            let answer = try await transport.send(request, body: form.body)
            head = AnswerHead(answer.head)
            success = answer.head.status.kind == .successful
            body =
                success
                ? try await answer.collect(upTo: configuration.answerLimit)
                : try await answer.beginning(upTo: 64 * 1024)
        } catch {
            throw BackendError(error)
        }
        guard let body else {
            throw .badAnswer(.tooLarge(limit: configuration.answerLimit), requestID: head.requestID)
        }
        guard success else { throw refusal(head: head, body: body) }
        let response: ImagesResponse
        do throws(BackendError) {
            response = try ImagesResponse(body: body, head: head)
        } catch .refused(let status, let message, let requestID) {
            throw .refused(status: status, message.without(secrets), requestID: requestID)
        }
        let created = response.created ?? Int(Date().timeIntervalSince1970)
        return (response.data, AnswerFacts(created: created, requestID: head.requestID))
    }

    func refusal(head: AnswerHead, body: [UInt8]) -> BackendError {
        if (300..<400).contains(head.status) {
            return .badAnswer(.redirect(status: head.status), requestID: head.requestID)
        }
        let message = ServerMessage(body: body, contentType: head.contentType)
        return .refused(status: head.status, message.without(secrets), requestID: head.requestID)
    }

    /// What a server's message could repeat, and must not.
    private var secrets: [String] { configuration.key.map { [$0.secret] } ?? [] }
}
