internal import CNcurses
import Glibc

/// Collects standard error while the screen is up, where it would be lost or garble the screen. It is printed when the
/// terminal is restored. This includes the messages of a crash.
struct HeldErrors {
    private let descriptor: Int32
    /// A copy of the original descriptor, and the memfd that replaces it.
    private let original: Int32
    private let memory: Int32

    /// Only this many bytes, from the end, are printed.
    private static let limit = 64 * 1024

    /// - Returns: `nil` if standard error is not a terminal: then it does not garble the screen.
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

    /// Restores standard error and prints what was collected. Async-signal-safe.
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
