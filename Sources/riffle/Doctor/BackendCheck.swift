import RiffleAPI
import RiffleHTTP
import RiffleUI

/// Checks whether each backend responds. No request is sent that costs money.
enum BackendCheck {
    static func lines(_ settings: Settings, environment: [String: String]) async -> [DoctorReport.Backend] {
        let engine = DoctorReport.Backend(
            name: ImagesSettings.builtin, address: nil, isUsable: true, state: "ready: it is part of riffle")
        guard !settings.servers.isEmpty else { return [engine] }
        let lines = await withTaskGroup(of: (Int, DoctorReport.Backend).self) { group in
            for (place, server) in settings.servers.enumerated() {
                group.addTask { (place, await line(server, environment: environment)) }
            }
            var lines: [(Int, DoctorReport.Backend)] = []
            for await line in group { lines.append(line) }
            return lines.sorted { $0.0 < $1.0 }.map(\.1)
        }
        return [engine] + lines
    }

    private static func line(
        _ server: ServerSettings, environment: [String: String]
    ) async -> DoctorReport.Backend {
        func line(_ state: String, isUsable: Bool = false) -> DoctorReport.Backend {
            DoctorReport.Backend(
                name: server.name, address: server.baseURL(in: environment), isUsable: isUsable, state: state)
        }
        do throws(Failure) {
            let findings = try await findings(of: server, environment: environment)
            let mistake = Words.Backends.mistaken(findings, server.preset)
            return line(mistake ?? Words.Backends.seen(findings), isUsable: mistake == nil)
        } catch {
            return line(error.problem.title)
        }
    }

    /// What a server reports about itself, free of charge.
    ///
    /// - Parameters:
    ///   - connect: timeout for the connection, in seconds.
    ///   - idle: timeout without data, in seconds.
    static func findings(
        of server: ServerSettings, environment: [String: String], connect: Int = 3, idle: Int = 5
    ) async throws(Failure) -> BackendFindings {
        let backend: any Backend
        let transport: HTTPTransport
        do throws(Backends.Fault) {
            (backend, transport) = try Backends.backend(
                of: server, environment: environment, timeouts: .init(connect: connect, idle: idle),
                keyCommands: .withoutTerminal)
        } catch {
            throw Failure(error)
        }
        let outcome: Result<BackendFindings, Failure>
        do throws(BackendError) {
            outcome = .success(try await backend.findings() ?? BackendFindings())
        } catch {
            outcome = .failure(Failure(error, backend: server.name))
        }
        await transport.shutdown()
        return try outcome.get()
    }
}
