import FoundationEssentials
import Glibc
import RiffleAPI
import RiffleImage
import RiffleUI

/// A file named on the command line. `-` and pipes such as `<(…)` are copied to a temporary file that lives as long as
/// this value, because pictures are read more than once.
final class GivenFile: Sendable {
    /// Where to read it.
    let path: String
    private let folder: String?

    /// Larger inputs are refused.
    static let streamLimit = 256 << 20

    private init(path: String, folder: String?) { (self.path, self.folder) = (path, folder) }

    convenience init(_ name: String) throws(Failure) {
        guard let stream = Stream(name) else {
            self.init(path: name, folder: nil)
            return
        }
        let bytes = try stream.read(upTo: GivenFile.streamLimit)
        let folder = FileManager.default.temporaryDirectory.path + "/riffle-\(UUID().uuidString)"
        guard mkdir(folder, 0o700) == 0 else { throw Failure(writing: FileError(path: folder, errno: errno)) }
        self.init(path: "\(folder)/\(stream.name).png", folder: folder)
        do throws(FileError) {
            try Files.write(bytes, to: path)
        } catch {
            throw Failure(writing: error)
        }
    }

    deinit {
        if let folder { try? FileManager.default.removeItem(atPath: folder) }
    }

    func read() throws(Failure) -> [UInt8] {
        do throws(FileError) {
            return try Files.read(path)
        } catch {
            throw Failure(reading: error)
        }
    }

    func decode() throws(Failure) -> (bitmap: Bitmap, facts: PictureFacts) { try PictureFile.decode(path) }

    /// Checks that standard input is named at most once, because it can be read only once.
    static func checkStreams(_ names: [String]) throws(Failure) {
        guard names.count(where: { $0 == "-" }) > 1 else { return }
        throw Failure("- is given twice", remedy: "standard input is one picture", code: .usage)
    }
}

/// An input that can be read only once: standard input, a pipe or a device.
private struct Stream {
    /// The name for messages and file names.
    var name: String
    private var label: String
    private var path: String?

    /// Nil for the name of a regular file, a folder, or nothing.
    init?(_ given: String) {
        guard given != "-" else {
            (name, label, path) = ("stdin", "standard input", nil)
            return
        }
        var status = stat()
        guard stat(given, &status) == 0 else { return nil }
        switch status.st_mode & S_IFMT {
        case S_IFREG, S_IFDIR: return nil
        default: (name, label, path) = ("pipe", given, given)
        }
    }

    func read(upTo limit: Int) throws(Failure) -> [UInt8] {
        let descriptor = path.map { open($0, O_RDONLY | O_CLOEXEC) } ?? STDIN_FILENO
        guard descriptor >= 0 else { throw Failure(reading: FileError(path: label, errno: errno)) }
        defer { if path != nil { close(descriptor) } }
        guard isatty(descriptor) == 0 else {
            throw Failure("\(label) is a terminal", remedy: "pipe a picture into it, or name a file", code: .usage)
        }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 20)
        while bytes.count <= limit {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw Failure(reading: FileError(path: label, errno: errno)) }
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        guard !bytes.isEmpty else { throw Failure("\(label) is empty", remedy: "give it one picture", code: .data) }
        guard bytes.count <= limit else {
            throw Failure("\(label) has more than \(Words.bytes(limit))", remedy: "give it one picture", code: .data)
        }
        return bytes
    }
}
