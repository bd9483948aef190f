import Glibc

/// The hashes of foreign graphs that the user approved, stored between runs.
///
/// One hash a line. A file that cannot be read approves nothing: the user is asked again.
struct GraphApprovals: Sendable {
    private let folder: String
    private let path: String
    /// Hashes, or their prefixes, approved for this run only.
    private let given: [String]

    /// Minimum length of a prefix.
    static let shortest = 12
    private static let fileLimit = 1 << 20

    init(places: Places, given: [String] = []) {
        folder = places.state
        path = places.state + "/approved-graphs"
        self.given = given
    }

    func contains(_ hash: String) -> Bool {
        given.contains { $0.count >= Self.shortest && hash.hasPrefix($0) } || known.contains(hash)
    }

    /// Stores an approval.
    func add(_ hash: String) throws(FileError) {
        var hashes = known
        guard hashes.insert(hash).inserted else { return }
        try Files.makeFolder(folder)
        try Files.write(Array((hashes.sorted().joined(separator: "\n") + "\n").utf8), to: path)
    }

    private var known: Set<String> {
        guard let bytes = try? Files.read(path, upTo: Self.fileLimit) else { return [] }
        return Set(String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init))
    }
}
