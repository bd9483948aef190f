package import RiffleAPI

/// One row of the files pane.
package struct FileItem: Sendable, Hashable {
    package enum Kind: Sendable, Hashable { case folder, picture }

    /// Its name; with subfolders, its relative path.
    package var name: String
    package var path: String
    package var kind: Kind
    /// Bytes of a file; 0 for a folder.
    package var byteCount: Int
    /// Changes whenever the file does (made of modification time and size).
    package var version: UInt64
    /// Nanoseconds since 1970 of its last change; 0 for a folder.
    package var modified: Int64

    /// Whether it, or a folder in its path, is hidden.
    package var isHidden: Bool {
        guard name != ".." else { return false }
        var atStart = true
        for byte in name.utf8 {
            if atStart, byte == UInt8(ascii: ".") { return true }
            atStart = byte == UInt8(ascii: "/")
        }
        return false
    }

    package init(
        name: String, path: String, kind: Kind, byteCount: Int = 0, version: UInt64 = 0, modified: Int64 = 0
    ) {
        self.name = name
        self.path = path
        self.kind = kind
        self.byteCount = byteCount
        self.version = version
        self.modified = modified
    }
}

/// The result of reading a file's header.
package enum FileFacts: Sendable, Hashable {
    case picture(PictureFacts, [UploadObjection])
    /// The file cannot be read or shown, and why.
    case unreadable(String)
}

/// Paths as strings, for views and reducers that may not touch the disk.
package enum Path {
    package static func name(_ path: String) -> String {
        guard let slash = path.lastIndex(of: "/"), path.count > 1 else { return path }
        return String(path[path.index(after: slash)...])
    }

    /// The extension in lower case; nil if there is none.
    package static func ending(_ path: String) -> String? {
        let name = name(path)
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex, name.last != "." else { return nil }
        return name[name.index(after: dot)...].lowercased()
    }

    /// The parent folder; `/` for `/`.
    package static func parent(_ path: String) -> String {
        guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return "/" }
        return String(path[..<slash])
    }

    package static func joined(_ folder: String, _ name: String) -> String {
        folder == "/" ? "/" + name : folder + "/" + name
    }

    /// The path with the home folder as `~`.
    package static func abbreviated(_ path: String, home: String) -> String {
        guard !home.isEmpty, home != "/", path == home || path.hasPrefix(home + "/") else { return path }
        return "~" + path.dropFirst(home.count)
    }
}
