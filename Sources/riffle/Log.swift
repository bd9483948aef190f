import Glibc
import Logging
import RiffleAPI

/// Log lines go to the file named by `RIFFLE_LOG`, or nowhere: the standard streams belong to the screen or to a script.
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

/// A descriptor that several threads write to, one line per call.
struct LogStream: TextOutputStream, Sendable {
    /// Never closed.
    let descriptor: Int32

    func write(_ string: String) {
        // A log handler writes one line at a time.
        let line = string.hasSuffix("\n") ? String(string.dropLast()) : string
        writeAll("\(Escaper.log.escaped(line))\n".utf8, to: descriptor)
    }
}
