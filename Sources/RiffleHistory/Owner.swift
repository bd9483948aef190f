import Glibc

/// A process, named so that no later process is taken for it.
///
/// A process id alone comes back after some thousands of others, or after a reboot; with the boot and the start time
/// it does not.
struct Owner: Sendable, Hashable {
    let process: Int32
    /// The kernel's id of the boot; empty where the system has none.
    let boot: String
    /// Clock ticks from the boot to the process's start; 0 where the system does not say.
    let start: Int64

    init(process: Int32, start: Int64, boot: String) {
        self.process = process
        self.boot = boot
        self.start = start
    }

    /// The process that has this id now; nil where none has it, or only one that ended and was not yet collected.
    init?(process: Int32) {
        guard process > 0, kill(process, 0) == 0 || errno == EPERM else { return nil }
        let status = Self.status(of: process)
        if let status, status.state == "Z" || status.state == "X" { return nil }
        self.init(process: process, start: status?.start ?? 0, boot: Self.boot)
    }

    /// This process.
    static let current = Owner(process: getpid()) ?? Owner(process: getpid(), start: 0, boot: boot)

    /// True as long as this very process runs.
    var isAlive: Bool { Owner(process: process) == self }

    private static let boot: String = {
        let bytes = (try? PosixFile.read("/proc/sys/kernel/random/boot_id")) ?? []
        return String(decoding: bytes.filter { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }()

    /// State letter and start time. Source: proc(5), `/proc/pid/stat`, fields 3 and 22; the command's name before them
    /// stands in parentheses and may hold spaces and parentheses itself.
    private static func status(of process: Int32) -> (state: Substring, start: Int64)? {
        guard let bytes = try? PosixFile.read("/proc/\(process)/stat"),
            let name = bytes.lastIndex(of: UInt8(ascii: ")"))
        else { return nil }
        let fields = String(decoding: bytes[(name + 1)...], as: UTF8.self).split(separator: " ")
        guard fields.count > 19, let start = Int64(fields[19]) else { return nil }
        return (fields[0], start)
    }
}

extension Owner {
    /// The owner in one word that may stand in a file name: `process-start-boot`.
    var word: String { "\(process)-\(start)-\(boot)" }

    init?(word: Substring) {
        let parts = word.split(separator: "-", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let process = Int32(parts[0]), let start = Int64(parts[1]) else { return nil }
        self.init(process: process, start: start, boot: String(parts[2]))
    }
}
