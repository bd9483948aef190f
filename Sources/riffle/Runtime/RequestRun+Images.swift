import RiffleAPI
import RiffleEngine
import RiffleHistory
import RiffleImage
import RiffleUI

extension RequestRun {
    /// Reads and mends the picture, draws its mask, and enters the edit into the history.
    @concurrent static func begin(
        _ order: EditOrder, history: HistoryStore, isPending: Bool = false
    ) async throws -> RequestRun {
        let input = try await RequestInput(
            order.source, mend: order.mend, below: order.below, hasAlpha: order.settings.wantsAlpha, history: history)
        let mask: [UInt8]?
        switch order.mask {
        case .none: mask = nil
        case .painted(let sketch): mask = try drawn(sketch, over: input)
        case .kept(let digest): mask = try await history.bytes(digest: digest)
        }
        var request = ImageEditRequest(
            images: [UploadImage(bytes: input.bytes, fileName: input.name)],
            mask: mask.map { UploadImage(bytes: $0, fileName: "mask.png") }, prompt: order.prompt,
            settings: repeatable(order.settings))
        request.idempotencyKey = order.idempotencyKey
        return try await begin(
            request, source: input.source, root: input.root, mend: order.mend, below: order.below, history: history,
            isPending: isPending)
    }

    /// Enters a request for pictures from words into the history.
    @concurrent static func begin(
        _ order: GenerationOrder, history: HistoryStore, isPending: Bool = false
    ) async throws -> RequestRun {
        var request = ImageGenerationRequest(prompt: order.prompt, settings: order.settings)
        request.idempotencyKey = order.idempotencyKey
        return try await begin(request, history: history, isPending: isPending)
    }

    /// A painted mask as a PNG of the picture's size.
    private static func drawn(_ sketch: MaskSketch, over input: RequestInput) throws -> [UInt8] {
        let picture: Bitmap
        do throws(PictureError) {
            picture = try Picture.decode(input.unscaled)
        } catch {
            throw Failure(error, file: input.name)
        }
        guard sketch.width == picture.width, sketch.height == picture.height else {
            throw Failure(
                "\(input.name) has another size since its mask was painted", remedy: "paint it again", code: .data)
        }
        var raster = MaskRaster(of: sketch, width: picture.width, height: picture.height)
        raster.follow(sketch, over: picture)
        guard !raster.isEmpty else { throw BackendError.invalid([.mask(.opaque)]) }
        // As large as the picture is sent.
        do throws(PictureError) {
            return try PictureFile.mask(raster.png, for: input.bytes)
        } catch {
            throw Failure(error, file: input.name)
        }
    }

    /// A seed is chosen here rather than by the engine, so that the request can be repeated as it was.
    private static func repeatable(_ settings: ImageSettings) -> ImageSettings {
        var settings = settings
        if settings.backend == VariationSettings.builtin, settings.seed == nil {
            settings.seed = .random(in: 0...(1 << 53))
        }
        return settings
    }

    /// Enters an edit into the history, under its first picture.
    ///
    /// - Parameter originPath: the file that the first picture is.
    @concurrent static func begin(
        _ request: ImageEditRequest, originPath: String, history: HistoryStore
    ) async throws -> RequestRun {
        guard let first = request.images.first else {
            throw BackendError.invalid([.imageCount(0, allowed: ImageRules.imageCounts)])
        }
        let source = try await history.source(
            bytes: first.bytes, facts: PictureFacts(of: first.bytes), originPath: originPath)
        return try await begin(request, source: source, root: source, mend: .none, history: history)
    }

    private static func begin(
        _ request: ImageEditRequest, source: Entry, root: Entry, mend: Mend, below: Int? = nil, history: HistoryStore,
        isPending: Bool = false
    ) async throws -> RequestRun {
        let request = named(request, \.idempotencyKey, on: request.settings)
        let record = try await history.begin(
            source: source.id, kind: .edit, prompt: request.prompt, settings: VariationSettings(request.settings),
            image: request.settings, mask: request.mask.map { ($0.bytes, PictureFacts(of: $0.bytes)) }, mend: mend,
            below: below,
            idempotencyKey: request.idempotencyKey, engine: engine(request.settings), isPending: isPending)
        return RequestRun(record: record, root: root, request: .edit(request), history: history)
    }

    /// Enters a request for pictures from words into the history.
    @concurrent static func begin(
        _ request: ImageGenerationRequest, history: HistoryStore, isPending: Bool = false
    ) async throws -> RequestRun {
        let request = named(request, \.idempotencyKey, on: request.settings)
        let record = try await history.begin(
            source: nil, kind: .generation, prompt: request.prompt, settings: VariationSettings(request.settings),
            image: request.settings, mend: .none,
            idempotencyKey: request.idempotencyKey, engine: engine(request.settings), isPending: isPending)
        return RequestRun(record: record, root: nil, request: .generation(request), history: history)
    }

    /// The request with a name of its own, where a server is asked and it has none yet.
    private static func named<Request>(
        _ request: Request, _ key: WritableKeyPath<Request, String?>, on settings: ImageSettings
    ) -> Request {
        var request = request
        if engine(settings) == nil, request[keyPath: key] == nil { request[keyPath: key] = IdempotencyKey.fresh() }
        return request
    }

    private static func engine(_ settings: ImageSettings) -> String? {
        settings.backend == VariationSettings.builtin ? Engine.version : nil
    }
}

extension VariationSettings {
    /// What the history keeps of an edit's settings, in the words of a variation: the nearest of its sizes.
    init(_ settings: ImageSettings) {
        let side = settings.pixels.map { max($0.width, $0.height) } ?? 1024
        self.init(
            backend: settings.backend, model: settings.model, n: settings.n,
            size: VariationSize.allCases.first { $0.side >= side } ?? .large,
            responseFormat: settings.responseFormat ?? .base64JSON, user: settings.user,
            strength: settings.strength ?? VariationSettings().strength, seed: settings.seed)
    }
}
