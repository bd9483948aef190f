import Glibc
import RiffleUI

/// Opens a file in the program named by `RIFFLE_OPENER`.
enum Opener {
    /// Starts the program in the background with closed streams, because Riffle owns the screen.
    ///
    /// - Returns: The program's name.
    static func open(_ path: String, environment: [String: String]) throws(Failure) -> String {
        guard let command = environment["RIFFLE_OPENER"], !command.isEmpty else {
            throw Failure(
                "RIFFLE_OPENER names no program", remedy: "for example: export RIFFLE_OPENER=xdg-open", code: .usage)
        }
        // Run by the shell, so that the variable can contain options. The shell ends at once; init adopts its child.
        let (process, code) = Shell.start(
            command + " \"$1\" &", arguments: ["riffle", path], hasOwnGroup: true
        ) { actions in
            for stream in 0...2 as ClosedRange<Int32> {
                posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", stream == 0 ? O_RDONLY : O_WRONLY, 0)
            }
        }
        guard let process else {
            throw Failure("\(command) could not be started: \(Failure.reason(code))", code: .software)
        }
        var status: Int32 = 0
        waitpid(process, &status, 0)
        return command.split(separator: " ").first.map { Path.name(String($0)) } ?? command
    }
}
