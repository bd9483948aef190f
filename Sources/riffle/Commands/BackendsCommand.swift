import ArgumentParser
import FoundationEssentials
import RiffleAPI
import RiffleHistory
import RiffleUI

/// `riffle images backends`: which backends there are, and which of them answer.
struct BackendsCommand: TaskCommand {
    static let configuration = CommandConfiguration(
        commandName: "backends", abstract: "List the backends, what they do, and whether they answer.")

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var server: ServerOptions

    func perform() async throws {
        let places = Places()
        let settings = try places.settings()
        let backends = try server.backends(
            settings, history: try places.openHistory(), environment: Environment.variables)
        var rows: [BackendRow] = []
        for backend in backends.all { rows.append(await BackendRow(asking: backend)) }
        await backends.shutdown()
        if json {
            try PrintedJSON.write(rows)
        } else {
            for row in rows { print(Escaper.terminal.escaped(row.line)) }
        }
    }
}

/// What is known of one backend.
struct BackendRow: Encodable {
    var name: String
    var operations: [String]
    var variesByEditing: Bool
    var isPaid: Bool
    /// Whether it answers; true for the engine.
    var answers: Bool
    /// Why it does not.
    var problem: String?
    var models: [Model]

    struct Model: Encodable {
        var id: String
        var shutdownDate: String?
    }

    init(asking backend: any Backend) async {
        let profile = backend.profile
        name = profile.name
        operations = ImageOperation.allCases.filter(profile.operations.contains).map(\.rawValue)
        variesByEditing = profile.variesByEditing
        isPaid = profile.isPaid
        do throws(BackendError) {
            models = (try await backend.models() ?? []).map { Model(id: $0.id, shutdownDate: $0.shutdownDate) }
            answers = true
        } catch {
            models = []
            answers = false
            problem = Failure(error, backend: name).problem.title
        }
    }

    /// `studio  answers  variations by editing, edits  paid  models: a, b (until 2026-10-23)`.
    var line: String {
        let words = operations.map { $0 == "variation" && variesByEditing ? "variations by editing" : $0 + "s" }
        var parts = [name, answers ? "answers" : "does not answer: \(problem ?? "")", words.joined(separator: ", ")]
        if isPaid { parts.append("paid") }
        let shown = models.prefix(8).map { model in
            model.shutdownDate.map { "\(model.id) (until \($0))" } ?? model.id
        }
        if !shown.isEmpty {
            let more = models.count > shown.count ? " and \(models.count - shown.count) more" : ""
            parts.append("models: \(shown.joined(separator: ", "))\(more)")
        }
        return parts.joined(separator: "  ")
    }
}
