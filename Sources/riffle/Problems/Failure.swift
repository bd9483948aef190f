import Glibc
import RiffleUI

/// A problem with its exit code.
struct Failure: Error, Equatable {
    var problem: Problem
    var code: ExitStatus

    init(_ title: String, remedy: String = "", detail: String = "", code: ExitStatus) {
        problem = Problem(title: title, remedy: remedy, detail: detail)
        self.code = code
    }

    /// The system's words for an error number, in lower case: `permission denied`.
    static func reason(_ errno: Int32) -> String {
        String(cString: strerror(errno)).lowercased()
    }
}

/// The exit codes of the command line, as the manual lists them. Source: sysexits(3).
enum ExitStatus: Int32, CaseIterable {
    /// An option or a value on the command line.
    case usage = 64
    /// A picture, or another file's contents.
    case data = 65
    /// A file or folder that cannot be read.
    case noInput = 66
    /// A backend refuses, or cannot be reached.
    case unavailable = 69
    /// A bug in Riffle.
    case software = 70
    /// The terminal cannot show the program.
    case terminal = 71
    /// A file or folder that cannot be written.
    case cannotCreate = 73
    /// A request may have been carried out, and its answer is lost.
    case connectionLost = 74
    case configuration = 78
    case cancelled = 130
}
