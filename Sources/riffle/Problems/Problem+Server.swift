import RiffleServer

extension Failure {
    init(_ error: ServerError) {
        switch error {
        case .cannotListen(let address, let port, let errno):
            self.init(
                "cannot listen on port \(port) of \(address): \(errno.map(Failure.reason(_:)) ?? "unknown reason")",
                remedy: "use another --port or --address", code: .unavailable)
        case .tls(let path):
            self.init("\(path) is not a usable certificate or key", remedy: "use PEM files", code: .noInput)
        case .folder(let path):
            self.init("the folder \(path) is not writable", remedy: "name another with --files", code: .cannotCreate)
        default:
            self.init("the server failed on a request", detail: "\(error)", code: .software)
        }
    }
}
