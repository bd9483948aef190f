import Glibc
import Logging
import RiffleAPI

/// Where log lines go: to the file that `RIFFLE_LOG` names, or nowhere. Never to a standard stream,
/// which belongs to the screen or to a script.
enum Log {
    static func start(environment: [String: String] = Environment.variables) {
        guard let path = environment["RIFFLE_LOG"], !path.isEmpty else { return silence() }
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { return silence() }
        LoggingSystem.bootstrap { StreamLogHandler(label: $0, stream: LogStream(descriptor: descriptor)) }
    }

    private static func silence() {
        LoggingSystem.bootstrap { _ in SwiftLogNoOpLogHandler() }
    }
}

/// A descriptor that several threads write lines to, each with one call.
struct LogStream: TextOutputStream, Sendable {
    /// Open to the end of the process.
    let descriptor: Int32

    func write(_ string: String) {
        // A handler writes one line at a time.
        let line = string.hasSuffix("\n") ? String(string.dropLast()) : string
        writeAll("\(Escaper.log.escaped(line))\n".utf8, to: descriptor)
    }
}
