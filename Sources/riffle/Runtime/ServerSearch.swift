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

    /// Those of the places where a list of models is given, in their order.
    @concurrent static func run(_ places: [ServerSettings] = usual) async -> [FoundServer] {
        await withTaskGroup(of: (Int, FoundServer?).self) { group in
            for (place, server) in places.enumerated() {
                group.addTask {
                    let models = try? await BackendCheck.models(of: server, environment: [:], connect: 1, idle: 3)
                    // Much else listens on these ports: only who lists models is taken for one.
                    guard let models, !models.isEmpty else { return (place, nil) }
                    return (
                        place,
                        FoundServer(preset: server.preset, baseURL: server.baseURL ?? "", models: models.count)
                    )
                }
            }
            var found: [(Int, FoundServer)] = []
            for await case (let place, let server?) in group { found.append((place, server)) }
            return found.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }
}
