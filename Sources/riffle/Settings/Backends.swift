import Foundation
import RiffleAPI
import RiffleHTTP

/// The backends that a run of the program has: the engine, and the servers it was told of.
struct Backends: Sendable {
    let client: ImagesClient
    /// In the order a person chooses from: the engine first.
    let all: [any Backend]
    var names: [String] { all.map(\.profile.name) }
    /// Nil where only the engine is there.
    private let transport: HTTPTransport?

    enum Fault: Error, Equatable {
        case address(String, ServerAddressError)
        case keyFile(path: String, errno: Int32)
        /// Others may read the file: its mode has to be 0600.
        case keyFileOpen(path: String, mode: Int)
        case keyMissing(server: String, variable: String)
        case keyMalformed(server: String)
    }

    /// - Parameter wanted: the backend that has to be there; another whose key is not at hand is left out.
    init(
        engine: EngineBackend, servers: [Settings.Server], wanted: String, environment: [String: String]
    ) throws(Fault) {
        var configurations: [OpenAIBackend.Configuration] = []
        for server in servers {
            do throws(Fault) {
                configurations.append(try Backends.configuration(of: server, environment: environment))
            } catch {
                if server.name == wanted { throw error }
            }
        }
        // Only now, when nothing can fail any more: a transport has to be shut down before it is let go.
        var backends: [any Backend] = [engine]
        var transport: HTTPTransport?
        if !configurations.isEmpty {
            let shared = HTTPTransport(userAgent: "riffle/\(RiffleCommand.version)")
            backends += configurations.map { OpenAIBackend($0, transport: shared) }
            transport = shared
        }
        self.transport = transport
        client = ImagesClient(backends: backends)
        all = backends
    }

    func shutdown() async { await transport?.shutdown() }

    static func configuration(
        of server: Settings.Server, environment: [String: String]
    ) throws(Fault) -> OpenAIBackend.Configuration {
        let address: ServerAddress
        do throws(ServerAddressError) {
            address = try ServerAddress(server.baseURL)
        } catch {
            throw .address(server.baseURL, error)
        }
        return OpenAIBackend.Configuration(
            name: server.name, address: address, key: try key(of: server, environment: environment))
    }

    /// A key is read from the environment or a file that only its owner can read, never from the command line.
    private static func key(of server: Settings.Server, environment: [String: String]) throws(Fault) -> APIKey? {
        let text: String
        if let variable = server.keyVariable {
            guard let value = environment[variable], !value.isEmpty else {
                throw .keyMissing(server: server.name, variable: variable)
            }
            text = value
        } else if let path = server.keyFile {
            text = try contents(ofKeyFile: path)
        } else {
            return nil
        }
        guard let key = APIKey(text) else { throw .keyMalformed(server: server.name) }
        return key
    }

    private static func contents(ofKeyFile path: String) throws(Fault) -> String {
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try Files.read(path, upTo: 64 * 1024)
        } catch {
            throw .keyFile(path: path, errno: error.errno)
        }
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & 0o077 == 0 else {
            throw .keyFileOpen(path: path, mode: Int(status.st_mode & 0o777))
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
