import Foundation
import Glibc
import RiffleAPI

/// A shell command that prints a server's key.
struct KeyCommand: Sendable {
    /// Time to type a password, in seconds.
    static let usualLimit = 30.0
    /// Maximum length of the output in bytes: longer than any key.
    private static let outputLimit = 64 * 1024

    private let command: String
    private let server: String
    private let mayAsk: Bool

    /// - Parameter mayAsk: whether it may ask for a password on the terminal; false while the screen uses it.
    init(_ command: String, server: String, mayAsk: Bool = true) {
        self.command = command
        self.server = server
        self.mayAsk = mayAsk
    }

    /// The key that it prints. Runs on its own thread, because it may wait for the user.
    func key() async throws -> APIKey {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(
                    with: Result {
                        guard let key = APIKey(try firstLine()) else {
                            throw Backends.Fault.keyMalformed(server: server)
                        }
                        return key
                    })
            }
        }
    }

    /// The first line of its output. A command that takes longer than `limit` seconds is killed.
    func firstLine(within limit: Double = usualLimit) throws(Backends.Fault) -> String {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw .keyCommand(server: server, status: -1) }
        defer { close(ends[0]) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        // Only this end is non-blocking: the command expects blocking writes.
        _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
        // If it may ask for a password, its input and errors go to the terminal.
        let process = Shell.start(command, hasOwnGroup: false, hasTerminal: mayAsk) {
            _ = posix_spawn_file_actions_adddup2(&$0, ends[1], STDOUT_FILENO)
            guard !mayAsk else { return }
            _ = posix_spawn_file_actions_addopen(&$0, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
            _ = posix_spawn_file_actions_addopen(&$0, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        }.process
        close(ends[1])
        guard let process else { throw .keyCommand(server: server, status: -1) }
        let deadline = ContinuousClock.now + .seconds(limit)
        var output: [UInt8] = []
        var status: Int32 = 0
        // Wait for its exit, not for the end of its output: a password agent that it started may keep that open.
        while waitpid(process, &status, WNOHANG) == 0 {
            guard ContinuousClock.now < deadline, output.count <= Self.outputLimit else {
                // Without the terminal it has its own process group, which includes its children.
                kill(mayAsk ? process : -process, SIGKILL)
                waitpid(process, &status, 0)
                throw .keyCommandSlow(server: server, seconds: Int(limit))
            }
            var event = pollfd(fd: ends[0], events: Int16(POLLIN), revents: 0)
            poll(&event, 1, 20)
            // Its output has ended, but it is still running.
            if !Self.take(from: ends[0], to: &output) { usleep(1000) }
        }
        while output.count <= Self.outputLimit, Self.take(from: ends[0], to: &output) {}
        // The low bits are the signal that killed it.
        let code = status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
        let line = String(decoding: output, as: UTF8.self).split(separator: "\n").first
        guard code == 0, let line else { throw .keyCommand(server: server, status: code) }
        return String(line)
    }

    /// Reads available output; false if there is none.
    private static func take(from descriptor: Int32, to output: inout [UInt8]) -> Bool {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = read(descriptor, &bytes, bytes.count)
        guard count > 0 else { return false }
        output += bytes[..<count]
        return true
    }
}
