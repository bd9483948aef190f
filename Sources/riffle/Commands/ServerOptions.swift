import ArgumentParser
import RiffleAPI
import RiffleHistory

/// Which backend makes the pictures.
struct ServerOptions: ParsableArguments {
    /// The name of a server that is given by `--base-url`.
    static let adHocName = "server"
    static let keyVariable = "OPENAI_API_KEY"

    @Option(help: "A backend from the configuration file, or builtin for the engine (the default).")
    var backend: String?

    @Option(
        name: .customLong("base-url"),
        help: "A server of the Images API. Its key is read from OPENAI_API_KEY.")
    var baseURL: String?

    @Option(help: "The kind of server at --base-url.")
    var preset: ServerPreset?

    @Option(
        name: .customLong("approve-graph"),
        help: "Run someone else's ComfyUI graph: its hash, or at least 12 letters of it.")
    var approvedGraph: [String] = []

    // Only there to be refused with a message: others on this machine can read the options of a running program.
    @Option(name: .customLong("api-key"), help: .hidden)
    var apiKey: String?

    func validate() throws {
        if preset != nil && baseURL == nil { throw ValidationError("--preset needs --base-url.") }
        if let short = approvedGraph.first(where: { $0.count < GraphApprovals.shortest }) {
            throw ValidationError("--approve-graph \(short) is too short: use at least 12 letters of the hash.")
        }
        if backend != nil && baseURL != nil { throw ValidationError("Use either --backend or --base-url.") }
    }

    /// The chosen backend; nil: the last one.
    var chosen: String? { baseURL == nil ? backend : ServerOptions.adHocName }

    /// The configured servers, and the one given by `--base-url`.
    func servers(_ settings: Settings, environment: [String: String]) throws(Failure) -> [ServerSettings] {
        guard apiKey == nil else {
            throw Failure(
                "--api-key would show the key to everyone on this machine",
                remedy: "export OPENAI_API_KEY, or use key_env, key_file or key_command in config.toml", code: .usage)
        }
        guard let baseURL else { return settings.servers }
        let hasKey = environment[ServerOptions.keyVariable]?.isEmpty == false
        return settings.servers.filter { $0.name != ServerOptions.adHocName } + [
            ServerSettings(
                name: ServerOptions.adHocName, preset: preset ?? .generic, baseURL: baseURL,
                key: hasKey ? .variable(ServerOptions.keyVariable) : nil,
                organization: environment["OPENAI_ORG_ID"], project: environment["OPENAI_PROJECT_ID"])
        ]
    }

    /// - Parameter keyCommands: when the key command of the chosen backend runs.
    func backends(
        _ settings: Settings, history: HistoryStore, environment: [String: String],
        keyCommands: Backends.KeyCommands = .whenNeeded
    ) throws(Failure) -> Backends {
        let servers = try servers(settings, environment: environment)
        let engine = EngineBackend(threads: EngineThreads())
        let wanted = chosen ?? settings.backend ?? ImagesSettings.builtin
        let names = [ImagesSettings.builtin] + servers.map(\.name)
        guard names.contains(wanted) else {
            throw Failure(
                "there is no backend called \(wanted)", remedy: Suggestion.remedy(for: wanted, among: names),
                code: .usage)
        }
        do throws(Backends.Fault) {
            return try Backends(
                engine: engine, servers: servers, wanted: wanted, keyCommands: keyCommands,
                environment: environment, library: .init(places: Places(), approved: approvedGraph))
        } catch {
            throw Failure(error)
        }
    }
}
