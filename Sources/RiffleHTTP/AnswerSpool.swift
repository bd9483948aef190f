import Glibc
internal import HTTPTypes

/// Stores raw answers on disk until their pictures are saved. If the program dies, the next start reads them again.
///
/// One file per request, named by the caller: an HTTP response head with a field for the server's base URL, then the
/// body. `NAME.part` is incomplete. Files are not synced: they survive a crash of the program, but not a power failure.
public struct AnswerSpool: Sendable {
    /// The folder, without a trailing slash; created with the first answer.
    public let folder: String

    /// - Parameter folder: see `folder`; need not exist.
    public init(folder: String) { self.folder = folder }

    /// The names of the stored answers.
    public var keys: [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var keys: Set<String> = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            for suffix in [Self.whole, Self.part] where name.hasSuffix(suffix) {
                keys.insert(String(name.dropLast(suffix.count)))
            }
        }
        return keys.sorted()
    }

    /// The path of an answer; nil if there is none.
    public func path(of key: String) -> String? {
        [Self.whole, Self.part].map { path(key, $0) }.first { access($0, R_OK) == 0 }
    }

    /// When an answer was last written to, in seconds since 1970; nil if there is none.
    public func lastWrite(of key: String) -> Double? {
        var status = stat()
        guard let path = path(of: key), stat(path, &status) == 0 else { return nil }
        return Double(status.st_mtim.tv_sec)
    }

    /// Deletes a stored answer, complete or not. Does nothing if there is none.
    public func remove(_ key: String) {
        for suffix in [Self.whole, Self.part] { unlink(path(key, suffix)) }
    }

    /// Whether an answer is complete.
    public func isWhole(_ key: String) -> Bool { access(path(key, Self.whole), R_OK) == 0 }

    /// The base URL of the server that received the request.
    static let sentTo = HTTPField.Name("riffle-sent-to")!

    static let whole = ".answer"
    static let part = ".part"

    func path(_ key: String, _ suffix: String) -> String { "\(folder)/\(key)\(suffix)" }

    /// Whether a text can be a file name: 1 to 128 ASCII letters, digits and hyphens.
    static func isName(_ key: String) -> Bool {
        !key.isEmpty && key.utf8.count <= 128
            && key.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == UInt8(ascii: "-")
            }
    }
}

/// The file of an answer that is being received.
///
/// If writing fails, for example because the disk is full, the file is deleted and the answer is used without it.
final class AnswerFile {
    private let spool: AnswerSpool
    private let key: String
    private var descriptor: Int32

    /// - Returns: nil if the file cannot be created.
    init?(_ head: HTTPResponse, sentTo base: String, key: String, in spool: AnswerSpool) {
        guard AnswerSpool.isName(key) else { return nil }
        mkdir(spool.folder, 0o700)
        spool.remove(key)
        descriptor = open(
            spool.path(key, AnswerSpool.part), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return nil }
        self.spool = spool
        self.key = key
        var text = "HTTP/1.1 \(head.status.code)\r\n\(AnswerSpool.sentTo.rawName): \(base)\r\n"
        for field in head.headerFields where field.name != AnswerSpool.sentTo {
            text += "\(field.name.rawName): \(field.value)\r\n"
        }
        write(Array("\(text)\r\n".utf8))
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    func write(_ bytes: [UInt8]) {
        guard descriptor >= 0 else { return }
        var written = 0
        while written < bytes.count {
            let put = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + written, $0.count - written) }
            if put < 0 && errno == EINTR { continue }
            guard put > 0 else {
                close(descriptor)
                descriptor = -1
                spool.remove(key)
                return
            }
            written += put
        }
    }

    /// Call when the body is complete.
    func end() {
        guard descriptor >= 0 else { return }
        rename(spool.path(key, AnswerSpool.part), spool.path(key, AnswerSpool.whole))
    }
}
