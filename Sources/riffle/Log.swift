import Glibc
import Logging

/// Where log lines go: to the file that `RIFFLE_LOG` names, or nowhere. Never to a standard stream,
/// which belongs to the screen or to a script.
enum Log {
    static func start(environment: [String: String] = Environment.variables) {
        guard let path = environment["RIFFLE_LOG"], !path.isEmpty, let file = fopen(path, "ae") else {
            LoggingSystem.bootstrap { _ in SwiftLogNoOpLogHandler() }
            return
        }
        let stream = LogFile(file: file)
        LoggingSystem.bootstrap { StreamLogHandler(label: $0, stream: stream) }
    }
}

/// A file that several threads add whole lines to.
private struct LogFile: TextOutputStream, @unchecked Sendable {
    /// Open to the end of the process; stdio locks each call.
    let file: UnsafeMutablePointer<FILE>

    func write(_ string: String) {
        fputs(string, file)
        fflush(file)
    }
}
