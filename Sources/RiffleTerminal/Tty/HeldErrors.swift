internal import CNcurses
import Glibc

/// Keeps what is written to standard error while the screen is up, where it would be lost or lie across the
/// picture; it is written out when the terminal has been given back. The last words of a crash are among it.
struct HeldErrors {
    private let descriptor: Int32
    /// The descriptor as it was, and the memory that stands in for it.
    private let original: Int32
    private let memory: Int32

    /// More than this is not kept for the person: its end is.
    private static let limit = 64 * 1024

    /// - Returns: `nil` where standard error does not lead to a terminal: then it disturbs nothing.
    init?(descriptor: Int32 = STDERR_FILENO) {
        guard isatty(descriptor) == 1 else { return nil }
        self.descriptor = descriptor
        original = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
        guard original >= 0 else { return nil }
        memory = memfd_create("riffle-errors", UInt32(RIFFLE_MFD_CLOEXEC))
        guard memory >= 0, dup2(memory, descriptor) >= 0 else {
            close(original)
            if memory >= 0 { close(memory) }
            return nil
        }
    }

    /// Puts standard error back and writes out what was kept. Async-signal-safe.
    func release() {
        dup2(original, descriptor)
        var position = max(0, lseek(memory, 0, SEEK_END) - HeldErrors.limit)
        withUnsafeTemporaryAllocation(byteCount: 512, alignment: 1) { buffer in
            while true {
                let count = pread(memory, buffer.baseAddress, buffer.count, position)
                guard count > 0, write(descriptor, buffer.baseAddress, count) == count else { return }
                position += count
            }
        }
        close(original)
        close(memory)
    }
}
