import RiffleAPI
import RiffleHTTP

/// The backends of a run: the engine and the configured servers.
struct Backends: Sendable {
    let client: ImagesClient
    let engine: EngineBackend
    /// The engine first.
    let all: [any Backend]
    var names: [String] { all.map(\.profile.name) }
    /// One for each combination of proxy, certificates and timeouts.
    private let transports: [HTTPTransport]

    /// When key commands run.
    enum KeyCommands {
        /// At once.
        case now
        /// Before the first request.
        case whenNeeded
        /// The same, without the terminal: the screen uses it, so they cannot ask for a password.
        case withoutTerminal

        fileprivate var later: KeyCommands { self == .withoutTerminal ? self : .whenNeeded }
    }

    enum Fault: Error, Equatable {
        case address(String, ServerAddressError)
        case keyFile(path: String, errno: Int32)
        /// Others can read the file; its mode must be 0600.
        case keyFileOpen(path: String, mode: Int)
        case keyMissing(server: String, variable: String)
        case keyMalformed(server: String)
        /// The command failed with this status, or printed nothing.
        case keyCommand(server: String, status: Int32)
        case keyCommandSlow(server: String, seconds: Int)
        case header(server: String, name: String)
        case certificates(path: String)
        case proxy(server: String, text: String)
        case price(server: String, text: String)
        /// Not a limit, or an amount of money without a price in the same currency.
        case limit(server: String, text: String)

        /// Whether the configuration may be right, and only something that it refers to is missing.
        var isPassing: Bool {
            switch self {
            case .keyMissing, .keyFile, .keyCommand, .keyCommandSlow, .certificates: true
            default: false
            }
        }
    }

    /// A server with valid settings, and its transport.
    private struct Prepared {
        var configuration: OpenAIBackend.Configuration
        var way: Way
        var preset: ServerPreset

        func backend(over transport: any Transport, _ library: ComfyBackend.Library) -> any Backend {
            switch preset {
            case .sdapi: SDAPIBackend(configuration, transport: transport, greyMask: PictureFile.greyMask)
            case .stableDiffusionCpp: SDCppBackend(configuration, transport: transport)
            case .comfyui: ComfyBackend(configuration, library: library, transport: transport)
            default: OpenAIBackend(configuration, transport: transport)
            }
        }
    }

    private struct Way: Hashable {
        var route: HTTPTransport.Route
        var idleSeconds: Int?
    }

    /// - Parameters:
    ///   - wanted: a backend that must be usable; others without their key or certificates are left out.
    ///   - keyCommands: when the key command of the wanted backend runs; those of others run before their first request.
    ///   - library: the user's workflows and approvals, for ComfyUI.
    ///   - client: receives these backends; nil creates one.
    init(
        engine: EngineBackend, servers: [ServerSettings], wanted: String?, keyCommands: KeyCommands = .whenNeeded,
        environment: [String: String], library: ComfyBackend.Library = .here, client: ImagesClient? = nil
    ) throws(Fault) {
        var prepared: [Prepared] = []
        for server in servers {
            do throws(Fault) {
                let isNow = keyCommands == .now && server.name == wanted
                prepared.append(
                    try Backends.prepare(
                        server, environment: environment, keyCommands: isNow ? .now : keyCommands.later))
            } catch {
                if server.name == wanted || !error.isPassing { throw error }
            }
        }
        var backends: [any Backend] = [engine]
        var transports: [Way: HTTPTransport] = [:]
        for server in prepared {
            let transport: HTTPTransport
            if let known = transports[server.way] {
                transport = known
            } else if let made = try? Backends.transport(server.way) {
                transport = made
                transports[server.way] = made
            } else {
                // The certificates are invalid; that the file exists was checked with the settings.
                continue
            }
            backends.append(server.backend(over: transport, library))
        }
        self.transports = Array(transports.values)
        all = backends
        self.engine = engine
        client?.use(backends)
        self.client = client ?? ImagesClient(backends: backends)
    }

    /// A single server with its own transport, which the caller must shut down.
    static func backend(
        of server: ServerSettings, environment: [String: String], timeouts: HTTPTransport.Timeouts,
        keyCommands: KeyCommands = .whenNeeded
    ) throws(Fault) -> (backend: any Backend, transport: HTTPTransport) {
        let prepared = try prepare(server, environment: environment, keyCommands: keyCommands)
        do throws(RouteError) {
            let transport = try HTTPTransport(
                route: prepared.way.route, timeouts: timeouts, userAgent: "riffle/\(RiffleCommand.version)")
            return (prepared.backend(over: transport, .here), transport)
        } catch {
            switch error {
            case .noCertificate(let path): throw .certificates(path: path)
            }
        }
    }

    /// A server that replays a stored answer instead of sending a request.
    static func replaying(
        _ name: String, of server: ServerSettings, spool: AnswerSpool, environment: [String: String], fetches: Bool
    ) throws -> (backend: any Backend, transport: HTTPTransport) {
        // The key is only needed to download pictures from the server's own URLs; without it those fail, but no key
        // command asks the user.
        var keyless = server
        keyless.key = nil
        var known = server
        if case .command? = server.key { known.key = nil }
        var prepared = try (try? prepare(known, environment: environment)) ?? prepare(keyless, environment: environment)
        // No retries, and shorter timeouts than for new pictures.
        prepared.configuration.profile.isPaid = true
        prepared.configuration.totalSeconds = min(prepared.configuration.totalSeconds, 60)
        prepared.way.idleSeconds = min(prepared.way.idleSeconds ?? 20, 20)
        let transport = try transport(prepared.way)
        return (
            prepared.backend(over: ReplayTransport(name, in: spool, downloads: fetches ? transport : nil), .here),
            transport
        )
    }

    func shutdown() async { for transport in transports { await transport.shutdown() } }

    private static func transport(_ way: Way) throws(RouteError) -> HTTPTransport {
        var timeouts = HTTPTransport.Timeouts()
        if let seconds = way.idleSeconds { timeouts.idle = seconds }
        return try HTTPTransport(
            route: way.route, timeouts: timeouts, userAgent: "riffle/\(RiffleCommand.version)")
    }

    /// Checks a server's settings without running its key command.
    static func check(_ server: ServerSettings, environment: [String: String]) throws(Fault) -> BackendProfile {
        let configuration = try prepare(server, environment: environment).configuration
        var profile = BackendProfile(
            name: server.name, uploadLimit: nil, isLocal: false, operations: configuration.profile.operations,
            variesByEditing: configuration.profile.variations == .edits, price: configuration.price,
            isPaid: configuration.profile.isPaid)
        profile.monthlyLimit = configuration.monthlyLimit
        return profile
    }

    private static func prepare(
        _ server: ServerSettings, environment: [String: String], keyCommands: KeyCommands = .whenNeeded
    ) throws(Fault) -> Prepared {
        let text = server.baseURL(in: environment) ?? ""
        let address: ServerAddress
        do throws(ServerAddressError) {
            address = try ServerAddress(
                text, azureVersion: server.azureVersion, isAzure: server.preset.isAzure,
                addsVersion: server.preset.hasVersion)
        } catch {
            throw .address(text, error)
        }
        var profile = server.preset.profile
        if let variations = server.variations { profile.variations = variations }
        if let form = server.editForm { profile.editForm = form }
        if let format = server.format { profile.format = format }
        if let isPaid = server.isPaid { profile.isPaid = isPaid }
        let price = try price(of: server)
        if server.price != nil && server.isPaid == nil { profile.isPaid = true }
        var headers: [ServerHeader] = []
        for (name, value) in server.headers.sorted(by: { $0.key < $1.key }) {
            guard let header = ServerHeader(name: name, value: value) else {
                throw .header(server: server.name, name: name)
            }
            headers.append(header)
        }
        var configuration = OpenAIBackend.Configuration(
            name: server.name, address: address,
            key: nil, profile: profile, model: server.model,
            variationPrompt: server.prompt ?? BackendProfile.neutralPrompt, organization: server.organization,
            project: server.project, headers: headers, price: price)
        if case .command(let command)? = server.key, keyCommands != .now {
            let command = KeyCommand(command, server: server.name, mayAsk: keyCommands != .withoutTerminal)
            configuration.keyOnDemand = KeyOnDemand { try await command.key() }
        } else {
            configuration.key = try ServerKey.key(of: server, environment: environment)
        }
        configuration.monthlyLimit = try limit(of: server, price: price)
        // Other users' requests may come first there, however long they take.
        if server.preset == .comfyui { configuration.totalSeconds = 7 * 86_400 }
        if let seconds = server.totalSeconds { configuration.totalSeconds = seconds }
        if let count = server.concurrency { configuration.concurrency = count }
        return Prepared(
            configuration: configuration, way: try way(to: server, at: address, environment), preset: server.preset)
    }

    private static func way(
        to server: ServerSettings, at address: ServerAddress, _ environment: [String: String]
    ) throws(Fault) -> Way {
        let surroundings = NetworkEnvironment(environment)
        var route = HTTPTransport.Route(
            certificates: server.certificates ?? surroundings.certificates(for: address))
        if let path = route.certificates {
            guard HTTPTransport.Route.holdsCertificates(path) else { throw .certificates(path: path) }
        }
        if let text = server.proxy ?? surroundings.proxy(for: address) {
            guard let proxy = HTTPTransport.Route.Proxy(text) else {
                // The part before the host may contain a password.
                throw .proxy(server: server.name, text: String(text.split(separator: "@").last ?? ""))
            }
            route.proxy = proxy
        }
        return Way(route: route, idleSeconds: server.idleSeconds)
    }

    private static func limit(of server: ServerSettings, price: Price?) throws(Fault) -> MonthlyLimit? {
        guard let text = server.monthlyLimit else { return nil }
        guard let limit = MonthlyLimit(text), limit.pictures(at: price) != nil else {
            throw .limit(server: server.name, text: text)
        }
        return limit
    }

    private static func price(of server: ServerSettings) throws(Fault) -> Price? {
        guard let text = server.price else { return server.preset.usualPrice }
        guard let price = Price(text) else { throw .price(server: server.name, text: text) }
        return price
    }
}
