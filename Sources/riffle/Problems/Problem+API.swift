import RiffleAPI
import RiffleEngine
import RiffleUI

extension Failure {
    init(_ error: BackendError, backend: String) {
        switch error {
        case .invalid(let errors):
            self = errors.first.map { Failure($0) } ?? Failure("the request is not valid", code: .usage)
        case .unknownBackend(let name):
            self.init(
                "there is no backend called \(name)", remedy: "use builtin, or one of the configuration file",
                code: .usage)
        case .unsupported(let operation):
            self.init(
                "\(backend) \(Failure.words(operation))", remedy: Failure.remedy(operation), code: .unavailable)
        case .noKey(let error):
            self =
                (error.cause as? Backends.Fault).map { Failure($0) }
                ?? Failure("the key of \(backend) is not available", code: .configuration)
        case .withheld(let error):
            self.init("the request was not sent (\(type(of: error.cause)))", remedy: "send it again", code: .software)
        case .jobRuns(let job): self.init("job \(job.value) is already running", code: .software)
        case .refused(let status, let message, let requestID):
            self.init(
                "\(backend) refused (\(status)): \(Failure.withoutStop(message.text ?? "without a reason"))",
                remedy: Failure.remedy(status: status),
                detail: [message.details, requestID.map { "Request id \($0)" }].compactMap { $0 }
                    .joined(separator: "\n"),
                code: .unavailable)
        case .noVariations:
            self.init(
                "\(backend) has no variations; nothing was made",
                remedy: "edit the picture with a prompt, or set variations = \"edits\" for it in config.toml",
                code: .unavailable)
        case .unreachable(let host, .tls):
            self.init(
                "\(host) cannot be reached: \(Failure.words(.tls))",
                remedy: "if your own authority issued its certificate, set ca_file",
                code: .unavailable)
        case .unreachable(let host, let reason):
            self.init(
                "\(host) cannot be reached: \(Failure.words(reason))",
                remedy: "check the address, or use the built-in engine", code: .unavailable)
        case .timedOut(let seconds):
            self.init(
                "\(backend) sent nothing for \(seconds) s",
                remedy: "it may have made the pictures; check before you send it again",
                code: .connectionLost)
        case .connectionLost:
            self.init(
                "the connection to \(backend) was lost",
                remedy: "it may have made the pictures; check before you send it again",
                code: .connectionLost)
        case .notSent:
            self.init(
                "the connection to \(backend) was lost while the request was being sent",
                remedy: "nothing was made; send it again", code: .unavailable)
        case .badAnswer(.redirect(let status, let target), _):
            self.init(
                "\(backend) redirects (\(status)) to \(target ?? "an unnamed address"); the key was not sent there",
                remedy: "if that address is right, set it as base_url", code: .unavailable)
        case .badAnswer(let fault, let requestID):
            self.init(
                "the answer of \(backend) is not one of the Images API: \(Failure.words(fault))",
                remedy: "check its base URL", detail: requestID.map { "Request id \($0)" } ?? "",
                code: .unavailable)
        case .pictureUnavailable(let picture, let fault):
            self.init(
                "picture \(picture + 1) could not be downloaded: \(Failure.words(fault))",
                remedy: Failure.remedy(fault), code: .unavailable)
        case .cannot(let fault): self.init(fault)
        case .workflow(let fault): self.init(fault, backend: backend)
        case .cancelled: self.init("cancelled", code: .cancelled)
        }
    }

    /// A backend that lacks an operation, with those that have it.
    init(_ operation: ImageOperation, missingAt backend: String, able: [String]) {
        self.init(.unsupported(operation), backend: backend)
        if !able.isEmpty { problem.remedy = "use --backend " + able.joined(separator: " or ") }
    }

    init(_ error: ValidationError) {
        switch error {
        case .number(let field, let value, let allowed):
            self.init("\(field) is \(value)", remedy: Failure.range(allowed), code: .usage)
        case .share(.strength, let value):
            self.init("strength is \(value)", remedy: "use subtle, medium, bold or a number from 0 to 1", code: .usage)
        case .share(let field, let value):
            self.init("\(field) is \(value)", remedy: "use a number from 0 to 1", code: .usage)
        case .decimal(let field, let value, let allowed):
            self.init(
                "\(field) is \(value)",
                remedy:
                    "use a number from \(Words.decimal(allowed.lowerBound)) to \(Words.decimal(allowed.upperBound))",
                code: .usage)
        case .text(.prompt, .empty):
            self.init("the prompt is empty or missing", remedy: "describe the picture with --prompt", code: .usage)
        case .text(let field, let fault):
            self.init("\(field) \(Failure.words(fault))", remedy: "shorten or retype it", code: .usage)
        case .size(let size):
            self.init("the backend does not make \(size)", remedy: "use another size, such as 1024x1024", code: .usage)
        case .mate(let objection): self.init(objection, whose: "the second picture")
        case .notTaken(let field):
            self.init("the backend does not take \(field)", remedy: "use the built-in engine", code: .unavailable)
        case .imageCount(let count, let allowed):
            self.init(
                count == 0 ? "no picture was given" : "\(count) pictures were given",
                remedy: "give \(allowed.lowerBound) to \(allowed.upperBound)", code: .usage)
        case .maskSize(let field, let width, let height, let pictureWidth, let pictureHeight):
            let mask = field == .mask ? "mask" : "mask of the \(field)"
            self.init(
                "the \(mask) is \(width)×\(height), the picture is \(pictureWidth)×\(pictureHeight)",
                remedy: "use a mask of the picture's size", code: .data)
        case .noSubject:
            self.init(
                "the subject's mask is all white or all black",
                remedy: "make it white on the subject and black elsewhere",
                code: .data)
        case .mask(.opaque):
            self.init(
                "the mask has no transparent part to fill",
                remedy: "make it transparent where the picture may change",
                code: .data)
        case .mask(.clear):
            self.init(
                "the mask leaves too little of the picture to fill from", remedy: "make more of it opaque",
                code: .data)
        case .notAPicture:
            self.init("the file is not a PNG, JPEG, WebP or GIF", remedy: "choose another one", code: .data)
        case .image(let objection): self.init(objection)
        case .unsuited(let manner, let reason):
            self.init(
                "\(manner) does not suit this picture: \(reason)",
                remedy: "choose another manner; riffle manners PICTURE lists those that suit", code: .data)
        case .needsMate(let manner):
            self.init("\(manner) blends two pictures", remedy: "name the second one with --with", code: .usage)
        case .unreadable(.manner, let text):
            let near = Suggestion.nearest(
                to: text, among: Manner.all.map(\.name) + Manner.Family.allCases.map(\.rawValue))
            self.init(
                "there is no manner \(text)", remedy: near.map { "did you mean \($0)?" } ?? "riffle manners lists them",
                code: .usage)
        case .unreadable(let field, let text):
            self.init("\(field) is \(text)", remedy: "see riffle images --help", code: .usage)
        case .repeated(let field): self.init("\(field) is given twice", remedy: "give it once", code: .usage)
        case .imageMissing: self.init("no picture was given", remedy: "name one with --image", code: .usage)
        }
    }

    /// - Parameter picture: its name in the message.
    init(_ objection: UploadObjection, whose picture: String = "the picture") {
        switch objection {
        case .notPNG: self.init("\(picture) is not a PNG", remedy: "convert it first", code: .data)
        case .notSquare(let width, let height):
            self.init(
                "\(picture) is \(width)×\(height), and the API takes squares",
                remedy: "use --square crop-centre, crop-start, crop-end or pad", code: .data)
        case .tooLarge(let byteCount, let limit):
            self.init(
                "\(picture) is \(Words.bytes(byteCount)), and the server takes less than \(Words.bytes(limit))",
                remedy: "use --scale-down, or the built-in engine", code: .data)
        }
    }

    init(_ fault: LocalFault) {
        switch fault {
        case .unreadablePicture:
            self.init("the picture is damaged and cannot be decoded", remedy: "choose another one", code: .data)
        case .tooManyPixels(let count, let limit):
            self.init(
                "the picture has \(count / 1_000_000) megapixels; the limit is \(limit / 1_000_000)",
                remedy: "scale it down", code: .data)
        case .tooSmall(let width, let height):
            self.init("\(width)×\(height) is too small to vary", remedy: "choose a larger picture", code: .data)
        case .notEnoughMemory(let byteCount):
            self.init(
                "\(Words.bytes(byteCount)) of memory are not available", remedy: "request fewer or smaller pictures",
                code: .software)
        case .encoding:
            self.init("a finished picture could not be encoded", remedy: "please report it", code: .software)
        case .unexpected(let type):
            self.init("the engine failed (\(type))", remedy: "please report it", code: .software)
        }
    }

    /// A server's sentence without its full stop, because another sentence follows.
    private static func withoutStop(_ text: String) -> String {
        text.hasSuffix(".") && !text.hasSuffix("..") ? String(text.dropLast()) : text
    }

    private static func remedy(_ fault: PictureFault) -> String {
        switch fault {
        case .absent, .badBase64, .notAPicture: "the answer is kept in answers/, beside the history"
        case .privateAddress, .uncheckedAddress, .forbiddenURL: "request b64_json, which needs no download"
        default: "press r in the tree to retry within the hour, or request b64_json"
        }
    }

    private static func remedy(status: Int) -> String {
        switch status {
        case 401: "check the key"
        case 403: "the key lacks the permission"
        case 404, 405, 410, 501: "this server has no such endpoint or model; use another, or the built-in engine"
        case 408, 409: "try again later"
        case 413: "send a smaller picture"
        case 429: "wait, or check your plan and billing"
        case 500...: "try again later"
        default: "correct the request and send it again"
        }
    }

    private static func range(_ allowed: ClosedRange<Int>) -> String {
        "use a number from \(allowed.lowerBound) to \(allowed.upperBound)"
    }

    private static func words(_ operation: ImageOperation) -> String {
        switch operation {
        case .variation: "makes no variations"
        case .edit: "makes no edits"
        case .generation: "makes pictures out of pictures, not from a prompt alone"
        }
    }

    private static func remedy(_ operation: ImageOperation) -> String {
        switch operation {
        case .variation: "use the built-in engine"
        case .edit, .generation: "add a server that does to the configuration, or name one by --base-url"
        }
    }

    private static func words(_ fault: TextFault) -> String {
        switch fault {
        case .empty: "is empty"
        case .tooLong(let length, let limit): "has \(length) characters, \(limit) are the most"
        case .controlCharacter: "holds a control character"
        }
    }

    private static func words(_ reason: UnreachableReason) -> String {
        switch reason {
        case .nameNotFound: "no such host"
        case .connectionRefused: "connection refused"
        case .noRoute: "no route to it"
        case .timedOut(let seconds): "no connection within \(seconds) s"
        case .tls: "its certificate is not trusted, or it does not speak TLS"
        case .other(let errno): errno.map(reason(_:)) ?? "connecting failed"
        }
    }

    private static func words(_ fault: AnswerFault) -> String {
        switch fault {
        case .tooLarge(let limit): "more than \(Words.bytes(limit))"
        case .notJSON(let type): type.map { "it is \($0)" } ?? "it is not JSON"
        case .noData: "it has no data"
        case .noPictures: "it contains no picture"
        case .notHTTP: "it is not HTTP"
        case .redirect(let status, _): "a redirect (\(status))"
        }
    }

    private static func words(_ fault: PictureFault) -> String {
        switch fault {
        case .absent: "it has neither url nor b64_json"
        case .badBase64: "its base64 is invalid"
        case .notAPicture(let byteCount): "the \(Words.bytes(byteCount)) received are not an image"
        case .privateAddress: "its URL leads into your network, and the server is outside"
        case .uncheckedAddress: "its URL leads to another host, whose address cannot be checked behind a proxy"
        case .forbiddenURL(let scheme):
            "its URL is \(scheme ?? "without a scheme"), and only https is allowed from another host"
        case .badURL: "its URL is invalid"
        case .tooLarge(let limit): "more than \(Words.bytes(limit))"
        case .status(let status): "its host responded with \(status)"
        case .tooManyRedirects: "too many redirects"
        case .transport(let error): Failure(BackendError(error), backend: "its host").problem.title
        }
    }
}
