import Glibc

/// The few calls on files that the history needs, each whole or with its `errno`.
///
/// Foundation writes files without `fsync`, and its errors hide the reason.
enum PosixFile {
    /// Makes a directory and those above it, readable by their owner alone as the XDG specification asks.
    static func makeDirectory(_ path: String) throws(HistoryError) {
        var reason = makeOne(path)
        if reason == ENOENT, let above = parent(of: path) {
            try makeDirectory(above)
            reason = makeOne(path)
        }
        switch reason {
        case 0: return
        case EEXIST where isDirectory(path): return
        case EEXIST, ENOTDIR: throw .notADirectory(path: path)
        default: throw .notWritable(path: path, errno: reason)
        }
    }

    /// Makes one directory; 0 or the `errno`.
    private static func makeOne(_ path: String) -> Int32 {
        guard mkdir(path, 0o700) == 0 else { return errno }
        // Tried only: above a person's home there may be folders that only others may read.
        if let above = parent(of: path) { try? syncDirectory(above) }
        return 0
    }

    /// Fails where this process may not write; the file or directory is there.
    static func requireWritable(_ path: String) throws(HistoryError) {
        guard access(path, W_OK) == 0 else { throw .notWritable(path: path, errno: errno) }
    }

    /// Size in bytes; nil where there is no such regular file.
    static func size(_ path: String) -> Int? {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(status.st_size)
    }

    /// When a file was changed last, in seconds since 1970; nil where there is none.
    static func modified(_ path: String) -> Double? {
        var status = stat()
        return stat(path, &status) == 0 ? Double(status.st_mtim.tv_sec) : nil
    }

    /// Whether the file system has no room for a page of a database.
    static func isFull(_ path: String) -> Bool {
        var facts = statvfs()
        return statvfs(path, &facts) == 0 && UInt64(facts.f_bavail) * UInt64(facts.f_frsize) < 1 << 16
    }

    static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Names in a directory, dot files too; empty where it cannot be read.
    static func names(in path: String) -> [String] {
        guard let directory = opendir(path) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let next = readdir(directory) {
            // In its place: the entry is shorter than the type says, a copy would read past its end.
            let name = withUnsafePointer(to: &next.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 1) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// The whole file, also one of `/proc`, which says that its size is 0.
    ///
    /// - Parameter limit: In bytes; of a larger file the beginning is read, and up to 4,096 bytes more.
    static func read(_ path: String, upTo limit: Int = .max) throws(HistoryError) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw HistoryError(errno: errno, path: path) }
        defer { close(file) }
        var bytes: [UInt8] = []
        var failure: Int32 = 0
        // One more than the size, so that a file of that size is read in one call and its end seen in the next.
        var capacity = min(max((size(path) ?? 0) + 1, 4096), limit)
        while true {
            let part = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
                let taken = untilUninterrupted { Glibc.read(file, buffer.baseAddress, capacity) }
                if taken < 0 { failure = errno }
                count = max(taken, 0)
            }
            guard failure == 0 else { throw HistoryError(errno: failure, path: path) }
            if bytes.isEmpty { bytes = part } else { bytes += part }
            if part.isEmpty || bytes.count >= limit { return bytes }
            capacity = 4096
        }
    }

    /// Writes a new file and returns when its bytes are on the disk. Fails where the file exists; what a failure leaves
    /// behind is taken away.
    static func writeNew(_ bytes: [UInt8], to path: String) throws(HistoryError) {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw HistoryError(errno: errno, path: path) }
        let failure = bytes.withUnsafeBytes { buffer -> Int32 in
            var rest = buffer[...]
            while !rest.isEmpty {
                let taken = untilUninterrupted {
                    write(file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                }
                if taken < 0 { return errno }
                rest = rest.dropFirst(taken)
            }
            return fsync(file) == 0 ? 0 : errno
        }
        // Some file systems (NFS, quotas) only tell at the close that the bytes did not fit.
        let closing = close(file) == 0 ? 0 : errno
        guard failure == 0, closing == 0 else {
            unlink(path)
            throw HistoryError(errno: failure == 0 ? closing : failure, path: path)
        }
    }

    /// Gives a file another name within its file system, in place of whatever had it.
    static func rename(_ path: String, to other: String) throws(HistoryError) {
        guard Glibc.rename(path, other) == 0 else { throw HistoryError(errno: errno, path: other) }
    }

    static func remove(_ path: String) { unlink(path) }

    /// Brings a directory's names to the disk: a renamed file may be gone after a power cut without it.
    static func syncDirectory(_ path: String) throws(HistoryError) {
        let directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { throw HistoryError(errno: errno, path: path) }
        defer { close(directory) }
        // Some network file systems know no fsync of a directory: nothing more can be done there.
        guard fsync(directory) == 0 || errno == EINVAL else { throw HistoryError(errno: errno, path: path) }
    }

    private static func untilUninterrupted(_ call: () -> Int) -> Int {
        while true {
            let result = call()
            if result >= 0 || errno != EINTR { return result }
        }
    }

    private static func parent(of path: String) -> String? {
        guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return nil }
        return String(path[..<slash])
    }
}

extension HistoryError {
    /// What a failed call on `path` means to a person.
    init(errno code: Int32, path: String) {
        self =
            switch code {
            case ENOSPC, EDQUOT: .diskFull(path: path)
            case EACCES, EPERM, EROFS: .notWritable(path: path, errno: code)
            case ENOTDIR: .notADirectory(path: path)
            default: .file(path: path, errno: code)
            }
    }
}
