// `environ` is a variable of C's; nothing here ever changes it.
@preconcurrency import Glibc

/// The variables that the process was started with.
enum Environment {
    /// Without Foundation's `ProcessInfo`, the making of which costs as much as decoding a small picture.
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

    /// Where large things may lie for a while. `/tmp` is memory on many machines, so it is not the first choice.
    static var scratchFolder: String {
        variables["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/var/tmp"
    }
}
