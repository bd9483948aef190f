import Foundation
import RiffleAPI

/// The settings and the prompt of the variations that were sent last, kept from one run to the next.
struct LastSettings: Sendable {
    private let path: String

    struct Content: Codable, Equatable {
        var settings: ImagesSettings
        var prompt: String?
    }

    init(places: Places) { path = places.state + "/last-request.json" }

    /// What is remembered; nil where there is nothing, or nothing that could be sent: nothing depends on it.
    func load() -> Content? {
        guard let bytes = try? Files.read(path),
            let content = (try? JSONDecoder().decode(Content.self, from: Data(bytes))) ?? Self.former(bytes),
            RequestRules.errors(in: content.settings, for: .variation).isEmpty
        else { return nil }
        return content
    }

    /// What an earlier Riffle remembered, without the format that it sent unasked.
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
