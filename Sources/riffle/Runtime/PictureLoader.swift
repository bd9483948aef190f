import RiffleAPI
import RiffleEngine
import RiffleGraphics
import RiffleHistory
import RiffleImage
import RiffleUI

/// Decodes pictures and makes previews, off the screen's thread, and caches decoded pictures.
///
/// The actor only manages the cache: pictures are decoded and previews made concurrently on the pool's threads.
actor PictureLoader {
    /// Size of the cache in bytes. A picture of 4000 × 4000 takes 64 MB.
    private static let room = 192 << 20
    /// Pictures with more bytes than this are stored on disk.
    private static let large = 96 << 20

    private let history: HistoryStore
    private var decoded: [PictureID: DecodedPicture] = [:]
    /// Least recently used first.
    private var order: [PictureID] = []
    /// Pictures that are being decoded; each is decoded once, however many callers wait.
    private var decoding: [PictureID: Task<Result<DecodedPicture, Failure>, Never>] = [:]
    /// The newest partial picture of each running job.
    private var partials: [Slot: (revision: Int, bitmap: Bitmap)] = [:]

    /// The picture whose mask is shown.
    private var canvas: MaskCanvas?

    /// The picture whose subject is shown.
    private var subject: SubjectCanvas?

    private struct Slot: Hashable {
        var job: JobID
        var picture: Int
    }

    init(history: HistoryStore) { self.history = history }

    /// Nil if the task was cancelled.
    func preview(of placement: Placement, options: PreviewOptions) async throws(Failure) -> Preview? {
        if case .masked(let under, let sketch) = placement.picture {
            return try await preview(of: under, with: sketch, in: placement, options: options)
        }
        if case .subject(let under, let sketch) = placement.picture {
            return try await preview(of: under, with: sketch, in: placement, options: options)
        }
        let picture = try await picture(placement.picture)
        return Task.isCancelled ? nil : try await Self.preview(of: picture, in: placement, options: options)
    }

    /// What is wrong with a picture that was shown as far as possible.
    func damage(of picture: PictureID) -> Failure? { decoded[picture]?.damage }

    @concurrent private static func preview(
        of picture: DecodedPicture, in placement: Placement, options: PreviewOptions
    ) async throws(Failure) -> Preview {
        let rect = placement.rect
        let viewport = placement.viewport
        switch picture.pixels {
        case .bitmap(let bitmap):
            return Preview(
                of: bitmap, columns: rect.columns, rows: rect.rows, scale: viewport.scale, x: viewport.x,
                y: viewport.y, options: options)
        case .large(let picture):
            do throws(ScratchError) {
                return try Preview(
                    from: picture, columns: rect.columns, rows: rect.rows, scale: viewport.scale, x: viewport.x,
                    y: viewport.y, options: options)
            } catch {
                throw Failure(reading: FileError(path: Environment.scratchFolder, errno: error.errno))
            }
        }
    }

    private func preview(
        of picture: PictureID, with sketch: MaskSketch, in placement: Placement, options: PreviewOptions
    ) async throws(Failure) -> Preview? {
        var canvas = canvas
        if canvas?.picture != picture {
            canvas = await MaskCanvas.made(picture, try await whole(picture), sketch)
        }
        guard let (next, preview) = await canvas?.shown(sketch, in: placement, options: options) else { return nil }
        self.canvas = next
        return preview
    }

    private func preview(
        of picture: PictureID, with sketch: SubjectSketch, in placement: Placement, options: PreviewOptions
    ) async throws(Failure) -> Preview? {
        var canvas = try await subjectCanvas(picture)
        if case .kept(let digest) = sketch.mask, canvas.kept?.digest != digest {
            canvas.keep(try await whole(.kept(digest: digest)), digest)
            subject?.kept = canvas.kept
        }
        return await canvas.preview(sketch, in: placement, options: options)
    }

    private func subjectCanvas(_ picture: PictureID) async throws(Failure) -> SubjectCanvas {
        if let subject, subject.picture == picture { return subject }
        let made = await SubjectCanvas.made(picture, try await whole(picture))
        if subject?.picture != picture { subject = made }
        return made
    }

    /// The subject by the user's marks or, without marks, by the engine; nil if there is none, or when cancelled.
    func findSubject(of picture: PictureID, by marks: MaskSketch) async throws(Failure) -> FoundSubject? {
        let canvas = try await subjectCanvas(picture)
        guard let found = await canvas.search(by: marks) else { return nil }
        if !Task.isCancelled { subject?.found = found }
        return FoundSubject(share: found.mask.opaqueShare, isSure: found.isSure)
    }

    /// The subject last found with these marks, in the picture's size.
    func foundSubject(of picture: PictureID, by marks: MaskSketch) -> Bitmap? {
        guard let subject, subject.picture == picture, let found = subject.found, found.steps == marks.steps else {
            return nil
        }
        return found.mask.resized(width: subject.wholeWidth, height: subject.wholeHeight)
    }

    /// The kind of a picture as judged by the engine.
    func kind(of picture: PictureID) async throws(Failure) -> StatedKind {
        await Self.kind(of: try await whole(picture))
    }

    @concurrent private static func kind(of bitmap: Bitmap) async -> StatedKind { StatedKind(Engine.kind(of: bitmap)) }

    /// The similarity of two pictures, 0…1.
    func similarity(_ first: PictureID, _ second: PictureID) async throws(Failure) -> Double {
        let (first, second) = (try await whole(first), try await whole(second))
        return await Self.similarity(first, second)
    }

    @concurrent private static func similarity(_ first: Bitmap, _ second: Bitmap) async -> Double {
        first.similarity(to: second)
    }

    private func compared(
        _ first: PictureID, _ second: PictureID, _ comparison: Comparison
    ) async -> Result<DecodedPicture, Failure> {
        do throws(Failure) {
            let (first, second) = (try await whole(first), try await whole(second))
            return .success(.bitmap(await Self.compared(first, second, comparison)))
        } catch {
            return .failure(error)
        }
    }

    @concurrent private static func compared(
        _ first: Bitmap, _ second: Bitmap, _ comparison: Comparison
    ) async -> Bitmap {
        first.compared(with: second, comparison)
    }

    /// All pixels of a picture in memory, whatever its size.
    private func whole(_ id: PictureID) async throws(Failure) -> Bitmap {
        switch try await picture(id).pixels {
        case .bitmap(let bitmap): return bitmap
        case .large: return try await Self.whole(id, history: history)
        }
    }

    @concurrent private static func whole(_ id: PictureID, history: HistoryStore) async throws(Failure) -> Bitmap {
        guard let path = try path(id, history: history) else {
            throw Failure("the picture is too large for this", remedy: "scale it down first", code: .data)
        }
        return try bitmap(path)
    }

    func keep(_ image: PartialImage, job: JobID, picture: Int, revision: Int) {
        let slot = Slot(job: job, picture: picture)
        guard revision > partials[slot]?.revision ?? 0, image.width > 0, image.height > 0,
            image.rgba.count == image.width * image.height * 4
        else { return }
        partials[slot] = (revision, Bitmap(width: image.width, height: image.height, bytes: image.rgba))
    }

    /// Caches the pixels of a kept picture, so that its file need not be decoded.
    func keep(_ image: PartialImage, digest: String) {
        remember(
            .bitmap(Bitmap(width: image.width, height: image.height, bytes: image.rgba)), as: .kept(digest: digest))
    }

    func forget(_ job: JobID) {
        partials = partials.filter { $0.key.job != job }
    }

    private func picture(_ id: PictureID) async throws(Failure) -> DecodedPicture {
        if case .partial(let job, let picture, _) = id {
            guard let partial = partials[Slot(job: job, picture: picture)] else {
                throw Failure("the unfinished picture is gone", code: .software)
            }
            return .bitmap(partial.bitmap)
        }
        if let known = decoded[id] {
            order.removeAll { $0 == id }
            order.append(id)
            return known
        }
        if let task = decoding[id] { return try await task.value.get() }
        let task = Task { [history] in
            if case .compared(let first, let second, let how) = id { return await compared(first, second, how) }
            return await Self.decoded(id, history: history)
        }
        decoding[id] = task
        let result = await task.value
        decoding[id] = nil
        let picture = try result.get()
        remember(picture, as: id)
        return picture
    }

    /// Caches decoded pixels and evicts the least recently used ones.
    private func remember(_ picture: DecodedPicture, as id: PictureID) {
        decoded[id] = picture
        order.removeAll { $0 == id }
        order.append(id)
        var used = decoded.values.reduce(0) { $0 + $1.byteCount }
        while used > PictureLoader.room, order.count > 1 {
            used -= decoded.removeValue(forKey: order.removeFirst())?.byteCount ?? 0
        }
    }

    @concurrent private static func decoded(
        _ id: PictureID, history: HistoryStore
    ) async -> Result<DecodedPicture, Failure> {
        Result { () throws(Failure) in try decode(id, history: history) }
    }

    private static func decode(_ id: PictureID, history: HistoryStore) throws(Failure) -> DecodedPicture {
        if let path = try path(id, history: history) { return try decode(path) }
        switch id {
        case .mended(let original, let mend, let limit):
            guard let path = try path(original, history: history) else {
                throw Failure("the picture has no file", code: .software)
            }
            guard let limit else {
                return .bitmap(try bitmap(path).mended(by: mend))
            }
            return .bitmap(try PictureFile.asSent(path, mend: mend, below: limit))
        case .file, .kept, .compared, .masked, .subject, .partial:
            throw Failure("the picture has no file", code: .software)
        }
    }

    /// The file of a picture; nil if the picture is computed from others.
    private static func path(_ id: PictureID, history: HistoryStore) throws(Failure) -> String? {
        switch id {
        case .file(let path, _): return path
        case .kept(let digest):
            do throws(HistoryError) {
                return try history.readablePath(digest: digest)
            } catch {
                throw Failure(error)
            }
        case .mended, .compared, .masked, .subject, .partial: return nil
        }
    }

    private static func decode(_ path: String) throws(Failure) -> DecodedPicture {
        let file = try open(path)
        do {
            let reader = try PictureReader { file.read(into: $0) }
            let isLarge = reader.width * reader.height * 4 > PictureLoader.large
            let pixels: DecodedPicture.Pixels =
                isLarge
                ? .large(try LargePicture(reader, in: Environment.scratchFolder)) : .bitmap(try reader.bitmap())
            return DecodedPicture(pixels, damage: reader.damage.map { Failure(damage: $0, in: file) })
        } catch let error as PictureError {
            throw Failure(error, in: file)
        } catch {
            // No space on disk: keep it in memory while it is shown.
            return .bitmap(try bitmap(path))
        }
    }

    private static func bitmap(_ path: String) throws(Failure) -> Bitmap {
        let file = try open(path)
        do throws(PictureError) {
            return try PictureReader { file.read(into: $0) }.bitmap()
        } catch {
            throw Failure(error, in: file)
        }
    }

    private static func open(_ path: String) throws(Failure) -> FileReader {
        do throws(FileError) {
            return try FileReader(path)
        } catch {
            throw Failure(reading: error)
        }
    }
}

/// What previews are made of.
private struct DecodedPicture {
    enum Pixels {
        case bitmap(Bitmap)
        case large(LargePicture)
    }

    var pixels: Pixels
    /// What is wrong with the file, if only a part of it can be shown.
    var damage: Failure?

    init(_ pixels: Pixels, damage: Failure? = nil) { (self.pixels, self.damage) = (pixels, damage) }

    static func bitmap(_ bitmap: Bitmap) -> DecodedPicture { DecodedPicture(.bitmap(bitmap)) }

    /// Memory use in bytes.
    var byteCount: Int {
        switch pixels {
        case .bitmap(let bitmap): bitmap.bytes.count
        case .large(let picture): picture.byteCount
        }
    }
}
