import ArgumentParser
import RiffleAPI
import RiffleUI

/// `riffle images upscale`.
struct UpscaleCommand: TaskCommand {
    static let configuration = CommandConfiguration(
        commandName: "upscale", abstract: "Enlarge pictures.",
        discussion: """
            The built-in engine uses the filter that suits the picture, which adds no detail. ComfyUI and A1111 use an \
            upscaling model; ComfyUI's model determines the scale.
            """)

    @Option(
        parsing: .upToNextOption,
        help: "The picture; - reads standard input. Several make one request each.")
    var image: [String]

    @Option(help: "Scale, 2 to 4.")
    var scale = 2

    @Option(help: "A server's upscaling model.")
    var model: String?

    @OptionGroup var output: OutputOptions
    @OptionGroup var server: ServerOptions

    func validate() throws {
        guard (2...4).contains(scale) else { throw ValidationError("--scale cannot be \(scale): 2 to 4.") }
    }

    func perform() async throws {
        try await ImagesRun.perform(server: server, output: output) { backend, profile in
            if let profile, !profile.upscales {
                throw Failure(
                    "\(profile.name) does not upscale", remedy: "use --backend builtin, or a ComfyUI or A1111 server",
                    code: .unavailable)
            }
            return try ImagesRun.attempts(on: image, for: profile) { picture, facts in
                Order(upscaling: .file(picture.item), of: facts, scale: scale, backend: backend, model: model)
            }
        }
    }
}

/// `riffle images extend`.
struct ExtendCommand: TaskCommand {
    static let configuration = CommandConfiguration(
        commandName: "extend", abstract: "Extend pictures beyond their edges: zoom out, or move the frame.",
        discussion: """
            The built-in engine fills the margins from the picture itself, a server as the prompt says.
            """)

    @Option(
        parsing: .upToNextOption,
        help: "The picture; - reads standard input. Several make one request each.")
    var image: [String]

    @Option(help: "Where: all, left, right, top, bottom or square.")
    var side: Margins.Side = .all

    @Option(help: "How much, in percent of the width or height, 1 to 200.")
    var percent = 50

    @Option(help: "What the margins show. The built-in engine ignores it.")
    var prompt: String?

    @Option(name: .customLong("n"), help: "How many pictures, 1 to 10.")
    var n: Int?

    @Option(help: "Sent to a server as it is.")
    var model: String?

    @Option(help: "Repeat a result, on backends that read it.")
    var seed: UInt64?

    @OptionGroup var output: OutputOptions
    @OptionGroup var server: ServerOptions

    func validate() throws {
        guard (1...200).contains(percent) else { throw ValidationError("--percent cannot be \(percent): 1 to 200.") }
    }

    func perform() async throws {
        try await ImagesRun.perform(server: server, output: output) { backend, profile in
            let settings = ImagesSettings(backend: backend, model: model, n: n, seed: seed)
            try ImagesRun.check(settings, prompt: prompt, for: .edit, profile)
            if let profile, !profile.operations.contains(.edit) { throw BackendError.unsupported(.edit) }
            return try ImagesRun.attempts(on: image, for: profile) { picture, facts in
                let margins = Margins(side, percent: percent, width: facts.width, height: facts.height)
                guard !margins.isEmpty else {
                    throw Failure("\(picture.item.name) is square already", remedy: "use --side all", code: .usage)
                }
                return Order(
                    extending: .file(picture.item), by: margins, prompt: prompt, settings: settings, profile: profile)
            }
        }
    }
}

extension ImagesRun {
    /// A request for each picture: what `order` makes of it.
    fileprivate static func attempts(
        on images: [String], for profile: BackendProfile?, order: (InputPicture, PictureFacts) throws -> Order
    ) throws -> [Attempt] {
        try GivenFile.checkStreams(images)
        return images.map { name in
            Attempt(name) {
                let picture = try InputPicture(name)
                let order = try order(picture, try picture.facts())
                return Work(
                    name: picture.item.name, count: order.settings.count, pictures: [picture.item.name],
                    inputs: [picture]
                ) { history in
                    try picture.check()
                    return try await RequestRun.enter(order, for: profile, history: history)
                }
            }
        }
    }
}

extension InputPicture {
    /// - Throws: why the picture cannot be used, in one line.
    fileprivate func facts() throws(Failure) -> PictureFacts {
        switch PictureFile.facts(of: item) {
        case .picture(let facts, _): return facts
        case .unreadable(let reason):
            throw Failure("\(item.name): \(reason)", remedy: "choose another picture", code: .data)
        }
    }
}
