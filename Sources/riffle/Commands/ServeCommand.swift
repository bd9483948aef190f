import ArgumentParser
import Dispatch
import Foundation
import Glibc
import Logging
import RiffleAPI
import RiffleImage
import RiffleServer

/// `riffle serve`: the Images API on this machine, over the built-in engine or another backend.
struct ServeCommand: TaskCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve the Images API over the built-in engine, or over another backend.",
        discussion: """
            Variations and edits are at /v1/images/variations and /v1/images/edits, and so on; /openapi.json describes \
            it all, /metrics counts, /healthz says that it lives. One line for every request goes to standard error.
            """)

    @Option(help: "The address to listen at. Any but this machine's loopback needs --api-key.")
    var address = "127.0.0.1"

    @Option(help: "The port; 0 takes a free one and tells which.")
    var port = 8790

    @Option(
        help: """
            Where the key is that clients have to send: env:NAME or file:PATH. A key written here could be read by \
            everyone on the machine.
            """)
    var apiKey: String?

    @Option(help: "A certificate chain (PEM), to serve HTTPS. Needs --tls-key.")
    var tlsCert: String?

    @Option(help: "The certificate's private key (PEM).")
    var tlsKey: String?

    @Option(help: "A folder for the pictures behind URLs, which several servers may share; they live 60 minutes.")
    var files: String?

    @Option(help: "The backend of the configuration file that makes the pictures.")
    var upstream: String = ImagesSettings.builtin

    @Flag(help: "Believe X-Forwarded-For and -Proto: for a server that only a proxy of yours can reach.")
    var behindProxy = false

    @Flag(help: "Crop pictures to their middle square where a variation needs one, instead of refusing them.")
    var crop = false

    @Option(help: "Requests that may wait, all clients together.")
    var maxWaiting = 256

    @Option(help: "Requests of one client, waiting and worked on.")
    var maxPerClient = 256

    @Option(help: "Megabytes that uploads and answers may hold, all together.")
    var maxMemory = 512

    @Option(help: "Longest request in megabytes.")
    var maxBody = 64

    @Flag(help: "Say nothing of requests on standard error.")
    var quiet = false

    func perform() async throws {
        let configuration = try configuration()
        let backends = try backends()
        guard let backend = backends.all.first(where: { $0.profile.name == upstream }) else {
            await backends.shutdown()
            throw Failure(
                "there is no backend called \(upstream)",
                remedy: Suggestion.remedy(for: upstream, among: backends.names),
                code: .usage)
        }
        guard backend.profile.monthlyLimit == nil else {
            await backends.shutdown()
            throw Failure(
                "\(upstream) has a monthly_limit, which serve does not count",
                remedy: "take it out of the configuration, or serve another backend", code: .configuration)
        }
        let server = ImagesServer(backend: backend, configuration: configuration, logger: logger())
        let outcome = await serve(server)
        await backends.shutdown()
        do {
            try outcome.get()
        } catch let error as ServerError {
            throw Failure(error)
        }
    }

    private func backends() throws -> Backends {
        let engine = EngineBackend(threads: EngineThreads())
        let servers = try Places().settings().servers
        do throws(Backends.Fault) {
            return try Backends(
                engine: engine, servers: servers, wanted: upstream, keyCommands: .now,
                environment: Environment.variables)
        } catch {
            throw Failure(error)
        }
    }

    private func serve(_ server: ImagesServer) async -> Result<Void, any Error> {
        let scheme = tlsCert == nil ? "http" : "https"
        let host = address.contains(":") ? "[\(address)]" : address
        let work = Task {
            try await server.run { port in
                // Not printed: standard output may be a pipe, and a script waits for this line.
                writeAll("Serving \(scheme)://\(host):\(port)/v1\n".utf8, to: STDOUT_FILENO)
            }
        }
        let signals = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { work.cancel() }
            source.resume()
            return source
        }
        defer { signals.forEach { $0.cancel() } }
        return await work.result
    }

    private func configuration() throws -> ImagesServer.Configuration {
        try check("port", port, 0...65_535)
        try check("max-waiting", maxWaiting, 0...100_000)
        try check("max-per-client", maxPerClient, 1...100_000)
        try check("max-memory", maxMemory, 16...1_000_000)
        try check("max-body", maxBody, 1...1000)
        let key = try apiKey.map(key)
        let isLoopback = address == "localhost" || address == "::1" || address.hasPrefix("127.")
        guard key != nil || isLoopback else {
            throw Failure(
                "\(address) can be reached by others, and there is no key",
                remedy: "name one by --api-key env:NAME or file:PATH, or use 127.0.0.1", code: .usage)
        }
        var tls: ImagesServer.Configuration.TLSFiles?
        switch (tlsCert, tlsKey) {
        case (let certificate?, let key?): tls = .init(certificate: certificate, key: key)
        case (nil, nil): break
        default: throw Failure("--tls-cert and --tls-key go together", remedy: "give both", code: .usage)
        }
        return ImagesServer.Configuration(
            address: address, port: port, key: key, tls: tls, folder: files, isBehindProxy: behindProxy,
            bodyLimit: maxBody << 20, waiting: maxWaiting, perClient: maxPerClient, memory: maxMemory << 20,
            connections: Self.connections(upTo: 1024),
            encode: { PNG.encode(Bitmap(width: $0.width, height: $0.height, bytes: $0.rgba), effort: .fast) },
            crop: crop ? Self.middleSquare : nil)
    }

    private func check(_ option: String, _ value: Int, _ range: ClosedRange<Int>) throws {
        guard range.contains(value) else {
            throw Failure(
                "\(option) is \(value)", remedy: "use \(range.lowerBound) to \(range.upperBound)", code: .usage)
        }
    }

    private func key(_ source: String) throws -> String {
        let parts = source.split(separator: ":", maxSplits: 1).map(String.init)
        let text: String?
        switch (parts.first, parts.last) {
        case ("env", let name?) where parts.count == 2: text = Environment.variables[name]
        case ("file", let path?) where parts.count == 2:
            do throws(FileError) {
                text = String(decoding: try Files.read(path, upTo: 64 * 1024), as: UTF8.self)
            } catch {
                throw Failure(reading: error)
            }
        default:
            throw Failure(
                "--api-key does not say where the key is",
                remedy: "use env:NAME or file:PATH: a key on the command line can be read by others", code: .usage)
        }
        guard let key = text?.trimmingCharacters(in: .whitespacesAndNewlines), !key.isEmpty else {
            throw Failure("\(source) holds no key", remedy: "set it, or name another", code: .usage)
        }
        return key
    }

    /// As many connections as files may be open, after raising that as far as it goes; some are left for pictures.
    private static func connections(upTo wanted: Int) -> Int {
        let spare = 64
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return wanted }
        let enough = min(limit.rlim_max, rlim_t(wanted + spare))
        if limit.rlim_cur < enough {
            limit.rlim_cur = enough
            _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        }
        return max(spare, min(wanted, Int(clamping: limit.rlim_cur) - spare))
    }

    private func logger() -> Logger {
        var logger = Logger(label: "riffle.serve") {
            StreamLogHandler(label: $0, stream: LogStream(descriptor: STDERR_FILENO))
        }
        logger.logLevel = quiet ? .error : .info
        return logger
    }

    /// The PNG's middle square; nil for what is no PNG, which the server then refuses in the API's words.
    @Sendable private static func middleSquare(_ bytes: [UInt8]) async -> [UInt8]? {
        guard let bitmap = try? PNG.decode(bytes) else { return nil }
        return PNG.encode(bitmap.squared(.cropCenter), effort: .fast)
    }
}
