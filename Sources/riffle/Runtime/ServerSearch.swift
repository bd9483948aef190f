import RiffleAPI
import RiffleHTTP
import RiffleUI

/// Searches for servers on this machine, without requests that cost money.
enum ServerSearch {
    /// The usual URLs of presets for local servers.
    static var usual: [ServerSettings] {
        ServerPreset.allCases.compactMap { preset in
            guard let url = preset.usualURL, (try? ServerAddress(url))?.isLoopback == true else { return nil }
            return ServerSettings(name: preset.rawValue, preset: preset, baseURL: url)
        }
    }

    /// The URLs where a server of the right kind responds, in order.
    @concurrent static func run(_ places: [ServerSettings] = usual) async -> [FoundServer] {
        await withTaskGroup(of: (Int, FoundServer?).self) { group in
            for (place, server) in places.enumerated() {
                group.addTask {
                    let seen = try? await BackendCheck.findings(of: server, environment: [:], connect: 1, idle: 3)
                    // Other programs use these ports too: accept only servers that identify themselves or list models.
                    guard let seen, seen.hasModelList, seen.product != nil || !seen.models.isEmpty else {
                        return (place, nil)
                    }
                    return (
                        place,
                        FoundServer(
                            preset: server.preset, baseURL: server.baseURL ?? "", models: seen.models.count,
                            product: seen.product)
                    )
                }
            }
            var found: [(Int, FoundServer)] = []
            for await case (let place, let server?) in group { found.append((place, server)) }
            return found.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }
}
