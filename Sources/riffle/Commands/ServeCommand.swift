import ArgumentParser
import Dispatch
import Glibc
import RiffleAPI
import RiffleServer

/// `riffle serve`: the Images API on this machine, over the built-in engine.
struct ServeCommand: TaskCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve /v1/images/variations on 127.0.0.1 over the built-in engine.")

    @Option(help: "The port; 0 takes a free one and tells which.")
    var port = 8790

    func perform() async throws {
        guard (0...65_535).contains(port) else {
            throw Failure("port is \(port)", remedy: "use 0 to 65535", code: .usage)
        }
        let server = ImagesServer(
            backend: EngineBackend(threads: EngineThreads(), keep: nil), configuration: .init(port: port))
        let work = Task {
            try await server.run { port in
                // Not printed: standard output may be a pipe, and a script waits for this line.
                writeAll("Serving http://127.0.0.1:\(port)/v1\n".utf8, to: STDOUT_FILENO)
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
        do {
            try await work.value
        } catch let error as ServerError {
            throw Failure(error)
        }
    }
}
