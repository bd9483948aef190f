import FoundationEssentials
import Glibc

/// Where Riffle's files are, after the XDG Base Directory Specification 0.8.
struct Places: Sendable, Equatable {
    /// Pictures and history.
    var data: String
    /// What the person configured.
    var configuration: String
    /// What is remembered from one run to the next and may be lost.
    var state: String
    var home: String
    /// Folders that may hold `themes` and `Samples`, the first that has one counts.
    private var shares: [String]

    /// - Parameters:
    ///   - environment: `XDG_*`, `HOME` and `RIFFLE_DATA` are read; relative paths in them are ignored, as the
    ///     specification says.
    ///   - executable: absolute path of the program.
    init(environment: [String: String], executable: String) {
        func absolute(_ name: String) -> String? {
            environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil }
        }
        home = absolute("HOME") ?? Places.homeOfUser ?? "/"
        data = (absolute("XDG_DATA_HOME") ?? home + "/.local/share") + "/riffle"
        configuration = (absolute("XDG_CONFIG_HOME") ?? home + "/.config") + "/riffle"
        state = (absolute("XDG_STATE_HOME") ?? home + "/.local/state") + "/riffle"
        let folder = executable.split(separator: "/").dropLast()
        shares = absolute("RIFFLE_DATA").map { [$0] } ?? []
        shares.append("/" + folder.dropLast().joined(separator: "/") + "/share/riffle")
        // Run from a checkout, the program is in .build/…/release: its root is the folder above .build.
        if let build = folder.firstIndex(where: { $0.hasPrefix(".build") }) {
            shares.append("/" + folder[..<build].joined(separator: "/"))
        }
    }

    init() {
        self.init(
            environment: Environment.variables,
            executable: Files.resolved("/proc/self/exe") ?? CommandLine.arguments[0])
    }

    private static var homeOfUser: String? {
        guard let entry = getpwuid(getuid()), let home = entry.pointee.pw_dir else { return nil }
        return String(cString: home)
    }

    /// The folder of bundled pictures.
    var samples: String? { existing("Samples") ?? existing("Sources/riffle/Samples") }

    /// Where themes are looked for: the person's own before the bundled ones.
    var themeFolders: [String] { [configuration + "/themes"] + shares.map { $0 + "/themes" } }

    private func existing(_ name: String) -> String? {
        shares.map { "\($0)/\(name)" }.first(where: Files.exists)
    }
}
