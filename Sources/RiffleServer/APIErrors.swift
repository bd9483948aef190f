import HTTPTypes
import Hummingbird
import Logging
import RiffleAPI

/// Turns whatever goes wrong into the API's error object.
struct APIErrors: RouterMiddleware {
    func handle(
        _ request: Request, context: BasicRequestContext,
        next: (Request, BasicRequestContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            let answer = ErrorAnswer(error, request: request)
            context.logger.info(
                "refused", metadata: ["status": "\(answer.status.code)", "error": "\(type(of: error))"])
            var response = try Response(json: answer.body, status: answer.status)
            // The rest of a form that was not read to its end would be taken for the next request.
            if request.method == .post { response.headers[.connection] = "close" }
            return response
        }
    }
}

/// A status and an error object.
struct ErrorAnswer: Equatable {
    var status: HTTPResponse.Status
    var body: APIErrorBody

    private init(_ status: HTTPResponse.Status, _ message: String, type: String? = nil, code: String? = nil) {
        self.status = status
        let usual = status.kind == .serverError ? "server_error" : "invalid_request_error"
        body = APIErrorBody(message: message, type: type ?? usual, code: code)
    }

    init(_ error: any Error, request: Request) {
        switch error {
        case let error as BackendError: self.init(error)
        case let error as ValidationError: self.init(error)
        case let error as ServerError: self.init(error)
        case let error as HTTPError where error.status == .notFound:
            self.init(.notFound, "Invalid URL (\(request.method.rawValue) \(request.uri.path))")
        case let error as HTTPError: self.init(error.status, error.body ?? error.status.reasonPhrase)
        case is CancellationError: self.init(BackendError.cancelled)
        default: self.init(.internalServerError, "The server had an error while processing your request.")
        }
    }

    init(_ error: ValidationError) {
        self.init(.badRequest, error.classicMessage)
    }

    init(_ error: ServerError) {
        switch error {
        case .form(.notMultipart):
            self.init(.unsupportedMediaType, "The Content-Type must be multipart/form-data with a boundary.")
        case .form(.truncated): self.init(.badRequest, "The form ends before its closing boundary.")
        case .form(.unnamedPart): self.init(.badRequest, "A part of the form has no name.")
        case .form(.tooManyParts(let limit)): self.init(.badRequest, "The form has more than \(limit) parts.")
        case .form(.headersTooLong(let limit)):
            self.init(.badRequest, "The headers of a part are longer than \(limit) bytes.")
        case .bodyTooLarge(let limit):
            self.init(.contentTooLarge, "The request is larger than \(limit) bytes.")
        case .noSuchFile: self.init(.notFound, "There is no such file, or it has expired.")
        case .backendStopped, .cannotListen:
            self.init(.internalServerError, "The server had an error while processing your request.")
        }
    }

    /// A backend's failure as the answer to whoever asked this server: another server's words are passed on.
    init(_ error: BackendError) {
        switch error {
        case .invalid(let errors):
            self.init(.badRequest, errors.first?.classicMessage ?? "Invalid request.")
        case .refused(let status, let message, _):
            let passed = (400..<600).contains(status) ? HTTPResponse.Status(code: status) : .badGateway
            self.init(passed, message.text ?? passed.reasonPhrase, type: message.type, code: message.code)
            body.param = message.param
        case .unreachable, .connectionLost, .notSent, .badAnswer, .pictureUnavailable:
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
        case .unsupported(.variation): self.init(.notFound, "This server makes no variations.", code: "unsupported")
        case .unsupported(.edit): self.init(.notFound, "This server makes no edits.", code: "unsupported")
        case .unsupported(.generation):
            self.init(
                .badRequest, "This server makes pictures out of pictures, not from a prompt alone.",
                code: "unsupported")
        case .cancelled: self.init(.serviceUnavailable, "The work was stopped before it was done.")
        case .cannot, .unknownBackend, .jobRuns:
            self.init(.internalServerError, "The server had an error while processing your request.")
        }
    }
}
