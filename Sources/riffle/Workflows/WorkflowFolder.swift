import RiffleAPI
import RiffleHistory

/// The user's own ComfyUI workflows: `workflows/NAME.json` beside the configuration file.
struct WorkflowFolder: Sendable {
    let path: String

    private static let countLimit = 500
    /// Longest file that is read, in bytes.
    private static let fileLimit = 8 << 20
    private static let ending = ".json"

    init(places: Places) { path = places.configuration + "/workflows" }

    /// The text of each workflow by name; empty without the folder. Unreadable files are left out.
    func load() -> [String: [UInt8]] {
        var names: [String] = []
        try? Files.forEachName(in: path) { bytes, kind in
            guard kind == .file || kind == .unknown, names.count < Self.countLimit,
                let name = String(validating: bytes, as: UTF8.self), name.hasSuffix(Self.ending)
            else { return }
            names.append(name)
        }
        var texts: [String: [UInt8]] = [:]
        for name in names {
            if let text = try? Files.read("\(path)/\(name)", upTo: Self.fileLimit) {
                texts[String(name.dropLast(Self.ending.count))] = text
            }
        }
        return texts
    }
}

extension ComfyBackend.Library {
    /// The user's own library.
    static var here: Self { Self(places: Places()) }

    /// The workflows and approvals on this machine.
    ///
    /// - Parameter approved: hashes that this run was given as approved.
    init(places: Places, approved: [String] = []) {
        let folder = WorkflowFolder(places: places)
        let approvals = GraphApprovals(places: places, given: approved)
        self.init(
            files: folder.load, isApproved: approvals.contains, digest: { HistoryStore.digest(of: $0) })
    }
}
