import HTTPTypes
import Hummingbird
import Logging
import RiffleAPI

/// Converts all errors to the API's error object.
struct APIErrors: RouterMiddleware {
    func handle(
        _ request: Request, context: ServerContext, next: (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            let answer = ErrorAnswer(error, path: "\(request.method.rawValue) \(request.uri.path)")
            if answer.status.kind == .serverError {
                let cause = (error as? EndsConnection)?.cause ?? error
                context.logger.error("failed", metadata: ["error": "\(type(of: cause))"])
            }
            var response = try Response(json: answer.body, status: answer.status)
            for (name, value) in answer.headers { response.headers[name] = value }
            if error is EndsConnection { response.headers[.connection] = "close" }
            return response
        }
    }
}

/// An error after the connection was read to its end, so that no other request can follow on it.
struct EndsConnection: Error {
    var cause: any Error
}

/// An error answer: status, error object and headers.
struct ErrorAnswer {
    var status: HTTPResponse.Status
    var body: APIErrorBody
    var headers: [HTTPField.Name: String] = [:]

    private init(_ status: HTTPResponse.Status, _ message: String, type: String? = nil, code: String? = nil) {
        self.status = status
        let usual = status.kind == .serverError ? "server_error" : "invalid_request_error"
        body = APIErrorBody(message: message, type: type ?? usual, code: code)
    }

    /// - Parameter path: method and path of the request; nil if the status has been sent already.
    init(_ error: any Error, path: String?) {
        switch (error as? EndsConnection)?.cause ?? error {
        case let error as BackendError: self.init(error)
        case let error as ValidationError: self.init(error)
        case let error as ServerError: self.init(error)
        case let error as HTTPError where error.status == .notFound:
            self.init(.notFound, "Invalid URL (\(path ?? ""))")
        case let error as HTTPError: self.init(error.status, error.body ?? error.status.reasonPhrase)
        case is CancellationError: self.init(BackendError.cancelled)
        default: self = .internalFailure
        }
    }

    init(_ error: ValidationError) {
        self.init(.badRequest, error.classicMessage)
    }

    init(_ error: ServerError) {
        switch error {
        case .form(let fault): self.init(fault)
        case .notJSON: self.init(.badRequest, "The body is not a JSON object.")
        case .jsonField(let name, let expected):
            self.init(.badRequest, "'\(name)' must be \(expected).")
            body.param = name
        case .fileID: self.init(.badRequest, "This server keeps no files: send the picture itself, as a data: URL.")
        case .bodyTooLarge(let limit): self.init(.contentTooLarge, "The request is larger than \(limit) bytes.")
        case .bodyTooSlow(let seconds):
            self.init(.requestTimeout, "The request was not there after \(seconds) seconds.")
        case .noSuchFile: self.init(.notFound, "There is no such file, or it has expired.")
        case .noSuchModel(let id):
            let shown = id.count > 40 ? id.prefix(39) + "…" : id
            self.init(
                .notFound, "The model '\(shown)' does not exist or you do not have access to it.",
                code: "model_not_found")
        case .method(let allowed):
            self.init(.methodNotAllowed, "This path takes \(allowed.joined(separator: " and ")) only.")
            headers[.allow] = allowed.joined(separator: ", ")
        case .keyMissing:
            self.init(.unauthorized, "You didn't provide an API key.", code: "invalid_api_key")
            headers[.wwwAuthenticate] = "Bearer"
        case .keyWrong:
            self.init(.unauthorized, "Incorrect API key provided.", code: "invalid_api_key")
            headers[.wwwAuthenticate] = "Bearer"
        case .fromPage:
            self.init(
                .forbidden, "This server does not answer pages in a browser, unless it is started with --api-key.")
        case .foreignHost:
            self.init(
                .forbidden,
                "Without --api-key, this server answers only to localhost, to an address, or to the name it listens on."
            )
        case .busy(let reason):
            let words =
                switch reason {
                case .queue: "Too many requests wait already."
                case .client: "Too many of your requests wait already."
                case .memory: "The requests under way take all the memory there is for them."
                }
            self.init(.tooManyRequests, "\(words) Try again in a moment.", type: "requests", code: "slow_down")
            headers[.retryAfter] = "1"
        case .nameTooLong(let field, let limit):
            self.init(.badRequest, "'\(field)' must not be longer than \(limit) characters.")
        case .keyReused:
            self.init(
                .unprocessableContent, "This Idempotency-Key came with another request before.",
                code: "idempotency_key_reused")
        case .backendStopped, .cannotListen, .tls, .folder: self = .internalFailure
        }
    }

    private init(_ fault: MultipartError) {
        switch fault {
        case .notMultipart:
            self.init(.unsupportedMediaType, "The Content-Type must be multipart/form-data with a boundary.")
        case .truncated: self.init(.badRequest, "The form ends before its closing boundary.")
        case .unnamedPart: self.init(.badRequest, "A part of the form has no name.")
        case .tooManyParts(let limit): self.init(.badRequest, "The form has more than \(limit) parts.")
        case .headersTooLong(let limit):
            self.init(.badRequest, "The headers of a part are longer than \(limit) bytes.")
        }
    }

    /// Reveals no internals; those are in the log.
    private static var internalFailure: ErrorAnswer {
        ErrorAnswer(.internalServerError, "The server had an error while processing your request.")
    }

    /// A backend's failure as an answer to the client. Messages of an upstream server are passed on.
    init(_ error: BackendError) {
        switch error {
        case .invalid(let errors):
            self.init(.badRequest, errors.first?.classicMessage ?? "Invalid request.")
        case .refused(let status, let message, _):
            let passed = (400..<600).contains(status) ? HTTPResponse.Status(code: status) : .badGateway
            self.init(passed, message.text ?? passed.reasonPhrase, type: message.type, code: message.code)
            body.param = message.param
        case .unreachable, .connectionLost, .notSent, .badAnswer, .pictureUnavailable, .noKey, .withheld:
            self.init(.badGateway, "The server behind this one gave no usable answer.", code: "upstream_error")
        case .timedOut(let seconds):
            self.init(
                .gatewayTimeout, "The server behind this one said nothing for \(seconds) seconds.",
                code: "upstream_timeout")
        case .cannot(.unreadablePicture): self.init(.badRequest, "The uploaded image cannot be decoded.")
        case .cannot(.tooManyPixels(let count, let limit)):
            self.init(.badRequest, "The uploaded image has \(count) pixels; \(limit) are the most that are worked on.")
        case .cannot(.tooSmall(let width, let height)):
            self.init(.badRequest, "The uploaded image is too small: \(width)x\(height).")
        case .unsupported(.variation), .noVariations:
            self.init(.notFound, "This server makes no variations.", code: "unsupported")
        case .unsupported(.edit): self.init(.notFound, "This server makes no edits.", code: "unsupported")
        case .unsupported(.generation):
            self.init(
                .badRequest, "This server makes pictures out of pictures, not from a prompt alone.",
                code: "unsupported")
        case .workflow(.failed(let message)):
            self.init(.badGateway, message.text ?? "The server behind this one failed.", code: "upstream_error")
        case .workflow: self.init(.badGateway, "The server behind this one cannot run this.", code: "upstream_error")
        case .cancelled: self.init(.serviceUnavailable, "The work was stopped before it was done.")
        case .cannot, .unknownBackend, .jobRuns: self = .internalFailure
        }
    }
}
