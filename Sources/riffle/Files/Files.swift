import Glibc

/// Why a file or folder could not be read or written.
struct FileError: Error, Sendable, Equatable {
    var path: String
    var errno: Int32
}

/// File system calls with typed errors.
enum Files {
    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Whether nothing is at a path, or a folder.
    static func isFolderOrFree(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & S_IFMT == S_IFDIR : errno == ENOENT
    }

    /// The permission bits of a file; nil if it does not exist.
    static func mode(of path: String) -> Int? {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_mode & 0o777) : nil
    }

    /// The whole file.
    static func read(_ path: String) throws(FileError) -> [UInt8] {
        try read(path, upTo: .max)
    }

    /// The first bytes of a file, at most `limit`.
    static func read(_ path: String, upTo limit: Int) throws(FileError) -> [UInt8] {
        let file = try FileReader(path)
        let bytes = [UInt8](unsafeUninitializedCapacity: min(limit, file.byteCount)) { buffer, count in
            count = file.read(into: UnsafeMutableRawBufferPointer(buffer))
        }
        if let error = file.error { throw error }
        return bytes
    }

    /// Writes a file atomically. An existing file is replaced.
    ///
    /// - Parameter mode: its permission bits; nil: those of the user's umask.
    static func write(_ bytes: [UInt8], to path: String, mode: Int? = nil) throws(FileError) {
        let temporary = "\(path).\(getpid()).part"
        // Left by an earlier process with the same id that crashed.
        unlink(temporary)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode.map { mode_t($0) } ?? 0o666)
        guard descriptor >= 0 else { throw FileError(path: path, errno: errno) }
        if let mode { fchmod(descriptor, mode_t(mode)) }
        // The bytes must be on the disk before the rename.
        var failure = writeAll(bytes, to: descriptor) && fsync(descriptor) == 0 ? 0 : errno
        if close(descriptor) != 0, failure == 0 { failure = errno }
        if failure == 0, rename(temporary, path) != 0 { failure = errno }
        guard failure == 0 else {
            unlink(temporary)
            throw FileError(path: path, errno: failure)
        }
    }

    /// Creates a folder and its parents, if they do not exist.
    static func makeFolder(_ path: String) throws(FileError) {
        var partial = ""
        for part in path.split(separator: "/") {
            partial += "/" + part
            if mkdir(partial, 0o777) != 0 && errno != EEXIST { throw FileError(path: partial, errno: errno) }
        }
    }

    /// The type of a directory entry, known without stat(2).
    enum NameKind {
        case file, folder, other
        /// A link, or the file system does not say.
        case unknown
    }

    /// Throws if a folder cannot be listed.
    static func checkList(_ folder: String) throws(FileError) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(path: folder, errno: errno) }
        close(descriptor)
    }

    /// Calls `body` with the bytes of each name in a folder, except `.` and `..`.
    static func forEachName(
        in folder: String, _ body: (UnsafeBufferPointer<UInt8>, NameKind) -> Void
    ) throws(FileError) {
        guard let stream = opendir(folder) else { throw FileError(path: folder, errno: errno) }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            let kind: NameKind =
                switch Int(entry.pointee.d_type) {
                case DT_REG: .file
                case DT_DIR: .folder
                case DT_LNK, DT_UNKNOWN: .unknown
                default: .other
                }
            withUnsafePointer(to: &entry.pointee.d_name) { name in
                name.withMemoryRebound(to: UInt8.self, capacity: 256) { bytes in
                    let name = UnsafeBufferPointer(
                        start: bytes, count: strlen(UnsafeRawPointer(bytes).assumingMemoryBound(to: CChar.self)))
                    let isDots = name[0] == 0x2E && (name.count == 1 || name.count == 2 && name[1] == 0x2E)
                    if !isDots { body(name, kind) }
                }
            }
        }
    }

    /// The absolute path without links; nil if it does not exist.
    static func resolved(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }
}
