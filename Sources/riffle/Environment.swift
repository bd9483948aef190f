// `environ` is a C variable that this program never changes.
@preconcurrency import Glibc

/// The process's environment variables.
enum Environment {
    /// Read without Foundation's `ProcessInfo`, whose creation takes as long as decoding a small picture.
    static let variables: [String: String] = {
        var variables: [String: String] = [:]
        var place = environ
        while let entry = place.pointee {
            let parts = String(cString: entry).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { variables[String(parts[0])] = String(parts[1]) }
            place += 1
        }
        return variables
    }()

    /// A folder for large temporary files. `/tmp` is memory on many machines, so it is not the first choice.
    static var scratchFolder: String {
        variables["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/var/tmp"
    }
}
