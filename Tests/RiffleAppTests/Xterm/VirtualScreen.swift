import Foundation
import Glibc

/// An X server without a screen, whose pixels are in a file (Xvfb).
final class VirtualScreen {
    static let isInstalled = ["Xvfb", "xterm"].allSatisfy { (name: String) in
        access("/usr/bin/\(name)", X_OK) == 0
    }

    let display: String
    private let folder: String
    private let process: pid_t

    init(width: Int, height: Int) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "riffle-screen-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw Child.Fault(what: "pipe", code: errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { close(ends[0]) }
        // It takes a free display by itself and tells which, once it is ready.
        process = try Child.start(
            [
                "/usr/bin/Xvfb", "-displayfd", "3", "-screen", "0", "\(width)x\(height)x24", "-fbdir", folder,
                "-nolisten", "tcp", "-noreset",
            ], environment: ["PATH": "/usr/bin:/bin"], inheriting: ends[1], as: 3)
        close(ends[1])
        var text = ""
        var byte: UInt8 = 0
        while read(ends[0], &byte, 1) == 1, byte != 0x0a { text.append(Character(Unicode.Scalar(byte))) }
        guard !text.isEmpty else { throw Child.Fault(what: "Xvfb has ended", code: 0) }
        display = ":" + text
    }

    deinit {
        Child.end(process)
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// What is on the screen: the pixels of its frame buffer, 4 bytes each.
    func pixels() throws -> Data {
        let file = try Data(contentsOf: URL(filePath: folder + "/Xvfb_screen0"))
        // Source: X11/XWDFile.h: the size of the header, then at 0x4C the number of colours, of 12 bytes each.
        func number(_ place: Int) -> Int { file[place..<place + 4].reduce(0) { $0 << 8 | Int($1) } }
        return Data(file[(number(0) + number(0x4C) * 12)...])
    }
}

/// A process that a test starts beside the program.
enum Child {
    struct Fault: Error {
        var what: String
        var code: Int32
    }

    /// - Parameters:
    ///   - descriptor: the only one, apart from standard output and error, that it inherits.
    ///   - number: as which it finds it.
    static func start(
        _ arguments: [String], environment: [String: String], inheriting descriptor: Int32, as number: Int32
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, descriptor, number)
        // The threads of a test runner block signals, by which these processes are ended.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let words = arguments.map { strdup($0) } + [nil]
        let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (words + variables).forEach { free($0) } }
        var process: pid_t = 0
        let code = posix_spawn(&process, arguments[0], &actions, &attributes, words, variables)
        guard code == 0 else { throw Fault(what: arguments[0], code: code) }
        return process
    }

    static func end(_ process: pid_t) {
        kill(process, SIGTERM)
        var status: Int32 = 0
        waitpid(process, &status, 0)
    }
}
