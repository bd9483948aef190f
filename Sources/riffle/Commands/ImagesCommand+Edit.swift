import ArgumentParser
import RiffleAPI
import RiffleImage
import RiffleUI

/// What edits and generations have in common.
struct ImageOptions: ParsableArguments {
    @Option(help: "What to make. The built-in engine fills the mask without one.")
    var prompt: String?

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

    @Option(help: "transparent, opaque or auto.")
    var background: String?

    @Option(help: "low, medium, high or auto; standard or hd for older models.")
    var quality: String?

    @Option(help: "png, jpeg or webp.")
    var outputFormat: String?

    @Option(help: "0 to 100, for jpeg and webp.")
    var outputCompression: Int?

    @Flag(help: "Ask for the answer as a stream, with unfinished pictures.")
    var stream = false

    @Option(help: "Unfinished pictures to be sent on the way, 0 to 3; with --stream.")
    var partialImages: Int?

    @Option(help: "Repeats a result. For backends that read it.")
    var seed: UInt64?

    @OptionGroup var sampling: SamplingOptions

    func settings(backend: String) throws -> ImagesSettings {
        if partialImages != nil && !stream {
            throw Failure("--partial-images goes with --stream", remedy: "add --stream", code: .usage)
        }
        var settings = ImagesSettings(
            backend: backend, model: model, n: n, size: size, responseFormat: responseFormat, user: user,
            background: background, quality: quality, outputFormat: outputFormat,
            outputCompression: outputCompression, stream: stream ? true : nil, partialImages: partialImages, seed: seed)
        sampling.apply(to: &settings)
        return settings
    }
}

/// `riffle images edit`.
struct EditCommand: TaskCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit", abstract: "Make pictures out of others, by a prompt and perhaps a mask.")

    @Option(help: "A picture; - reads standard input. Several make one request, the first is edited.")
    var image: [String]

    @Option(help: "A PNG as large as the first picture, transparent where it may be changed.")
    var mask: String?

    @Option(help: "high or low: how closely to keep to the input.")
    var inputFidelity: String?

    @Option(help: "How far from the picture, 0 to 1. For backends that read it.")
    var strength: Double?

    @Flag(help: "Scales pictures down that have more bytes than the server takes, and the mask with them.")
    var scaleDown = false

    @OptionGroup var options: ImageOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var server: ServerOptions

    func perform() async throws {
        try await ImagesRun.perform(server: server, output: output) { backend, profile in
            var settings = try options.settings(backend: backend)
            settings.inputFidelity = inputFidelity
            settings.strength = strength
            let inputs = try InputPictures(image)
            let given = try inputs.items.map { try upload($0.path, name: $0.name) }
            let images = try given.map { try mended($0, for: settings, profile) }
            var hole = try mask.map { try upload($0, name: Path.name($0)) }
            // A mask follows the picture that it fitted; one of another size is a mistake, and told.
            if scaleDown, let mask = hole, let first = images.first, fits(mask, given[0]) {
                hole?.bytes = try changed(mask) { mask throws(PictureError) in
                    try PictureFile.mask(mask, for: first.bytes)
                }
            }
            let request = ImagesRequest(
                .edit, images: images, mask: hole, prompt: options.prompt, settings: settings)
            try ImagesRun.check(request, profile)
            let first = inputs.items[0]
            let foreign = WorkflowName.isForeign(settings.workflow) ? request : nil
            return [
                ImagesRun.Work(
                    name: first.name, count: settings.count, format: settings.responseFormat,
                    pictures: (request.images + [request.mask].compactMap { $0 }).map(\.fileName), foreign: foreign,
                    inputs: inputs
                ) { history in
                    try await RequestRun.enter(request, originPath: first.path, for: profile, history: history)
                }
            ]
        }
    }

    /// A picture as the server and the model want it, as far as the person consents.
    private func mended(
        _ image: UploadImage, for settings: ImagesSettings, _ profile: BackendProfile?
    ) throws -> UploadImage {
        var image = image
        let before = PictureFacts(of: image.bytes)
        image.bytes = try changed(image) { bytes throws(PictureError) in
            // An alpha channel changes no pixel, so nobody is asked.
            // A workflow wants to know the size of what it begins from.
            let picture = profile?.keepsResults == true ? try PictureFile.mended(bytes, by: .none) : bytes
            return try PictureFile.fitted(
                picture, below: scaleDown ? profile?.uploadLimit : nil, hasAlpha: settings.wantsAlpha)
        }
        let facts = PictureFacts(of: image.bytes)
        if (facts.width, facts.height) != (before.width, before.height) {
            ImagesRun.say(
                "\(image.fileName) is sent as \(facts.width)×\(facts.height), \(Words.bytes(facts.byteCount))")
        }
        return image
    }

    private func fits(_ mask: UploadImage, _ picture: UploadImage) -> Bool {
        let (own, its) = (PictureFacts(of: mask.bytes), PictureFacts(of: picture.bytes))
        return own.width == its.width && own.height == its.height
    }

    private func changed(
        _ image: UploadImage, _ change: ([UInt8]) throws(PictureError) -> [UInt8]
    ) throws -> [UInt8] {
        do throws(PictureError) {
            return try change(image.bytes)
        } catch {
            throw Failure(error, file: image.fileName)
        }
    }

    private func upload(_ path: String, name: String) throws -> UploadImage {
        do throws(FileError) {
            return UploadImage(bytes: try Files.read(path), fileName: name)
        } catch {
            throw Failure(reading: error)
        }
    }
}

/// `riffle images generate`.
struct GenerateCommand: TaskCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate", abstract: "Make pictures from a prompt alone.", aliases: ["create"])

    @Option(help: "low or auto.")
    var moderation: String?

    @Option(help: "vivid or natural, for older models.")
    var style: String?

    @OptionGroup var options: ImageOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var server: ServerOptions

    func perform() async throws {
        try await ImagesRun.perform(server: server, output: output) { backend, profile in
            var settings = try options.settings(backend: backend)
            settings.moderation = moderation
            settings.style = style
            let request = ImagesRequest(.generation, prompt: options.prompt, settings: settings)
            try ImagesRun.check(request, profile)
            let foreign = WorkflowName.isForeign(settings.workflow) ? request : nil
            return [
                ImagesRun.Work(
                    name: "image", count: settings.count, format: settings.responseFormat, foreign: foreign, inputs: nil
                ) { history in
                    try await RequestRun.enter(request, originPath: nil, for: profile, history: history)
                }
            ]
        }
    }
}
