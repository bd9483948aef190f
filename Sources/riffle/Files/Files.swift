import Glibc

/// Why a file or folder could not be read or written.
struct FileError: Error, Sendable, Equatable {
    var path: String
    var errno: Int32
}

/// The few calls on files that the program makes itself.
enum Files {
    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Whether nothing is at a path, or a folder.
    static func isFolderOrFree(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & S_IFMT == S_IFDIR : errno == ENOENT
    }

    /// The permission bits of a file; nil where there is none.
    static func mode(of path: String) -> Int? {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_mode & 0o777) : nil
    }

    /// The whole file.
    static func read(_ path: String) throws(FileError) -> [UInt8] {
        try read(path, upTo: .max)
    }

    /// The first bytes of a file: at most `limit`, fewer where the file is shorter.
    static func read(_ path: String, upTo limit: Int) throws(FileError) -> [UInt8] {
        let file = try FileReader(path)
        let bytes = [UInt8](unsafeUninitializedCapacity: min(limit, file.byteCount)) { buffer, count in
            count = file.read(into: UnsafeMutableRawBufferPointer(buffer))
        }
        if let error = file.error { throw error }
        return bytes
    }

    /// Writes a file so that it is there whole or not at all. Existing files are replaced.
    ///
    /// - Parameter mode: its permission bits; nil: as the person's files usually are.
    static func write(_ bytes: [UInt8], to path: String, mode: Int? = nil) throws(FileError) {
        let temporary = "\(path).\(getpid()).part"
        // Left by a process of the same number that died.
        unlink(temporary)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode.map { mode_t($0) } ?? 0o666)
        guard descriptor >= 0 else { throw FileError(path: path, errno: errno) }
        if let mode { fchmod(descriptor, mode_t(mode)) }
        var written = 0
        while written < bytes.count {
            let put = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + written, $0.count - written) }
            if put < 0 && errno == EINTR { continue }
            if put < 0 { break }
            written += put
        }
        // Before the name stands for them, the bytes are on the disk.
        var failure = written == bytes.count && fsync(descriptor) == 0 ? 0 : errno
        if close(descriptor) != 0, failure == 0 { failure = errno }
        if failure == 0, rename(temporary, path) != 0 { failure = errno }
        guard failure == 0 else {
            unlink(temporary)
            throw FileError(path: path, errno: failure)
        }
    }

    /// Makes a folder and those above it; one that exists is fine.
    static func makeFolder(_ path: String) throws(FileError) {
        var partial = ""
        for part in path.split(separator: "/") {
            partial += "/" + part
            if mkdir(partial, 0o777) != 0 && errno != EEXIST { throw FileError(path: partial, errno: errno) }
        }
    }

    /// What a directory says of a name without the file being asked.
    enum NameKind {
        case file, folder, other
        /// A link, or a file system that does not say.
        case unknown
    }

    /// Tells whether a folder can be listed, without listing it.
    static func checkList(_ folder: String) throws(FileError) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(path: folder, errno: errno) }
        close(descriptor)
    }

    /// Calls `body` with the bytes of each name in a folder, but for `.` and `..`.
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

    /// The absolute path without links; nil where it leads nowhere.
    static func resolved(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }
}
