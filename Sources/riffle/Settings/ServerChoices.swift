import Foundation
import RiffleUI

/// The last workflow and model for each server, remembered between runs.
struct ServerChoices: Sendable {
    private let folder: String
    private let path: String

    init(places: Places) {
        folder = places.state
        path = places.state + "/servers.json"
    }

    /// Empty if there is no readable file.
    func load() -> [String: ServerChoice] {
        guard let bytes = try? Files.read(path) else { return [:] }
        return (try? JSONDecoder().decode([String: ServerChoice].self, from: Data(bytes))) ?? [:]
    }

    func save(_ choice: ServerChoice, for backend: String) throws {
        var all = load()
        all[backend] = choice
        try Files.makeFolder(folder)
        try Files.write(Array(try JSONEncoder().encode(all)), to: path)
    }
}
