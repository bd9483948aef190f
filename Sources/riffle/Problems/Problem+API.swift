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
                ?? Failure("the key of \(backend) could not be had", code: .configuration)
        case .withheld(let error):
            self.init("the request was not sent (\(type(of: error.cause)))", remedy: "send it again", code: .software)
        case .jobRuns(let job): self.init("job \(job.value) runs already", code: .software)
        case .refused(let status, let message, let requestID):
            self.init(
                "\(backend) refused (\(status)): \(Failure.withoutStop(message.text ?? "without a reason"))",
                remedy: Failure.remedy(status: status),
                detail: [message.details, requestID.map { "Request id \($0)" }].compactMap { $0 }
                    .joined(separator: "\n"),
                code: .unavailable)
        case .noVariations:
            self.init(
                "\(backend) has no variations, and nothing was made",
                remedy: "edit the picture by a prompt instead, or set variations = \"edits\" for it in config.toml",
                code: .unavailable)
        case .unreachable(let host, .tls):
            self.init(
                "\(host) cannot be reached: \(Failure.words(.tls))",
                remedy: "if the certificate is from an authority of your own, name its file as ca_file",
                code: .unavailable)
        case .unreachable(let host, let reason):
            self.init(
                "\(host) cannot be reached: \(Failure.words(reason))",
                remedy: "check the address, or use the built-in engine", code: .unavailable)
        case .timedOut(let seconds):
            self.init(
                "\(backend) said nothing for \(seconds) s",
                remedy: "it may have made the pictures all the same; look before you ask again",
                code: .connectionLost)
        case .connectionLost:
            self.init(
                "the connection to \(backend) was lost in the middle",
                remedy: "it may have made the pictures all the same; look before you ask again",
                code: .connectionLost)
        case .notSent:
            self.init(
                "the connection to \(backend) was lost while the request was being sent",
                remedy: "nothing was made; send it again", code: .unavailable)
        case .badAnswer(.redirect(let status, let target), _):
            self.init(
                "\(backend) redirects (\(status)) to \(target ?? "an address it does not name"); no key is sent there",
                remedy: "make that its base_url if it is right", code: .unavailable)
        case .badAnswer(let fault, let requestID):
            self.init(
                "\(backend) gave an answer that is not the Images API's: \(Failure.words(fault))",
                remedy: "check that its base URL is right", detail: requestID.map { "Request id \($0)" } ?? "",
                code: .unavailable)
        case .pictureUnavailable(let picture, let fault):
            self.init(
                "picture \(picture + 1) of the answer could not be had: \(Failure.words(fault))",
                remedy: Failure.remedy(fault), code: .unavailable)
        case .cannot(let fault): self.init(fault)
        case .workflow(let fault): self.init(fault, backend: backend)
        case .cancelled: self.init("cancelled", code: .cancelled)
        }
    }

    /// A backend that has no such operation, and those that have.
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
            self.init("the prompt is empty or missing", remedy: "say what to make with --prompt", code: .usage)
        case .text(let field, let fault):
            self.init("\(field) \(Failure.words(fault))", remedy: "shorten or retype it", code: .usage)
        case .size(let size):
            self.init("\(size) cannot be made here", remedy: "use another size, such as 1024x1024", code: .usage)
        case .mate(let objection): self.init(objection, whose: "the mate")
        case .notTaken(let field):
            self.init("the backend takes no \(field)", remedy: "use the built-in engine", code: .unavailable)
        case .imageCount(let count, let allowed):
            self.init(
                count == 0 ? "no picture was given" : "\(count) pictures are given",
                remedy: "give \(allowed.lowerBound) to \(allowed.upperBound)", code: .usage)
        case .maskSize(let field, let width, let height, let pictureWidth, let pictureHeight):
            let mask = field == .mask ? "mask" : "mask of the \(field)"
            self.init(
                "the \(mask) is \(width)×\(height), and the picture \(pictureWidth)×\(pictureHeight)",
                remedy: "make the mask as large as the picture", code: .data)
        case .noSubject:
            self.init(
                "the mask of the subject is all of one kind",
                remedy: "make it white where the subject is, and black elsewhere",
                code: .data)
        case .mask(.opaque):
            self.init(
                "nothing is transparent that could be filled",
                remedy: "give a mask that is transparent where the picture is to change",
                code: .data)
        case .mask(.clear):
            self.init(
                "the mask leaves too little of the picture to fill it from", remedy: "keep more of it opaque",
                code: .data)
        case .notAPicture:
            self.init("the file is no PNG, JPEG, WebP or GIF", remedy: "choose another one", code: .data)
        case .image(let objection): self.init(objection)
        case .unsuited(let manner, let reason):
            self.init(
                "no \(manner) of this picture: \(reason)",
                remedy: "choose another manner; riffle manners PICTURE lists those that suit", code: .data)
        case .needsMate(let manner):
            self.init("\(manner) blends two pictures", remedy: "name the second by --with", code: .usage)
        case .unreadable(.manner, let text):
            let near = Suggestion.nearest(
                to: text, among: Manner.all.map(\.name) + Manner.Family.allCases.map(\.rawValue))
            self.init(
                "there is no manner \(text)", remedy: near.map { "did you mean \($0)?" } ?? "riffle manners lists them",
                code: .usage)
        case .unreadable(let field, let text):
            self.init("\(field) is \(text)", remedy: "see the API reference for what it takes", code: .usage)
        case .repeated(let field): self.init("\(field) is given twice", remedy: "give it once", code: .usage)
        case .imageMissing: self.init("no picture was given", remedy: "name one with --image", code: .usage)
        }
    }

    /// - Parameter picture: the one that is meant, in the person's words.
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
                "the picture has \(count / 1_000_000) megapixels, \(limit / 1_000_000) at most can be worked on",
                remedy: "scale it down", code: .data)
        case .tooSmall(let width, let height):
            self.init("\(width)×\(height) is too small to vary", remedy: "choose a larger picture", code: .data)
        case .notEnoughMemory(let byteCount):
            self.init("\(Words.bytes(byteCount)) of memory are not to be had", remedy: "ask for less", code: .software)
        case .encoding: self.init("a finished picture could not be encoded", code: .software)
        case .unexpected(let type):
            self.init("the engine failed (\(type))", remedy: "please report it", code: .software)
        }
    }

    /// Words that another sentence follows on.
    private static func withoutStop(_ text: String) -> String {
        text.hasSuffix(".") && !text.hasSuffix("..") ? String(text.dropLast()) : text
    }

    private static func remedy(_ fault: PictureFault) -> String {
        switch fault {
        case .absent, .badBase64, .notAPicture: "what came is kept in answers/ beside the history"
        default: "r in its tree fetches again while the address lives, an hour as a rule; b64_json needs none"
        }
    }

    private static func remedy(status: Int) -> String {
        switch status {
        case 401: "check the key"
        case 403: "the key may not do this"
        case 404, 405, 410, 501: "this server has no such endpoint or model; use another, or the built-in engine"
        case 408, 409: "try again later"
        case 413: "send a smaller picture"
        case 429: "wait a while, or check the plan and its billing"
        case 500...: "try again later"
        default: "change what it names and send again"
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
        case .notJSON(let type): type.map { "it is \($0)" } ?? "it is no JSON"
        case .noData: "it has no data"
        case .noPictures: "it holds no picture"
        case .notHTTP: "it is not HTTP"
        case .redirect(let status, _): "a redirect (\(status))"
        }
    }

    private static func words(_ fault: PictureFault) -> String {
        switch fault {
        case .absent: "it has neither url nor b64_json"
        case .badBase64: "its base64 is broken"
        case .notAPicture(let byteCount): "\(Words.bytes(byteCount)) that are no picture"
        case .privateAddress: "its URL leads into this network, from a server outside of it"
        case .uncheckedAddress: "its URL leads to another host, which cannot be checked behind a proxy"
        case .forbiddenURL(let scheme): "its URL (\(scheme ?? "no scheme")) is not one to fetch"
        case .badURL: "its URL is broken"
        case .tooLarge(let limit): "more than \(Words.bytes(limit))"
        case .status(let status): "its host answered \(status)"
        case .tooManyRedirects: "too many redirects"
        case .transport(let error): Failure(BackendError(error), backend: "its host").problem.title
        }
    }
}
