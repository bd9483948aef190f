import ArgumentParser
import RiffleAPI
import RiffleEngine
import RiffleUI

/// `riffle images create-variation`.
struct CreateVariationCommand: TaskCommand {
    static let configuration = CommandConfiguration(
        commandName: "create-variation", abstract: "Make variations of a square PNG.")

    @Option(help: "The PNG; - reads standard input. Several are asked for one after another.")
    var image: [String]

    @Option(name: .customLong("n"), help: "How many pictures, 1 to 10.")
    var n: Int?

    @Option(help: "auto, or WIDTHxHEIGHT.")
    var size: ImageSize?

    @Option(help: "url or b64_json.")
    var responseFormat: ResponseFormat?

    @Option(help: "Sent to a server as it is.")
    var model: String?

    @Option(help: "Sent to a server as it is: an end-user id.")
    var user: String?

    @Option(help: "How far from the picture: subtle, medium, bold, or 0 to 1. For backends that read it.")
    var strength: String?

    @Option(help: "Repeats a result. For backends that read it.")
    var seed: UInt64?

    @Option(help: "A manner to make pictures in, by name; can be repeated. For backends that have manners.")
    var manner: [String] = []

    @Option(help: "Goes with a variation made by editing, where the server has no variations of its own.")
    var prompt: String?

    @Option(name: .customLong("with"), help: "A second PNG: the pictures are bred from both. For backends that can.")
    var mate: String?

    @Option(help: "How much of a bred picture is the second one's, 0 to 1.")
    var weight: Double?

    @Option(help: "Makes a picture square that is not: crop-centre, crop-start, crop-end or pad.")
    var square: Mend?

    @Flag(help: "Scales a picture down that has more bytes than the server takes.")
    var scaleDown = false

    @OptionGroup var sampling: SamplingOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var server: ServerOptions

    func perform() async throws {
        try await ImagesRun.perform(server: server, output: output) { backend, profile in
            var settings = ImagesSettings(
                backend: backend, model: model, n: n, size: size, responseFormat: responseFormat, user: user,
                seed: seed, manner: manner, weight: weight)
            sampling.apply(to: &settings)
            if let strength {
                guard let value = Strength.named(strength) ?? Double(strength), (0...1).contains(value) else {
                    throw Failure(
                        "strength is \(strength)", remedy: "use subtle, medium, bold or a number from 0 to 1",
                        code: .usage)
                }
                settings.strength = value
            }
            if weight != nil, mate == nil {
                throw Failure("weight is given without a second picture", remedy: "name it by --with", code: .usage)
            }
            try ImagesRun.check(settings, prompt: prompt, for: .variation, profile)
            if mate != nil, let profile, !profile.reads(.mate, for: .variation) {
                throw Failure(BackendError.invalid([.notTaken(.mate)]), backend: profile.name)
            }
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
                    below: scaleDown ? profile?.uploadLimit : nil, mate: other, prompt: prompt, settings: settings)
                var work = ImagesRun.Work(
                    name: item.name, count: settings.count, format: responseFormat,
                    pictures: [item.name] + inputs.items.dropFirst(image.count).map(\.name), inputs: inputs
                ) { history in
                    try await RequestRun.enter(order, for: profile, history: history)
                }
                if WorkflowName.isForeign(settings.workflow) {
                    work.foreign = ImagesRequest(.variation, prompt: prompt, settings: settings)
                    work.foreign?.graph = (try? Files.read(item.path)).flatMap { EmbeddedRecipe(in: $0)?.graph }
                }
                return work
            }
        }
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
