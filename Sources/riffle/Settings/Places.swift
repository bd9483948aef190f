import FoundationEssentials
import Glibc

/// The folders of Riffle's files. Source: XDG Base Directory Specification 0.8.
struct Places: Sendable, Equatable {
    /// Pictures and history.
    var data: String
    /// Configuration, themes and workflows.
    var configuration: String
    /// State that is remembered between runs and may be lost.
    var state: String
    var home: String
    /// Where a history lies that cannot be written where it belongs, best first: in memory if possible.
    var scratchFolders: [String]

    /// - Parameter environment: `XDG_*` and `HOME` are read; relative paths are ignored, as specified.
    init(environment: [String: String]) {
        func absolute(_ name: String) -> String? {
            environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil }
        }
        home = absolute("HOME") ?? Places.homeOfUser ?? "/"
        data = (absolute("XDG_DATA_HOME") ?? home + "/.local/share") + "/riffle"
        configuration = (absolute("XDG_CONFIG_HOME") ?? home + "/.config") + "/riffle"
        scratchFolders = [absolute("XDG_RUNTIME_DIR"), "/dev/shm", absolute("TMPDIR"), "/tmp"].compactMap(\.self)
        state = (absolute("XDG_STATE_HOME") ?? home + "/.local/state") + "/riffle"
    }

    init() { self.init(environment: Environment.variables) }

    private static var homeOfUser: String? {
        guard let entry = getpwuid(getuid()), let home = entry.pointee.pw_dir else { return nil }
        return String(cString: home)
    }

    /// The folder that the sample pictures are written to.
    var samples: String { data + "/samples" }

    /// Folders of the user's themes.
    var themeFolders: [String] { [configuration + "/themes"] }
}
