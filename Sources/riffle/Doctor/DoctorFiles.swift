import Glibc

/// Where files are, and whether they exist.
enum DoctorFiles {
    static func lines(_ places: Places, environment: [String: String]) -> [DoctorReport.File] {
        var lines = [
            line("history", places.data + "/history.db"), line("pictures", places.data + "/pictures"),
            line("configuration", places.configuration + "/config.toml"), line("last form", places.state),
        ]
        lines += places.themeFolders.map { line("themes", $0) }
        lines.append(line("samples", places.samples))
        if let mode = Files.mode(of: places.data), mode & 0o077 != 0 {
            lines[0].state += "; other users can open its folder: chmod 700 \(places.data)"
        }
        if let log = environment["RIFFLE_LOG"], !log.isEmpty { lines.append(line("log", log)) }
        return lines
    }

    private static func line(_ what: String, _ path: String) -> DoctorReport.File {
        DoctorReport.File(what: what, path: path, state: state(path))
    }

    private static func state(_ path: String) -> String {
        var status = stat()
        guard stat(path, &status) == 0 else {
            if errno != ENOENT { return Failure.reason(errno) }
            return canBeMade(path) ? "not there yet" : "not there, and cannot be made"
        }
        guard access(path, R_OK) == 0 else { return Failure.reason(errno) }
        let isFolder = status.st_mode & S_IFMT == S_IFDIR
        let size = isFolder ? "folder" : "\((Int(status.st_size) + 999) / 1000) kB"
        return access(path, W_OK) == 0 ? size : size + ", read only"
    }

    /// Whether the nearest existing parent folder is writable.
    private static func canBeMade(_ path: String) -> Bool {
        var folder = path[...]
        while let slash = folder.lastIndex(of: "/") {
            folder = folder[..<slash]
            let name = folder.isEmpty ? "/" : String(folder)
            if Files.exists(name) { return access(name, W_OK) == 0 }
        }
        return false
    }
}
