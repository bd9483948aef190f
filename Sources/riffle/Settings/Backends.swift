import RiffleAPI
import RiffleHTTP

/// The backends that a run of the program has: the engine, and the servers it was told of.
struct Backends: Sendable {
    let client: ImagesClient
    let engine: EngineBackend
    /// In the order a person chooses from: the engine first.
    let all: [any Backend]
    var names: [String] { all.map(\.profile.name) }
    /// One for each way that servers are reached by.
    private let transports: [HTTPTransport]

    /// When commands for keys are run.
    enum KeyCommands {
        /// At once.
        case now
        /// When something is sent.
        case whenNeeded
        /// The same, while the screen is up: they cannot ask for a password.
        case withoutTerminal

        fileprivate var later: KeyCommands { self == .withoutTerminal ? self : .whenNeeded }
    }

    enum Fault: Error, Equatable {
        case address(String, ServerAddressError)
        case keyFile(path: String, errno: Int32)
        /// Others may read the file: its mode has to be 0600.
        case keyFileOpen(path: String, mode: Int)
        case keyMissing(server: String, variable: String)
        case keyMalformed(server: String)
        /// The command ended with this status, or gave no line.
        case keyCommand(server: String, status: Int32)
        case keyCommandSlow(server: String, seconds: Int)
        case header(server: String, name: String)
        case certificates(path: String)
        case proxy(server: String, text: String)
        case price(server: String, text: String)
        /// Money without a price of one picture in the same currency, or no limit at all.
        case limit(server: String, text: String)

        /// Whether the configuration may be in order, and only something it names is not at hand.
        var isPassing: Bool {
            switch self {
            case .keyMissing, .keyFile, .keyCommand, .keyCommandSlow, .certificates: true
            default: false
            }
        }
    }

    /// A server whose settings are in order, and how it is reached.
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
    ///   - wanted: the backend that has to be there; another whose key or certificates are not at hand is left out.
    ///   - keyCommands: when the command for the wanted one's key is run; those of others are run when they are sent
    ///     something.
    ///   - library: the user's workflows and approvals, for ComfyUI.
    ///   - client: one that has these backends from now on; nil makes one.
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
                // Its certificates cannot be used; the file was there when the settings were checked.
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

    /// One server alone, with a transport of its own that whoever asks shuts down.
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

    /// A server whose answer is the one that was kept under a name: nothing is asked for again.
    static func replaying(
        _ name: String, of server: ServerSettings, spool: AnswerSpool, environment: [String: String], fetches: Bool
    ) throws -> (backend: any Backend, transport: HTTPTransport) {
        // Without its key only the pictures behind its own URLs are lost, and nobody is asked for one for these.
        var keyless = server
        keyless.key = nil
        var known = server
        if case .command? = server.key { known.key = nil }
        var prepared = try (try? prepare(known, environment: environment)) ?? prepare(keyless, environment: environment)
        // What breaks off is not tried again, and an address that says nothing is not waited for as new pictures are.
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

    /// Whether a server's settings are in order; its key's command is not run.
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
        // Others' requests come first there, however long they take.
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
                // What stands before the host may be a password.
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
