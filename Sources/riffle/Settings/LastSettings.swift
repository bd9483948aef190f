import Foundation
import RiffleAPI

/// The settings that were sent last, kept from one run to the next.
struct LastSettings: Sendable {
    private let path: String

    init(places: Places) { path = places.state + "/last-request.json" }

    /// The remembered settings; nil where there are none, or none that could be sent: nothing depends on them.
    func load() -> VariationSettings? {
        guard let bytes = try? Files.read(path) else { return nil }
        guard let settings = try? JSONDecoder().decode(VariationSettings.self, from: Data(bytes)) else { return nil }
        return VariationRules.errors(in: settings).isEmpty ? settings : nil
    }

    func save(_ settings: VariationSettings) throws {
        try Files.makeFolder(String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]))
        try Files.write(Array(try JSONEncoder().encode(settings)), to: path)
    }
}
