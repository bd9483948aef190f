import RiffleAPI
import RiffleEngine
import RiffleHTTP
import RiffleHistory
import RiffleImage
import RiffleUI
import Synchronization

/// One request from the moment it is in the history to its end: what the screen and the command line share.
struct RequestRun: Sendable {
    let record: RequestRecord
    /// The picture at the root of the tree that grows; nil where pictures are made from words alone.
    let root: Entry?
    let request: Asked
    let history: HistoryStore
    /// Why it could not be noted that the request goes out, and so did not.
    private let unnoted = Unnoted()

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

        var isLocal: Bool {
            switch self {
            case .variation(let request): request.settings.backend == VariationSettings.builtin
            case .edit(let request): request.settings.backend == VariationSettings.builtin
            case .generation(let request): request.settings.backend == VariationSettings.builtin
            }
        }
    }

    /// Reads and mends the pictures and enters the request into the history.
    @concurrent static func begin(
        _ order: VariationOrder, history: HistoryStore, isPending: Bool = false
    ) async throws -> RequestRun {
        let input = try await RequestInput(order.source, mend: order.mend, below: order.below, history: history)
        var mate: VariationMate?
        var parent: (entry: EntryID, weight: Double)?
        if let asked = order.mate {
            let other = try await RequestInput(asked.source, mend: asked.mend, history: history)
            mate = VariationMate(image: UploadImage(bytes: other.bytes, fileName: other.name), weight: asked.weight)
            parent = (other.source.id, asked.weight)
        }
        let isEngine = order.settings.backend == VariationSettings.builtin
        var settings = order.settings
        // Chosen here rather than by the engine, so that the request can be repeated as it was.
        if isEngine, settings.seed == nil { settings.seed = .random(in: 0...(1 << 53)) }
        var request = ImageVariationRequest(
            image: input.bytes, fileName: input.name, settings: settings, mate: mate)
        if !isEngine { request.idempotencyKey = order.idempotencyKey ?? IdempotencyKey.fresh() }
        let record = try await history.begin(
            source: input.source.id, prompt: settings.prompt, settings: settings, mate: parent, mend: order.mend,
            below: order.below,
            idempotencyKey: request.idempotencyKey, engine: isEngine ? Engine.version : nil, isPending: isPending)
        return RequestRun(record: record, root: input.root, request: .variation(request), history: history)
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
        let price = client.profile(named: record.settings.backend)?.price
        var arrived = 0
        func cost(of count: Int) -> Price? {
            guard let price, price.amount > 0, count > 0 else { return nil }
            return Price(amount: price.amount * Double(count), currency: price.currency)
        }
        do {
            try await history.checkSpending(
                of: record, on: client.profile(named: record.settings.backend))
            // The engine buys nothing: that it begins is enough.
            if record.state == .pending, request.isLocal { try await history.start(record.id) }
            let facts = try await follow(try await start(on: client, as: job)) { event in
                if case .kept = event { arrived += 1 }
                try await tell(event)
            }
            // A server that turned out to have no variations: which words stood for one belongs to the request.
            for case .madeByEditing(let words) in facts.notes where record.prompt == nil {
                try await history.setPrompt(of: record.id, to: words)
            }
            try await history.finish(
                record.id, as: .finished, message: nil, serverRequestID: facts.requestID, cost: cost(of: arrived))
            history.answers.remove(record.key)
            return facts
        } catch {
            let error = unnoted.error ?? error
            // Taken back, or another process's by now: how it ends is not this one's to say.
            if case HistoryError.noSuchRequest = error { throw error }
            // What could not be understood, or not be had, may have been paid for: a person can look at it.
            switch error as? BackendError {
            case .badAnswer, .pictureUnavailable: break
            default: if !(error is HistoryError) { history.answers.remove(record.key) }
            }
            let isCancelled = error as? BackendError == .cancelled
            let message = isCancelled ? nil : Failure(any: error, backend: record.settings.backend).problem.title
            // The first failure is the one to tell.
            try? await history.finish(
                record.id, as: isCancelled ? .cancelled : Self.isOpen(error) ? .interrupted : .failed, message: message,
                serverRequestID: nil,
                cost: cost(of: Self.isAnswered(error) ? record.settings.n : arrived))
            throw error
        }
    }

    /// Whether a request may have been carried out, and paid for, though no whole answer came.
    private static func isOpen(_ error: any Error) -> Bool {
        switch error as? BackendError {
        // What an answer named and could not be had is fetched again while it lives.
        case .connectionLost, .timedOut, .pictureUnavailable: true
        default: false
        }
    }

    /// Whether a server said that it made the pictures, whatever became of them on the way.
    private static func isAnswered(_ error: any Error) -> Bool {
        switch error as? BackendError {
        case .pictureUnavailable, .badAnswer: true
        default: false
        }
    }

    private func start(
        on client: ImagesClient, as job: JobID
    ) async throws -> AsyncThrowingStream<BackendEvent, any Error> {
        let spooled =
            record.state == .pending
            ? SpooledRequest(name: record.key, willSend: noteSending) : SpooledRequest(name: record.key)
        return try await AnswerSpool.$request.withValue(spooled) {
            switch request {
            case .variation(let request): try await client.createVariation(request, as: job)
            case .edit(let request): try await client.createEdit(request, as: job)
            case .generation(let request): try await client.createImage(request, as: job)
            }
        }
    }

    /// From this moment on a program that dies has perhaps bought something, so it must be on the disk before.
    private var noteSending: @Sendable () async -> Bool {
        { [history, unnoted, id = record.id] in
            do throws(HistoryError) {
                try await history.start(id)
                return true
            } catch {
                unnoted.set(error)
                return false
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

/// A failure of the history that a transport can only tell as a request which was not sent.
private final class Unnoted: Sendable {
    private let state = Mutex<HistoryError?>(nil)

    var error: HistoryError? { state.withLock { $0 } }

    func set(_ error: HistoryError) { state.withLock { $0 = error } }
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
