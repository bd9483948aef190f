import ArgumentParser
import RiffleAPI
import RiffleUI

/// `riffle images create-variation`.
struct CreateVariationCommand: TaskCommand {
    static let configuration = CommandConfiguration(
        commandName: "create-variation", abstract: "Make variations of a square PNG.")

    @Option(help: "The PNG; - reads standard input. Several are asked for one after another.")
    var image: [String]

    @OptionGroup var fields: FieldOptions<VariationEndpoint>

    @Option(name: .customLong("with"), help: ArgumentHelp(stringLiteral: RequestField.mate.help))
    var mate: String?

    @Option(help: ArgumentHelp(stringLiteral: RequestField.subject.help))
    var subject: String?

    @Option(help: "Makes a picture square that is not: crop-centre, crop-start, crop-end or pad.")
    var square: Mend?

    @Flag(help: "Scales a picture down that has more bytes than the server takes.")
    var scaleDown = false

    @OptionGroup var output: OutputOptions
    @OptionGroup var server: ServerOptions

    func perform() async throws {
        try await ImagesRun.perform(server: server, output: output) { backend, profile in
            let request = try fields.request(backend: backend)
            let settings = request.settings
            if settings.weight != nil, mate == nil {
                throw Failure("weight is given without a second picture", remedy: "name it by --with", code: .usage)
            }
            try ImagesRun.check(settings, prompt: request.prompt, for: .variation, profile)
            if mate != nil, let profile, !profile.reads(.mate, for: .variation) {
                throw Failure(BackendError.invalid([.notTaken(.mate)]), backend: profile.name)
            }
            let hints = try subjectHints(for: profile)
            let inputs = try InputPictures(image + (mate.map { [$0] } ?? []))
            let other =
                try mate == nil
                ? nil
                : inputs.items.last.map { item in
                    Order.Mate(source: .file(item), mend: try mend(for: item, profile: profile))
                }
            return try inputs.items.prefix(image.count).map { item in
                let order = Order(
                    .variation, source: .file(item), mend: try mend(for: item, profile: profile),
                    below: scaleDown ? profile?.uploadLimit : nil, hints: hints, mate: other, prompt: request.prompt,
                    settings: settings)
                var work = ImagesRun.Work(
                    name: item.name, count: settings.count, format: settings.responseFormat,
                    pictures: [item.name] + inputs.items.dropFirst(image.count).map(\.name), inputs: inputs
                ) { history in
                    try await RequestRun.enter(order, for: profile, history: history)
                }
                if WorkflowName.isForeign(settings.workflow) {
                    work.foreign = request
                    work.foreign?.graph = (try? Files.read(item.path)).flatMap { EmbeddedRecipe(in: $0)?.graph }
                }
                return work
            }
        }
    }

    /// The subject that was given, or none.
    private func subjectHints(for profile: BackendProfile?) throws -> Order.Hints {
        guard let subject else { return .known }
        if let profile, !profile.reads(.subject, for: .variation) {
            throw Failure(BackendError.invalid([.notTaken(.subject)]), backend: profile.name)
        }
        guard image.count == 1 else {
            throw Failure(
                "--subject is given with \(image.count) pictures", remedy: "give each picture its own command",
                code: .usage)
        }
        if subject == "none" { return .given(subject: nil) }
        do throws(FileError) { return .given(subject: try Files.read(subject)) } catch { throw Failure(reading: error) }
    }

    /// What makes the picture acceptable, if it has to be made so and may be.
    private func mend(for item: FileItem, profile: BackendProfile?) throws -> Mend {
        switch PictureFile.facts(of: item) {
        case .unreadable(let reason):
            throw Failure("\(item.name): \(reason)", remedy: "choose another picture", code: .data)
        case .picture(let facts, _):
            let limit = square == nil && !scaleDown ? profile?.uploadLimit : nil
            for objection in (profile ?? .reference).objections(to: facts, limit: limit) {
                switch objection {
                case .notSquare where square != nil: break
                case .notPNG: ImagesRun.say("\(item.name) is a \(facts.kind): it is sent as a PNG")
                default: throw Failure(objection)
                }
            }
            return facts.isSquare ? .none : square ?? .none
        }
    }
}
