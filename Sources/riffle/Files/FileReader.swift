import Glibc

/// Reads a file sequentially.
final class FileReader {
    let path: String
    /// The file's size when it was opened.
    let byteCount: Int
    /// Why reading ended early, if it did.
    private(set) var error: FileError?
    private let descriptor: Int32

    init(_ path: String) throws(FileError) {
        self.path = path
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw FileError(path: path, errno: errno) }
        var status = stat()
        var fault = fstat(descriptor, &status) == 0 ? 0 : errno
        // Pipes and devices have no size.
        if fault == 0, status.st_mode & S_IFMT != S_IFREG {
            fault = status.st_mode & S_IFMT == S_IFDIR ? EISDIR : EINVAL
        }
        guard fault == 0 else {
            close(descriptor)
            throw FileError(path: path, errno: fault)
        }
        self.descriptor = descriptor
        byteCount = Int(status.st_size)
    }

    deinit { close(descriptor) }

    /// Fills the buffer with the next bytes and returns their number; fewer at the end, or after an `error`.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        var filled = 0
        while filled < buffer.count {
            let got = Glibc.read(descriptor, buffer.baseAddress! + filled, buffer.count - filled)
            if got < 0 && errno == EINTR { continue }
            if got < 0 { error = FileError(path: path, errno: errno) }
            if got <= 0 { break }
            filled += got
        }
        return filled
    }
}
