import RiffleAPI
import RiffleEngine
import RiffleHTTP
import RiffleHistory
import RiffleImage
import RiffleUI

/// One request from the moment it is in the history to its end: what the screen and the command line share.
struct RequestRun: Sendable {
    let record: RequestRecord
    /// The source at the root of the tree that grows; nil where pictures are made from words alone.
    let root: Entry?
    let request: Asked
    let history: HistoryStore

    /// What is told on the way. A picture is told when it is on disk and in the history.
    enum Event: Sendable {
        case progress(picture: Int, fraction: Double)
        case partial(picture: Int, PartialImage)
        case kept(Entry, ArrivedImage)
        case exchange(ExchangeProgress)
    }

    /// What a backend is asked for.
    enum Asked: Sendable {
        case variation(ImageVariationRequest)
        case edit(ImageEditRequest)
        case generation(ImageGenerationRequest)
    }

    /// Reads and mends the picture and enters the request into the history.
    @concurrent static func begin(_ order: VariationOrder, history: HistoryStore) async throws -> RequestRun {
        let source = try await read(order.source, mend: order.mend, history: history)
        var mate: VariationMate?
        if let asked = order.mate {
            let other = try await read(asked.source, mend: asked.mend, history: history)
            mate = VariationMate(image: UploadImage(bytes: other.sent, fileName: other.name), weight: asked.weight)
        }
        let isEngine = order.settings.backend == VariationSettings.builtin
        var settings = order.settings
        // Chosen here rather than by the engine, so that the request can be repeated as it was.
        if isEngine, settings.seed == nil { settings.seed = .random(in: 0...(1 << 53)) }
        let record = try await history.begin(
            source: source.entry.id, settings: settings, mend: order.mend, engine: isEngine ? Engine.version : nil)
        let request = ImageVariationRequest(
            image: source.sent, fileName: source.name, settings: settings, mate: mate)
        return RequestRun(record: record, root: source.root, request: .variation(request), history: history)
    }

    /// A picture that is sent, and where it is in the history.
    private struct Parent {
        var entry: Entry
        var root: Entry
        var name: String
        /// Mended.
        var sent: [UInt8]
    }

    @concurrent private static func read(
        _ source: VariationOrder.Source, mend: Mend, history: HistoryStore
    ) async throws -> Parent {
        let original: [UInt8]
        var parent: Parent
        switch source {
        case .file(let item):
            do throws(FileError) {
                original = try Files.read(item.path)
            } catch {
                throw Failure(reading: error)
            }
            let entry = try await history.source(
                bytes: original, facts: PictureFacts(of: original), originPath: item.path)
            parent = Parent(entry: entry, root: entry, name: item.name, sent: original)
        case .entry(let entry, let root):
            original = try await history.bytes(digest: entry.digest)
            parent = Parent(entry: entry, root: root, name: "variation-\(entry.id.value).png", sent: original)
        }
        do throws(PictureError) {
            parent.sent = try PictureFile.mended(original, by: mend)
        } catch {
            throw Failure(error, file: parent.name)
        }
        return parent
    }

    /// Sends the request, keeps what arrives, and enters how it ended.
    ///
    /// - Returns: what the answer said beside its pictures.
    /// - Throws: `BackendError`, `HistoryError`.
    @discardableResult
    func finish(
        on client: ImagesClient, as job: JobID, isolation: isolated (any Actor)? = #isolation,
        tell: (Event) async throws -> Void
    ) async throws -> AnswerFacts {
        do {
            try await history.checkSpending(
                of: record, on: client.profile(named: record.settings.backend))
            let facts = try await follow(try await start(on: client, as: job), tell: tell)
            try await history.finish(record.id, as: .finished, message: nil, serverRequestID: facts.requestID)
            history.answers.remove(record.key)
            return facts
        } catch {
            // What could not be understood, or not be had, may have been paid for: a person can look at it.
            switch error as? BackendError {
            case .badAnswer, .pictureUnavailable: break
            default: if !(error is HistoryError) { history.answers.remove(record.key) }
            }
            let isCancelled = error as? BackendError == .cancelled
            let message = isCancelled ? nil : Failure(any: error, backend: record.settings.backend).problem.title
            // The first failure is the one to tell.
            try? await history.finish(
                record.id, as: isCancelled ? .cancelled : .failed, message: message, serverRequestID: nil)
            throw error
        }
    }

    private func start(
        on client: ImagesClient, as job: JobID
    ) async throws -> AsyncThrowingStream<BackendEvent, any Error> {
        try await AnswerSpool.$name.withValue(record.key) {
            switch request {
            case .variation(let request): try await client.createVariation(request, as: job)
            case .edit(let request): try await client.createEdit(request, as: job)
            case .generation(let request): try await client.createImage(request, as: job)
            }
        }
    }

    private func follow(
        _ events: AsyncThrowingStream<BackendEvent, any Error>, isolation: isolated (any Actor)? = #isolation,
        tell: (Event) async throws -> Void
    ) async throws -> AnswerFacts {
        for try await event in events {
            switch event {
            case .progress(let picture, let fraction): try await tell(.progress(picture: picture, fraction: fraction))
            case .partial(let picture, let image): try await tell(.partial(picture: picture, image))
            case .exchange(let progress): try await tell(.exchange(progress))
            case .partialFile(let picture, let bytes):
                guard let bitmap = try? Picture.decode(bytes) else { break }
                let image = PartialImage(width: bitmap.width, height: bitmap.height, rgba: bitmap.bytes)
                try await tell(.partial(picture: picture, image))
            case .arrived(let picture, let image):
                let entry = try await history.keep(
                    image.bytes, facts: PictureFacts(of: image.bytes), request: record.id, index: picture,
                    seed: image.seed, url: image.url)
                try await tell(.kept(entry, image))
            case .finished(let facts): return facts
            }
        }
        throw BackendError.cancelled
    }
}

extension Failure {
    /// Whatever a request can end with.
    init(any error: any Error, backend: String) {
        switch error {
        case let failure as Failure: self = failure
        case let error as BackendError: self.init(error, backend: backend)
        case let error as HistoryError: self.init(error)
        default: self.init("\(backend) failed (\(type(of: error)))", remedy: "please report it", code: .software)
        }
    }
}
