import RiffleAPI
import RiffleHTTP
import RiffleUI

/// Asks each backend whether it is there. Nothing that costs money is asked.
enum BackendCheck {
    static func lines(_ settings: Settings, environment: [String: String]) async -> [DoctorReport.Backend] {
        let engine = DoctorReport.Backend(
            name: VariationSettings.builtin, address: nil, isUsable: true, state: "ready: it is part of riffle")
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
                name: server.name, address: server.baseURL ?? server.preset.usualURL, isUsable: isUsable, state: state)
        }
        let backend: any Backend
        let transport: HTTPTransport
        do throws(Backends.Fault) {
            (backend, transport) = try Backends.backend(
                of: server, environment: environment, timeouts: .init(connect: 3, idle: 5))
        } catch {
            return line(Failure(error).problem.title)
        }
        let found: DoctorReport.Backend
        do throws(BackendError) {
            let models = try await backend.models() ?? []
            found = line(
                models.isEmpty ? "answers, and lists no models" : "answers, \(models.count) models", isUsable: true)
        } catch {
            found = line(Failure(error, backend: server.name).problem.title)
        }
        await transport.shutdown()
        return found
    }
}
