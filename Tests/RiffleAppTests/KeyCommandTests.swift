import Glibc
import Testing

@testable import riffle

@Suite("A command for a key", .timeLimit(.minutes(1)))
struct KeyCommandTests {
    @Test("The first line is the key, even where something it started still holds its output")
    func firstLine() throws {
        let command = KeyCommand("sleep 20 & echo $! ; echo more", server: "s")
        let process = try #require(pid_t(try command.firstLine()))
        kill(process, SIGKILL)
    }

    @Test("One that fails, prints nothing or does not end is told")
    func faults() {
        #expect(throws: Backends.Fault.keyCommand(server: "s", status: 3)) {
            try KeyCommand("echo sk-1; exit 3", server: "s").firstLine()
        }
        #expect(throws: Backends.Fault.keyCommand(server: "s", status: 0)) {
            try KeyCommand("true", server: "s").firstLine()
        }
        #expect(throws: Backends.Fault.keyCommand(server: "s", status: 143)) {
            try KeyCommand("kill -TERM $$", server: "s").firstLine()
        }
        #expect(throws: Backends.Fault.keyCommandSlow(server: "s", seconds: 0)) {
            try KeyCommand("exec sleep 20", server: "s").firstLine(within: 0.1)
        }
    }

    @Test("No signal is blocked in it, though they are in our threads")
    func signals() throws {
        var (blocked, before) = (sigset_t(), sigset_t())
        sigemptyset(&blocked)
        sigaddset(&blocked, SIGTERM)
        pthread_sigmask(SIG_BLOCK, &blocked, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        let line = try KeyCommand("grep SigBlk /proc/self/status", server: "s").firstLine()
        #expect(line.split(separator: "\t").last == "0000000000000000")
    }
}
