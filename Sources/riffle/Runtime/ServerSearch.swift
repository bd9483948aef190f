import RiffleAPI
import RiffleHTTP
import RiffleUI

/// Looks for servers of the Images API on this machine. Nothing that costs anything is asked.
enum ServerSearch {
    /// The usual places of those presets that are usually on this machine.
    static var usual: [ServerSettings] {
        ServerPreset.allCases.compactMap { preset in
            guard let url = preset.usualURL, (try? ServerAddress(url))?.isLoopback == true else { return nil }
            return ServerSettings(name: preset.rawValue, preset: preset, baseURL: url)
        }
    }

    /// Those of the places where a server of the kind answers, in their order.
    @concurrent static func run(_ places: [ServerSettings] = usual) async -> [FoundServer] {
        await withTaskGroup(of: (Int, FoundServer?).self) { group in
            for (place, server) in places.enumerated() {
                group.addTask {
                    let seen = try? await BackendCheck.findings(of: server, environment: [:], connect: 1, idle: 3)
                    // Much else listens on these ports: only a server that says what it is, or lists models, is one.
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
