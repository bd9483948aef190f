import FoundationEssentials
import NIOPosix
import RiffleAPI

/// Pictures for the URLs in answers, stored as files in a folder until they expire.
///
/// Several servers may share a folder: each serves the URLs of all.
struct ExpiringPictures: Sendable {
    let path: String
    private let lifetime: TimeInterval
    private let now: @Sendable () -> Date
    /// For blocking disk access.
    private let threads = NIOThreadPool.singleton

    /// - Parameters:
    ///   - path: an existing folder.
    ///   - lifetime: how long to keep a picture, in seconds.
    init(path: String, lifetime: TimeInterval, now: @escaping @Sendable () -> Date = { Date() }) {
        self.path = path
        self.lifetime = lifetime
        self.now = now
    }

    /// Writes a picture and returns its name, which contains 128 random bits, so that it cannot be guessed.
    ///
    /// - Throws: the system's error; then no file is left behind.
    func keep(_ bytes: [UInt8], as format: ImageFormat) async throws -> String {
        let name = "\(RandomName.make()).\(format.fileExtension)"
        let path = path + "/" + name
        try await threads.runIfActive {
            // Atomic, because another server may be asked for the file at once.
            try Data(bytes).write(to: URL(filePath: path), options: .atomic)
        }
        return name
    }

    /// The picture of a name from `keep`; nil if there is none or it has expired.
    func picture(named name: String) async throws -> (bytes: [UInt8], format: ImageFormat)? {
        guard Self.isName(name) else { return nil }
        let path = path + "/" + name
        let (lifetime, now) = (lifetime, now())
        return try await threads.runIfActive {
            guard let written = Self.written(path), now.timeIntervalSince(written) < lifetime,
                let data = FileManager.default.contents(atPath: path), let format = ImageFormat(magicOf: data)
            else { return nil }
            return (Array(data), format)
        }
    }

    /// Removes expired pictures. Leaves other files alone.
    func removeOld() async throws {
        let (folder, lifetime, now) = (path, lifetime, now())
        try await threads.runIfActive {
            for name in try FileManager.default.contentsOfDirectory(atPath: folder) where Self.isName(name) {
                let path = folder + "/" + name
                if let written = Self.written(path), now.timeIntervalSince(written) >= lifetime {
                    try? FileManager.default.removeItem(atPath: path)
                }
            }
        }
    }

    private static func written(_ path: String) -> Date? {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return attributes?[.modificationDate] as? Date
    }

    /// Whether a text has the form of names from `keep`. Such a name cannot lead out of the folder.
    static func isName(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 2 && RandomName.isOne(parts[0])
            && ImageFormat.allCases.contains { $0.fileExtension == parts[1] }
    }
}

/// Unguessable names.
enum RandomName {
    /// 32 hexadecimal digits.
    static func make() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<2).map { _ in
            let text = String(generator.next() as UInt64, radix: 16)
            return String(repeating: "0", count: 16 - text.count) + text
        }.joined()
    }

    static func isOne(_ text: some StringProtocol) -> Bool {
        text.utf8.count == 32 && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }
}
