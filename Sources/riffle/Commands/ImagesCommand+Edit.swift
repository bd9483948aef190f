import ArgumentParser
import RiffleAPI
import RiffleImage
import RiffleUI

/// `riffle images edit`.
struct EditCommand: TaskCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit", abstract: "Edit pictures with a prompt, a mask, or both.")

    @Option(
        parsing: .upToNextOption,
        help: "A picture; - reads standard input. Several make one request: the first is edited.")
    var image: [String]

    @Option(help: ArgumentHelp(stringLiteral: RequestField.mask.help))
    var mask: String?

    @OptionGroup var fields: FieldOptions<EditEndpoint>

    @Flag(help: "Scale down pictures that are too large for the server, and the mask with them.")
    var scaleDown = false

    @OptionGroup var output: OutputOptions
    @OptionGroup var server: ServerOptions

    func perform() async throws {
        try await ImagesRun.perform(server: server, output: output) { backend, profile in
            var request = try fields.request(backend: backend)
            try GivenFile.checkStreams(image + [mask].compactMap { $0 })
            let inputs = try image.map { try InputPicture($0) }
            let given = try inputs.map { UploadImage(bytes: try $0.file.read(), fileName: $0.item.name) }
            request.images = try given.map { try mended($0, for: request.settings, profile) }
            if let file = mask {
                let read = UploadImage(bytes: try GivenFile(file).read(), fileName: Path.name(file))
                // A mask follows the picture that it fitted; one of another size is a mistake, and told.
                let picture = scaleDown && fits(read, given[0]) ? request.images.first?.bytes : nil
                request.mask = read
                request.mask?.bytes = try changed(read) { mask throws(PictureError) in
                    try PictureFile.mask(mask, for: picture)
                }
            }
            try ImagesRun.check(request, profile)
            return [ImagesRun.Attempt(request, of: inputs, profile)]
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
}

/// `riffle images generate`.
struct GenerateCommand: TaskCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate", abstract: "Make pictures from a prompt alone.", aliases: ["create"])

    @OptionGroup var fields: FieldOptions<GenerationEndpoint>
    @OptionGroup var output: OutputOptions
    @OptionGroup var server: ServerOptions

    func perform() async throws {
        try await ImagesRun.perform(server: server, output: output) { backend, profile in
            let request = try fields.request(backend: backend)
            try ImagesRun.check(request, profile)
            return [ImagesRun.Attempt(request, of: [], profile)]
        }
    }
}

extension ImagesRun.Attempt {
    /// A request that is ready, with the pictures that it was made of.
    fileprivate init(_ request: ImagesRequest, of inputs: [InputPicture], _ profile: BackendProfile?) {
        let first = inputs.first?.item
        let work = ImagesRun.Work(
            name: first?.name ?? "image", count: request.settings.count, format: request.settings.responseFormat,
            pictures: (request.images + [request.mask].compactMap { $0 }).map(\.fileName),
            foreign: WorkflowName.isForeign(request.settings.workflow) ? request : nil, inputs: inputs
        ) { history in
            try await RequestRun.enter(request, originPath: first?.path, for: profile, history: history)
        }
        self.init(work.name) { work }
    }
}
