import Glibc
import RiffleUI

/// Opens a file in the program that the person named in `RIFFLE_OPENER`.
enum Opener {
    /// Starts the program in the background, its streams closed: the screen is ours.
    ///
    /// - Returns: The program's name.
    static func open(_ path: String, environment: [String: String]) throws(Failure) -> String {
        guard let command = environment["RIFFLE_OPENER"], !command.isEmpty else {
            throw Failure(
                "RIFFLE_OPENER names no program", remedy: "for example: export RIFFLE_OPENER=xdg-open", code: .usage)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Our threads block the signals that the screen's loop reads; a child of ours must not, and it gets a group of
        // its own, so that ^C on the screen is not for it.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP))
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for stream in 0...2 as ClosedRange<Int32> {
            posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", stream == 0 ? O_RDONLY : O_WRONLY, 0)
        }
        // By the shell, so that options can stand in the variable; the file is an argument and never part of the text.
        // The shell ends at once, and its child is init's.
        let words = ["/bin/sh", "-c", command + " \"$1\" &", "riffle", path]
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { arguments.forEach { free($0) } }
        var process: pid_t = 0
        let code = posix_spawn(&process, "/bin/sh", &actions, &attributes, &arguments, environ)
        guard code == 0 else {
            throw Failure("\(command) could not be started: \(Failure.reason(code))", code: .software)
        }
        var status: Int32 = 0
        waitpid(process, &status, 0)
        return command.split(separator: " ").first.map { Path.name(String($0)) } ?? command
    }
}
