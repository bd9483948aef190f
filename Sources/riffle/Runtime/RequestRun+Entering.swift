import RiffleAPI
import RiffleEngine
import RiffleHistory
import RiffleImage
import RiffleUI

extension RequestRun {
    /// Reads the pictures of an order, applies `mend`, and adds the request to the history.
    ///
    /// - Parameters:
    ///   - profile: of the backend; nil if there is no such backend, which `send` reports.
    ///   - isPending: whether it is sent later, possibly by another instance.
    @concurrent static func enter(
        _ order: Order, for profile: BackendProfile?, history: HistoryStore, isPending: Bool = false
    ) async throws -> RequestRun {
        var request = ImagesRequest(
            order.operation, prompt: order.prompt, settings: order.settings, idempotencyKey: order.idempotencyKey)
        var input: RequestInput?
        if let source = order.source {
            let hasAlpha = order.operation == .edit && order.settings.wantsAlpha
            let read = try await RequestInput(
                source, mend: order.mend, below: order.below, hasAlpha: hasAlpha, history: history)
            if WorkflowName.isPictures(order.settings.workflow) { request.take(read.recipe, for: profile) }
            request.images = [UploadImage(bytes: read.bytes, fileName: read.name)]
            switch order.mask {
            case .none: if case .extend(let margins) = order.mend { request.mask = try mask(of: margins, for: read) }
            case .painted(let sketch): request.mask = try mask(of: drawn(sketch, over: read))
            case .kept(let digest): request.mask = mask(of: try await history.bytes(digest: digest))
            }
            if profile?.reads(.subject, for: order.operation) == true {
                try await request.take(order.hints, of: read, mend: order.mend, history: history)
            }
            input = read
        }
        var mate: Entry?
        if let other = order.mate {
            let read = try await RequestInput(other.source, mend: other.mend, history: history)
            request.mate = UploadImage(bytes: read.bytes, fileName: read.name)
            mate = read.source
        }
        return try await enter(
            request, source: input?.source, root: input?.root, mate: mate, mend: order.mend, below: order.below,
            for: profile, history: history, isPending: isPending)
    }

    /// Adds a complete request to the history, under its first picture.
    ///
    /// - Parameter originPath: the file of the first picture; nil if there is none.
    @concurrent static func enter(
        _ request: ImagesRequest, originPath: String?, for profile: BackendProfile?, history: HistoryStore
    ) async throws -> RequestRun {
        var picture: (entry: Entry, root: Entry)?
        if let first = request.images.first, let originPath {
            picture = try await history.picture(of: first.bytes, from: originPath)
        }
        return try await enter(
            request, source: picture?.entry, root: picture?.root, for: profile, history: history)
    }

    private static func enter(
        _ request: ImagesRequest, source: Entry?, root: Entry?, mate: Entry? = nil, mend: Mend = .none,
        below: Int? = nil, for profile: BackendProfile?, history: HistoryStore, isPending: Bool = false
    ) async throws -> RequestRun {
        let isLocal = profile?.isLocal == true
        var request = request
        request.prompt = profile?.prompt(of: request) ?? request.prompt
        if isLocal {
            // Chosen here, not by the engine, so that the request can be repeated exactly.
            request.settings.seed = request.settings.seed ?? .random(in: 0...(1 << 53))
            request.idempotencyKey = nil
        } else {
            request.idempotencyKey = request.idempotencyKey ?? IdempotencyKey.fresh()
        }
        let record = try await history.begin(
            request.operation, source: source?.id, prompt: request.prompt, settings: request.settings,
            mask: (request.mask ?? request.subject).map { ($0.bytes, PictureFacts(of: $0.bytes)) }, mate: mate?.id,
            mend: mend,
            below: below, idempotencyKey: request.idempotencyKey, engine: isLocal ? Engine.version : nil,
            isPending: isPending)
        return RequestRun(record: record, root: root, request: request, history: history)
    }

    static func subject(of bytes: [UInt8]) -> UploadImage { UploadImage(bytes: bytes, fileName: "subject.png") }

    static func mask(of bytes: [UInt8]) -> UploadImage { UploadImage(bytes: bytes, fileName: "mask.png") }

    /// The mask of an extended picture, in the size that is sent.
    private static func mask(of margins: Margins, for input: RequestInput) throws(Failure) -> UploadImage {
        do throws(PictureError) {
            let whole = try Picture.header(of: input.unscaled)
            let frame = Bitmap.frame(of: margins.sides, width: whole.width, height: whole.height)
            return mask(of: try PictureFile.mask(PNG.encode(frame, hasAlpha: true), for: input.bytes))
        } catch {
            throw Failure(error, file: input.name)
        }
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
        // In the size that is sent.
        do throws(PictureError) {
            return try PictureFile.mask(raster.png, for: input.bytes)
        } catch {
            throw Failure(error, file: input.name)
        }
    }
}
