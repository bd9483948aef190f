import RiffleAPI
import RiffleHistory
import RiffleTerminal
import RiffleUI

/// The backends of the full-screen program, which can change while it runs.
@UIActor
final class BackendRoster {
    private(set) var settings: Settings
    private(set) var servers: [ServerSettings]
    private var backends: Backends
    /// Earlier backends that may still have running requests.
    private var former: [Backends] = []
    private let options: ServerOptions
    private let history: HistoryStore
    private let environment: [String: String]

    init(
        _ settings: Settings, options: ServerOptions, history: HistoryStore, environment: [String: String]
    ) throws(Failure) {
        self.settings = settings
        self.options = options
        self.history = history
        self.environment = environment
        servers = try options.servers(settings, environment: environment)
        backends = try options.backends(
            settings, history: history, environment: environment, keyCommands: .withoutTerminal)
    }

    nonisolated static func check(
        _ settings: Settings, options: ServerOptions, environment: [String: String]
    ) throws(Failure) {
        for server in try options.servers(settings, environment: environment) {
            do throws(Backends.Fault) {
                _ = try Backends.check(server, environment: environment)
            } catch {
                if !error.isPassing { throw Failure(error) }
            }
        }
    }

    var client: ImagesClient { backends.client }
    var engine: EngineBackend { backends.engine }
    /// In the order of the list of backends.
    var profiles: [BackendProfile] { backends.all.map(\.profile) }
    var names: [String] { backends.names }

    /// Applies a changed configuration. Running requests keep their backends.
    func use(_ settings: Settings) throws(Failure) {
        let servers = try options.servers(settings, environment: environment)
        do throws(Backends.Fault) {
            let renewed = try Backends(
                engine: backends.engine, servers: servers, wanted: nil, keyCommands: .withoutTerminal,
                environment: environment, client: backends.client)
            former.append(backends)
            (self.settings, self.servers, backends) = (settings, servers, renewed)
        } catch {
            throw Failure(error)
        }
    }

    /// All backends whose connections must be closed at the end.
    var all: [Backends] { former + [backends] }

    /// Throws if a change of the configuration would make a backend unusable.
    var check: (Settings) throws(Failure) -> Void {
        { [options, environment] settings throws(Failure) in
            try BackendRoster.check(settings, options: options, environment: environment)
        }
    }
}
