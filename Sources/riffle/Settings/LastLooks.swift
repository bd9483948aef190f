import Foundation
import RiffleUI

/// Layout and appearance of the screen, remembered between runs.
struct LastLooks: Sendable {
    private let folder: String
    private let path: String

    init(places: Places) {
        folder = places.state
        path = places.state + "/looks.json"
    }

    func load() -> Looks? {
        (try? Files.read(path, upTo: 4096)).flatMap { try? JSONDecoder().decode(Looks.self, from: Data($0)) }
    }

    func save(_ looks: Looks) throws {
        try Files.makeFolder(folder)
        try Files.write(Array(try JSONEncoder().encode(looks)), to: path)
    }
}
