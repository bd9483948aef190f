import Glibc

/// Runs the user's commands with the shell.
enum Shell {
    /// glibc's `POSIX_SPAWN_SETSID`, a macro that Swift cannot import. Source: spawn.h.
    private static let ownSession: Int32 = 0x80

    /// Starts a command. The caller must wait for it with `waitpid`.
    ///
    /// - Parameters:
    ///   - arguments: `$0`, `$1` … of the command; they are never interpreted as part of it.
    ///   - hasOwnGroup: if true, ^C on the terminal does not reach it; if false, it can ask for a password there.
    ///   - hasTerminal: whether it can open the terminal.
    ///   - streams: redirects its standard streams; those that are not redirected are Riffle's.
    /// - Returns: the process, or the system's error number.
    static func start(
        _ command: String, arguments: [String] = [], hasOwnGroup: Bool, hasTerminal: Bool = true,
        streams: (inout posix_spawn_file_actions_t) -> Void
    ) -> (process: pid_t?, errno: Int32) {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Riffle's threads block the signals that the screen's loop reads. A child must not inherit that.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes,
            Int16(
                POSIX_SPAWN_SETSIGMASK | (hasOwnGroup ? POSIX_SPAWN_SETPGROUP : 0)
                    | (hasTerminal ? 0 : ownSession)))
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        streams(&actions)
        var words: [UnsafeMutablePointer<CChar>?] = (["/bin/sh", "-c", command] + arguments).map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        var process: pid_t = 0
        let code = posix_spawn(&process, "/bin/sh", &actions, &attributes, &words, environ)
        return (code == 0 ? process : nil, code)
    }
}
