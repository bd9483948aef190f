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
            Variations are at /v1/images/variations, edits at /v1/images/edits. /openapi.json describes all paths, /metrics \
            has counters, /healthz is for health checks. Each request is logged in one line on standard error.
            """)

    @Option(help: "The address to listen on. Any but loopback needs --api-key.")
    var address = "127.0.0.1"

    @Option(help: "The port; 0 chooses a free one and prints it.")
    var port = 8790

    @Option(
        help: """
            The source of the key that clients must send: env:NAME or file:PATH. A key on the command line could be read \
            by everyone on this machine.
            """)
    var apiKey: String?

    @Option(help: "A certificate chain (PEM), to serve HTTPS. Needs --tls-key.")
    var tlsCert: String?

    @Option(help: "The certificate's private key (PEM).")
    var tlsKey: String?

    @Option(help: "A folder for pictures behind URLs, kept for 60 minutes. Several servers may share it.")
    var files: String?

    @Option(help: "The backend that makes the pictures, from the configuration file.")
    var upstream: String = ImagesSettings.builtin

    @Flag(help: "Trust X-Forwarded-For and -Proto: for a server that only your proxy can reach.")
    var behindProxy = false

    @Flag(help: "Crop pictures to a square if a variation needs one, instead of refusing them.")
    var crop = false

    @Option(help: "Waiting requests, all clients together.")
    var maxWaiting = 256

    @Option(help: "Requests per client, waiting and running.")
    var maxPerClient = 256

    @Option(help: "Memory for uploads and answers, in megabytes.")
    var maxMemory = 512

    @Option(help: "Largest request, in megabytes.")
    var maxBody = 64

    @Flag(help: "Do not log requests.")
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
                remedy: "remove it from the configuration, or serve another backend", code: .configuration)
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
                // Written without a buffer: a script may wait for this line in a pipe.
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
                "others can reach \(address), and there is no key",
                remedy: "set --api-key env:NAME or file:PATH, or use 127.0.0.1", code: .usage)
        }
        var tls: ImagesServer.Configuration.TLSFiles?
        switch (tlsCert, tlsKey) {
        case (let certificate?, let key?): tls = .init(certificate: certificate, key: key)
        case (nil, nil): break
        default: throw Failure("--tls-cert and --tls-key need each other", remedy: "set both", code: .usage)
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
                "--api-key must be env:NAME or file:PATH",
                remedy: "a key on the command line could be read by others", code: .usage)
        }
        guard let key = text?.trimmingCharacters(in: .whitespacesAndNewlines), !key.isEmpty else {
            throw Failure("\(source) contains no key", remedy: "set it, or name another source", code: .usage)
        }
        return key
    }

    /// The number of connections that the limit on open files allows, after raising it; some files are reserved for pictures.
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

    /// Crops a PNG to its middle square; nil if it is not a PNG, which the server then refuses.
    @Sendable private static func middleSquare(_ bytes: [UInt8]) async -> [UInt8]? {
        guard let bitmap = try? PNG.decode(bytes) else { return nil }
        return PNG.encode(bitmap.squared(.cropCenter), effort: .fast)
    }
}
