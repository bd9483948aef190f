#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// An unlinked temporary file: the system frees it on close, and when the process ends in any way.
final class ScratchFile: Sendable {
    private let descriptor: Int32

    init(in folder: String) throws(ScratchError) {
        var path = Array("\(folder)/riffle-XXXXXX".utf8CString)
        descriptor = mkstemp(&path)
        guard descriptor >= 0 else { throw ScratchError(errno: errno) }
        unlink(path)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    deinit { close(descriptor) }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(ScratchError) {
        var done = 0
        while done < bytes.count {
            let put = pwrite(descriptor, bytes.baseAddress! + done, bytes.count - done, off_t(offset + done))
            if put < 0 && errno == EINTR { continue }
            guard put > 0 else { throw ScratchError(errno: put < 0 ? errno : ENOSPC) }
            done += put
        }
    }

    /// Fills the buffer from an offset; that range must have been written.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(ScratchError) {
        var done = 0
        while done < buffer.count {
            let got = pread(descriptor, buffer.baseAddress! + done, buffer.count - done, off_t(offset + done))
            if got < 0 && errno == EINTR { continue }
            guard got > 0 else { throw ScratchError(errno: got < 0 ? errno : EIO) }
            done += got
        }
    }
}

/// Creating, writing or reading the scratch file failed.
public struct ScratchError: Error, Sendable, Equatable {
    /// The system's error number.
    public let errno: Int32
}
