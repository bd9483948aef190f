import RiffleAPI
import RiffleUI

extension Failure {
    init(_ fault: Settings.Fault) {
        switch fault {
        case .unreadable(let path, let errno):
            self.init(
                "\(path) cannot be read: \(Failure.reason(errno))", remedy: "check its permissions",
                code: .configuration)
        case .syntax(let path, let line, let message):
            self.init("\(path), line \(line): \(message)", remedy: "fix the line", code: .configuration)
        case .value(let path, let key, let expected):
            self.init("\(path): \(key) is not valid", remedy: "use \(expected)", code: .configuration)
        case .open(let path, let server, let mode):
            self.init(
                "others can read \(path) (mode \(String(mode, radix: 8))), which contains secrets of \(server)",
                remedy: "chmod 600 it, or use key_env, key_file or key_command", code: .configuration)
        }
    }

    init(_ fault: Keymap.Fault, path: String) {
        let (what, remedy): (String, String) =
            switch fault {
            case .unknownContext(let name):
                (
                    "there is no place called \(name)",
                    "use one of " + Context.allCases.map(\.rawValue).joined(separator: ", ")
                )
            case .unknownCommand(let name, let context):
                ("\(context) has no command \(name)", "riffle help keys lists the names")
            case .unknownKey(let key): ("\(key) is not a key", "use names such as x, ^X, Alt-x, F5, Enter")
            case .conflict(let key, let first, let second, let context):
                ("\(key) would be both \(first) and \(second) in \(context)", "give one of them another key")
            }
        self.init("\(path), keys: \(what)", remedy: remedy, code: .configuration)
    }

    init(_ fault: Backends.Fault) {
        switch fault {
        case .address(let text, let error):
            self.init(
                "\(text) is not a base URL: \(Failure.words(error))",
                remedy: "use one such as http://127.0.0.1:8080/v1",
                code: .usage)
        case .keyFile(let path, let errno):
            self.init("the key file \(path): \(Failure.reason(errno))", remedy: "check the path", code: .configuration)
        case .keyFileOpen(let path, let mode):
            self.init(
                "others can read the key file \(path) (mode \(String(mode, radix: 8)))", remedy: "chmod 600 it",
                code: .configuration)
        case .keyCommand(let server, let status):
            self.init(
                "the command for the key of \(server) failed (\(status))", remedy: "run it yourself to see why",
                code: .configuration)
        case .keyCommandSlow(let server, let seconds):
            self.init(
                "the command for the key of \(server) took longer than \(seconds) s",
                remedy: "run it yourself to see why",
                code: .configuration)
        case .header(let server, let name):
            self.init(
                "the header \(name) of \(server) cannot be sent", remedy: "use ASCII letters on one line",
                code: .configuration)
        case .certificates(let path):
            self.init(
                "\(path) contains no certificate", remedy: "name a file of certificates in PEM", code: .configuration)
        case .proxy(let server, let text):
            self.init(
                "the proxy of \(server) cannot be \(text)", remedy: "use HOST:PORT", code: .configuration)
        case .price(let server, let text):
            self.init(
                "the price of \(server) cannot be \(text)", remedy: "use one such as 0.04 USD", code: .configuration)
        case .limit(let server, let text):
            self.init(
                "the monthly limit of \(server) cannot be \(text)",
                remedy: "use one such as 100 pictures, or 20 USD with a price in USD", code: .configuration)
        case .keyMissing(let server, let variable):
            self.init("the key of \(server) is not set", remedy: "export \(variable)", code: .configuration)
        case .keyMalformed(let server):
            self.init(
                "the key of \(server) is empty or contains spaces", remedy: "copy it again", code: .configuration)
        }
    }

    private static func words(_ error: ServerAddressError) -> String {
        switch error {
        case .notAURL: "it cannot be read"
        case .noScheme: "it must start with http:// or https://"
        case .scheme(let scheme): "\(scheme) is not http or https"
        case .noHost: "it has no host"
        case .holdsCredentials: "it contains a user name or password"
        case .holdsQuery: "it contains a ? or #"
        }
    }
}
