import ArgumentParser
import RiffleAPI
import RiffleUI

/// `riffle images create-variation`.
struct CreateVariationCommand: TaskCommand {
    static let configuration = CommandConfiguration(
        commandName: "create-variation", abstract: "Make variations of a picture.")

    @Option(
        parsing: .upToNextOption,
        help: "The picture; - reads standard input. Several make one request each.")
    var image: [String]

    @OptionGroup var fields: FieldOptions<VariationEndpoint>

    @Option(name: .customLong("with"), help: ArgumentHelp(stringLiteral: RequestField.mate.help))
    var mate: String?

    @Option(help: ArgumentHelp(stringLiteral: RequestField.subject.help))
    var subject: String?

    @Option(help: "How to make a picture square: crop-centre, crop-start, crop-end or pad.")
    var square: Mend?

    @Flag(help: "Scale down a picture that is too large for the server.")
    var scaleDown = false

    @OptionGroup var output: OutputOptions
    @OptionGroup var server: ServerOptions

    func perform() async throws {
        try await ImagesRun.perform(server: server, output: output) { backend, profile in
            let request = try fields.request(backend: backend)
            let settings = request.settings
            if settings.weight != nil, mate == nil {
                throw Failure("--weight needs a second picture", remedy: "name it with --with", code: .usage)
            }
            try ImagesRun.check(settings, prompt: request.prompt, for: .variation, profile)
            if mate != nil, let profile, !profile.reads(.mate, for: .variation) {
                throw Failure(BackendError.invalid([.notTaken(.mate)]), backend: profile.name)
            }
            try GivenFile.checkStreams(image + [mate, subject].compactMap { $0 })
            let second = try mate.map { try InputPicture($0) }
            let other = try second.map { second in
                Order.Mate(source: .file(second.item), mend: try mend(for: second.item, profile: profile))
            }
            let hints = try subjectHints(for: profile)
            return image.map { name in
                ImagesRun.Attempt(name) {
                    let picture = try InputPicture(name)
                    let item = picture.item
                    let order = Order(
                        .variation, source: .file(item), mend: try mend(for: item, profile: profile),
                        below: scaleDown ? profile?.uploadLimit : nil, hints: hints, mate: other,
                        prompt: request.prompt, settings: settings)
                    var work = ImagesRun.Work(
                        name: item.name, count: settings.count, format: settings.responseFormat,
                        pictures: [item.name] + [second?.item.name].compactMap { $0 },
                        inputs: [picture] + [second].compactMap { $0 }
                    ) { history in
                        try picture.check()
                        try second?.check()
                        return try await RequestRun.enter(order, for: profile, history: history)
                    }
                    if WorkflowName.isForeign(settings.workflow) {
                        work.foreign = request
                        work.foreign?.graph = (try? Files.read(item.path)).flatMap { EmbeddedRecipe(in: $0)?.graph }
                    }
                    return work
                }
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
                "--subject cannot be used with \(image.count) pictures", remedy: "run a command for each picture",
                code: .usage)
        }
        if subject == "none" { return .given(subject: nil) }
        return .given(subject: try GivenFile(subject).read())
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
                default:
                    // A file that is cut off has one fault that matters.
                    _ = try PictureFile.decode(item.path)
                    throw Failure(objection, whose: item.name)
                }
            }
            return facts.isSquare ? .none : square ?? .none
        }
    }
}
