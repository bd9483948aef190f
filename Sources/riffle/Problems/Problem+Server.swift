import RiffleServer

extension Failure {
    init(_ error: ServerError) {
        switch error {
        case .cannotListen(let port, let errno):
            self.init(
                "port \(port) cannot be served on: \(errno.map(Failure.reason(_:)) ?? "unknown reason")",
                remedy: "use another --port", code: .unavailable)
        case .form, .bodyTooLarge, .noSuchFile, .backendStopped:
            self.init("the server failed on a request", detail: "\(error)", code: .software)
        }
    }
}
