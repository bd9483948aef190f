import RiffleServer

extension Failure {
    init(_ error: ServerError) {
        switch error {
        case .cannotListen(let address, let port, let errno):
            self.init(
                "port \(port) of \(address) cannot be served on: \(errno.map(Failure.reason(_:)) ?? "unknown reason")",
                remedy: "use another --port or --address", code: .unavailable)
        case .tls(let path):
            self.init("\(path) is no certificate or key that can be used", remedy: "name PEM files", code: .noInput)
        case .folder(let path):
            self.init("the folder \(path) cannot be written to", remedy: "name another by --files", code: .cannotCreate)
        default:
            self.init("the server failed on a request", detail: "\(error)", code: .software)
        }
    }
}
