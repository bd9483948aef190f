import RiffleAPI
import RiffleEngine
import RiffleHTTP
import RiffleHistory
import RiffleImage
import RiffleUI

/// One request from the moment it is in the history to its end: what the screen and the command line share.
struct RequestRun: Sendable {
    let record: RequestRecord
    /// The picture at the root of the tree that grows; nil where pictures are made from words alone.
    let root: Entry?
    let request: ImagesRequest
    let history: HistoryStore

    /// What is told on the way. A picture is told when it is on disk and in the history.
    enum Event: Sendable {
        case progress(picture: Int, fraction: Double)
        case partial(picture: Int, PartialImage)
        case kept(Entry, ArrivedImage)
        case exchange(ExchangeProgress)
    }

    /// Sends the request, keeps what arrives, and enters how it ended.
    ///
    /// - Returns: what the answer said beside its pictures.
    /// - Throws: `BackendError`, `HistoryError`.
    @discardableResult
    func send(
        on client: ImagesClient, as job: JobID, isolation: isolated (any Actor)? = #isolation,
        tell: (Event) async throws -> Void
    ) async throws -> AnswerFacts {
        let profile = client.profile(named: record.settings.backend)
        var arrived = 0
        func cost(of count: Int) -> Price? {
            guard let price = profile?.price, price.amount > 0, count > 0 else { return nil }
            return price.times(count)
        }
        do {
            try await history.checkSpending(of: record, on: profile)
            var damages: [String] = []
            var facts = try await follow(try await events(from: client, as: job)) { event in
                if case .kept(let entry, let image) = event {
                    arrived += 1
                    // The engine's own pictures are whole.
                    if profile?.isLocal != true, let damage = await Self.damage(of: image.bytes, at: entry.index) {
                        damages.append(damage)
                    }
                }
                try await tell(event)
            }
            facts.notes += damages.map { .damaged($0) }
            // A server that turned out to have no variations: the prompt that stood for one belongs to the request.
            for case .madeByEditing(let words) in facts.notes where record.prompt == nil {
                try await history.setPrompt(of: record.id, to: words)
            }
            try await history.finish(
                record.id, as: .finished, message: nil, serverRequestID: facts.requestID, cost: cost(of: arrived))
            // The raw answer of a damaged picture is kept: there may be more in it.
            if damages.isEmpty { history.answers.remove(record.key) }
            return facts
        } catch {
            let error = if case BackendError.withheld(let underlying) = error { underlying.cause } else { error }
            // Taken back, or another process's by now: how it ends is not this one's to say.
            if case HistoryError.noSuchRequest = error { throw error }
            // Taken up again and not known there: it is as it was.
            if record.state == .interrupted, error as? BackendError == .workflow(.forgotten) { throw error }
            // What could not be understood, or not be had, may have been paid for: a person can look at it. An answer that
            // came whole still names the pictures that were not fetched when the person or the time ended it.
            switch error as? BackendError {
            case .badAnswer, .pictureUnavailable: break
            default:
                let isWhole = history.answers.isWhole(record.key)
                if !(error is HistoryError), !isWhole { history.answers.remove(record.key) }
            }
            let isCancelled = error as? BackendError == .cancelled
            let message = isCancelled ? nil : Failure(any: error, backend: record.settings.backend).problem.title
            // The first failure is the one to tell.
            try? await history.finish(
                record.id, as: isCancelled ? .cancelled : Self.isOpen(error) ? .interrupted : .failed, message: message,
                serverRequestID: nil,
                cost: cost(of: Self.isAnswered(error) ? record.settings.count : arrived))
            throw error
        }
    }

    /// A request whose answer was lost is not sent again.
    private func events(
        from client: ImagesClient, as job: JobID
    ) async throws(BackendError) -> AsyncThrowingStream<BackendEvent, any Error> {
        if record.state == .interrupted { return try await client.takeUp(request, as: job) }
        return try await client.start(request, as: job, sending: sendGuard)
    }

    /// Notes right before the request goes out that it does, and keeps the raw answer while its pictures are not kept.
    ///
    /// A program that dies after that moment has perhaps bought something, so it must be on the disk before.
    private var sendGuard: SendGuard {
        SendGuard(
            willSend: { [history, record] in if record.state == .pending { try await history.start(record.id) } },
            received: { [answers = history.answers, key = record.key] in
                answers.keeping($0, from: $1, as: key)
            })
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
                if let image = await Self.decode(bytes) { try await tell(.partial(picture: picture, image)) }
            case .arrived(let picture, let image):
                let entry = try await history.keep(
                    image, facts: PictureFacts(of: image.bytes), request: record.id, index: picture)
                try await tell(.kept(entry, image))
            case .finished(let facts): return facts
            }
        }
        throw BackendError.cancelled
    }

    /// What is wrong with a picture that cannot be decoded to its end, found off the caller's thread; nil for a whole one.
    @concurrent private static func damage(of bytes: [UInt8], at index: Int) async -> String? {
        do throws(PictureError) {
            _ = try Picture.decode(bytes)
            return nil
        } catch {
            return Failure(error, file: "picture \(index + 1)").problem.title
        }
    }

    /// An unfinished picture's pixels, decoded off the caller's thread; nil where it is none.
    @concurrent private static func decode(_ bytes: [UInt8]) async -> PartialImage? {
        guard let bitmap = try? Picture.decode(bytes) else { return nil }
        return PartialImage(width: bitmap.width, height: bitmap.height, rgba: bitmap.bytes)
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
