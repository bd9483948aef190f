import ArgumentParser
import FoundationEssentials
import RiffleAPI
import RiffleHistory
import RiffleUI

/// `riffle images backends`: lists the backends, and whether they respond.
struct BackendsCommand: TaskCommand {
    static let configuration = CommandConfiguration(
        commandName: "backends", abstract: "List the backends, what they can do, and whether they respond.")

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var server: ServerOptions

    func perform() async throws {
        let places = Places()
        let settings = try places.settings()
        let (history, isScratch) = try places.openWorkingHistory()
        defer { if isScratch { history.removeScratch() } }
        let backends = try server.backends(
            settings, history: history, environment: Environment.variables)
        var rows: [BackendRow] = []
        let servers = try server.servers(settings, environment: Environment.variables)
        for backend in backends.all {
            let preset = servers.first { $0.name == backend.profile.name }?.preset
            rows.append(await BackendRow(asking: backend, preset: preset))
        }
        await backends.shutdown()
        if json {
            try PrintedJSON.write(rows)
        } else {
            for row in rows { print(Escaper.terminal.escaped(row.line)) }
        }
    }
}

/// What is known about one backend.
struct BackendRow: Encodable {
    var name: String
    /// The operations that it reports, or those of the engine; nil if only a request would show them.
    var operations: [String]?
    /// The operations of servers of its kind.
    var askedFor: [String]
    var variesByEditing: Bool
    var isPaid: Bool
    /// Whether it responds like a server of its kind; true for the engine.
    var answers: Bool
    /// The product name that it reports.
    var product: String?
    /// Why it does not respond, or is probably something else.
    var problem: String?
    var models: [Model]
    var workflows: [String]

    struct Model: Encodable {
        var id: String
        var shutdownDate: String?
    }

    /// - Parameter preset: nil for the engine.
    init(asking backend: any Backend, preset: ServerPreset?) async {
        let profile = backend.profile
        name = profile.name
        let asked = ImageOperation.allCases.filter(profile.operations.contains).map(\.rawValue)
        askedFor = preset == .comfyui ? [] : asked
        variesByEditing = profile.variesByEditing
        isPaid = profile.isPaid
        (models, workflows, answers) = ([], [], false)
        do throws(BackendError) {
            guard let findings = try await backend.findings() else {
                (operations, answers) = (asked, true)
                return
            }
            models = findings.models.map { Model(id: $0.id, shutdownDate: $0.shutdownDate) }
            workflows = findings.workflows.map(\.name)
            product = findings.product
            operations = findings.operations.map { seen in
                ImageOperation.allCases.filter(seen.contains).map(\.rawValue)
            }
            problem = Words.Backends.mistaken(findings, preset ?? .generic)
            answers = problem == nil
        } catch {
            problem = Failure(error, backend: name).problem.title
        }
    }

    /// `studio  responds  for variations by editing, edits  paid  models: a, b (until 2026-10-23)`.
    var line: String {
        func words(_ operations: [String]) -> String {
            operations.map { $0 == "variation" && variesByEditing ? "variations by editing" : $0 + "s" }
                .joined(separator: ", ")
        }
        guard answers else { return "\(name)  \(problem ?? "does not respond")" }
        var parts = [name, product ?? "responds"]
        if let operations {
            parts.append(operations.isEmpty ? "no workflow fits its models" : words(operations))
        } else {
            parts.append("for \(words(askedFor))")
        }
        if isPaid { parts.append("paid") }
        func list(_ label: String, _ names: [String]) {
            guard !names.isEmpty else { return }
            let more = names.count > 8 ? " and \(names.count - 8) more" : ""
            parts.append("\(label): \(names.prefix(8).joined(separator: ", "))\(more)")
        }
        list("models", models.map { model in model.shutdownDate.map { "\(model.id) (until \($0))" } ?? model.id })
        list("workflows", workflows)
        return parts.joined(separator: "  ")
    }
}
