import Foundation
import RiffleAPI

/// The settings and prompt of the last variations, remembered between runs.
struct LastSettings: Sendable {
    private let path: String

    struct Content: Codable, Equatable {
        var settings: ImagesSettings
        var prompt: String?
    }

    init(places: Places) { path = places.state + "/last-request.json" }

    /// Nil if nothing is remembered, or nothing valid.
    func load() -> Content? {
        guard let bytes = try? Files.read(path),
            let content = (try? JSONDecoder().decode(Content.self, from: Data(bytes))) ?? Self.former(bytes),
            RequestRules.errors(in: content.settings, for: .variation).isEmpty
        else { return nil }
        return content
    }

    /// The settings of an earlier version, without the format that it always added.
    private static func former(_ bytes: [UInt8]) -> Content? {
        guard var settings = try? JSONDecoder().decode(ImagesSettings.self, from: Data(bytes)) else { return nil }
        if settings.responseFormat == .url { settings.responseFormat = nil }
        return Content(settings: settings)
    }

    func save(_ settings: ImagesSettings, prompt: String?) throws {
        try Files.makeFolder(String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]))
        try Files.write(Array(try JSONEncoder().encode(Content(settings: settings, prompt: prompt))), to: path)
    }
}
