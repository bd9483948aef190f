import RiffleAPI

/// The pictures behind the URLs of answers, in memory, until they are too old or too many.
actor FileStore {
    struct File: Sendable, Equatable {
        var bytes: [UInt8]
        var format: ImageFormat
    }

    private let lifetime: Duration
    private let space: Int
    private let now: @Sendable () -> ContinuousClock.Instant
    private var files: [String: File] = [:]
    /// Oldest first.
    private var order: [(name: String, expires: ContinuousClock.Instant)] = []
    private var used = 0

    /// - Parameter space: bytes kept at most, but never less than the newest file.
    init(lifetime: Duration, space: Int, now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) {
        self.lifetime = lifetime
        self.space = space
        self.now = now
    }

    /// Keeps a file and returns its name, which holds 128 random bits: whoever was not told cannot guess it.
    func keep(_ file: File) -> String {
        var generator = SystemRandomNumberGenerator()
        let digits = (0..<2).map { _ -> String in
            let text = String(generator.next() as UInt64, radix: 16)
            return String(repeating: "0", count: 16 - text.count) + text
        }
        let name = "\(digits.joined()).\(file.format.fileExtension)"
        files[name] = file
        order.append((name, now() + lifetime))
        used += file.bytes.count
        dropOld()
        return name
    }

    func file(named name: String) -> File? {
        dropOld()
        return files[name]
    }

    private func dropOld() {
        let now = now()
        var dropped = 0
        while dropped < order.count - 1 && used > space || dropped < order.count && order[dropped].expires <= now {
            used -= files.removeValue(forKey: order[dropped].name)?.bytes.count ?? 0
            dropped += 1
        }
        order.removeFirst(dropped)
    }
}
