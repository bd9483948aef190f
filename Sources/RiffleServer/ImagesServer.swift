import FoundationEssentials
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
public import Logging
import NIOCore
import NIOSSL
public import RiffleAPI
import ServiceLifecycle

/// Serves the Images API with any backend.
///
/// The paths are in `Routes`. By default it listens on 127.0.0.1 and needs no key.
public struct ImagesServer: Sendable {
    let backend: any Backend
    let configuration: Configuration
    let logger: Logger

    public init(
        backend: any Backend, configuration: Configuration, logger: Logger = Logger(label: "riffle.server")
    ) {
        self.backend = backend
        self.configuration = configuration
        self.logger = logger
    }

    /// Serves until the task is cancelled. Then accepts no more requests, and returns when running ones are answered or
    /// the grace period is over.
    ///
    /// - Parameter onReady: called once with the port, when connections are accepted.
    /// - Throws: `cannotListen`, `tls`, `folder`.
    public func run(onReady: @escaping @Sendable (_ port: Int) async -> Void = { _ in }) async throws(ServerError) {
        let folder = try ownFolder()
        defer { if configuration.folder == nil { try? FileManager.default.removeItem(atPath: folder.path) } }
        let port = configuration.port
        let routes = Routes(configuration: configuration, images: handler(folder: folder))
        let application = Application(
            router: routes.router(), server: try http(),
            configuration: .init(
                address: .hostname(configuration.address, port: port), serverName: "riffle",
                // One more than are kept open: it takes the place of one that waits.
                availableConnectionsDelegate: MaximumAvailableConnections(configuration.connections + 1)),
            onServerRunning: { await onReady($0.localAddress?.port ?? port) },
            logger: logger)
        var group = ServiceGroupConfiguration(services: [application, FileSweep(folder: folder)], logger: logger)
        group.maximumGracefulShutdownDuration = configuration.grace
        let services = ServiceGroup(configuration: group)
        // Not a child task, because cancellation would abort running requests.
        let work = Task { try await services.run() }
        let outcome = await withTaskCancellationHandler {
            await work.result
        } onCancel: {
            Task { await services.triggerGracefulShutdown() }
        }
        if case .failure(let error) = outcome, !(error is CancellationError) {
            throw .cannotListen(
                address: configuration.address, port: port, errno: (error as? IOError)?.errnoCode)
        }
    }

    private func handler(folder: ExpiringPictures) -> ImagesHandler {
        let queue = WorkQueue(
            limits: .init(
                atOnce: backend.profile.concurrency, waiting: configuration.waiting, perClient: configuration.perClient)
        )
        return ImagesHandler(
            configuration: configuration,
            maker: Maker(
                backend: backend, queue: queue,
                repeats: RepeatedRequests(orphanPatience: configuration.orphanPatience), metrics: Metrics()),
            budget: MemoryBudget(limit: configuration.memory), folder: folder)
    }

    /// HTTP/1.1, with TLS if a certificate is configured.
    private func http() throws(ServerError) -> HTTPServerBuilder {
        let limit = configuration.bodyLimit
        let connections = WaitingConnections(limit: configuration.connections)
        let plain = HTTPServerBuilder.http1(
            configuration: .init(
                additionalChannelHandlers: [
                    connections.handler(), StalledAnswers(patience: .seconds(60)), ExpectContinue(bodyLimit: limit),
                    LeftoverBody(patience: .seconds(30)),
                ], idleTimeout: .seconds(Int64(configuration.headPatience))))
        guard let files = configuration.tls else { return plain }
        let chain: [NIOSSLCertificateSource]
        do {
            chain = try NIOSSLCertificate.fromPEMFile(files.certificate).map { .certificate($0) }
        } catch {
            throw .tls(path: files.certificate)
        }
        do {
            let key = try NIOSSLPrivateKey(file: files.key, format: .pem)
            return try .tls(
                plain,
                tlsConfiguration: .makeServerConfiguration(certificateChain: chain, privateKey: .privateKey(key)))
        } catch {
            throw .tls(path: files.key)
        }
    }

    private func ownFolder() throws(ServerError) -> ExpiringPictures {
        let path =
            configuration.folder ?? FileManager.default.temporaryDirectory.path + "/riffle-serve-\(RandomName.make())"
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw .folder(path: path)
        }
        guard FileManager.default.isWritableFile(atPath: path) else { throw .folder(path: path) }
        return ExpiringPictures(path: path, lifetime: configuration.fileLifetime)
    }
}

/// Removes expired pictures once a minute.
private struct FileSweep: Service {
    let folder: ExpiringPictures

    func run() async {
        // Cancellation must not throw: an error would end the service group at once and abort running requests.
        try? await cancelWhenGracefulShutdown {
            while true {
                // An unreadable folder is retried in a minute.
                try? await folder.removeOld()
                try await Task.sleep(for: .seconds(60))
            }
        }
    }
}

extension Response {
    /// A JSON answer. The type is exactly `application/json`, because some clients treat anything else as text.
    init(json value: some Encodable, status: HTTPResponse.Status = .ok) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let body = ByteBuffer(bytes: try encoder.encode(value))
        self.init(status: status, headers: [.contentType: "application/json"], body: .init(byteBuffer: body))
    }
}
