import RiffleAPI
import RiffleHTTP
import RiffleUI

/// Asks each backend whether it is there. Nothing that costs money is asked.
enum BackendCheck {
    static func lines(_ settings: Settings, environment: [String: String]) async -> [DoctorReport.Backend] {
        let engine = DoctorReport.Backend(
            name: VariationSettings.builtin, address: nil, isUsable: true, state: "ready: it is part of riffle")
        guard !settings.servers.isEmpty else { return [engine] }
        let transport = HTTPTransport(
            timeouts: .init(connect: 3, idle: 5), userAgent: "riffle/\(RiffleCommand.version)")
        let lines = await withTaskGroup(of: (Int, DoctorReport.Backend).self) { group in
            for (place, server) in settings.servers.enumerated() {
                group.addTask { (place, await line(server, transport: transport, environment: environment)) }
            }
            var lines: [(Int, DoctorReport.Backend)] = []
            for await line in group { lines.append(line) }
            return lines.sorted { $0.0 < $1.0 }.map(\.1)
        }
        await transport.shutdown()
        return [engine] + lines
    }

    private static func line(
        _ server: Settings.Server, transport: HTTPTransport, environment: [String: String]
    ) async -> DoctorReport.Backend {
        func line(_ state: String, isUsable: Bool = false) -> DoctorReport.Backend {
            DoctorReport.Backend(name: server.name, address: server.baseURL, isUsable: isUsable, state: state)
        }
        let configuration: OpenAIBackend.Configuration
        do throws(Backends.Fault) {
            configuration = try Backends.configuration(of: server, environment: environment)
        } catch {
            return line(Failure(error).problem.title)
        }
        do throws(BackendError) {
            let models = try await OpenAIBackend(configuration, transport: transport).models()
            return line(
                models.isEmpty ? "answers, and lists no models" : "answers, \(models.count) models", isUsable: true)
        } catch {
            return line(Failure(error, backend: server.name).problem.title)
        }
    }
}
