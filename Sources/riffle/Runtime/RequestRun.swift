import RiffleAPI
import RiffleEngine
import RiffleHTTP
import RiffleHistory
import RiffleImage
import RiffleUI

/// A request that is in the history, until its end. Used by the screen and the command line.
struct RequestRun: Sendable {
    let record: RequestRecord
    /// The picture at the root of the tree; nil for pictures made from a prompt alone.
    let root: Entry?
    let request: ImagesRequest
    let history: HistoryStore

    /// Progress events. A picture is reported when it is on disk and in the history.
    enum Event: Sendable {
        case progress(picture: Int, fraction: Double)
        case partial(picture: Int, PartialImage)
        case kept(Entry, ArrivedImage)
        case exchange(ExchangeProgress)
    }

    /// Sends the request, keeps the pictures, and records how it ended.
    ///
    /// - Returns: what the answer contained beside its pictures.
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
                    // The engine's own pictures need no check.
                    if profile?.isLocal != true, let damage = await Self.damage(of: image.bytes, at: entry.index) {
                        damages.append(damage)
                    }
                }
                try await tell(event)
            }
            facts.notes += damages.map { .damaged($0) }
            // The server turned out to have no variations: record the prompt of the edit in the request.
            for case .madeByEditing(let words) in facts.notes where record.prompt == nil {
                try await history.setPrompt(of: record.id, to: words)
            }
            try await history.finish(
                record.id, as: .finished, message: nil, serverRequestID: facts.requestID, cost: cost(of: arrived))
            // If a picture is damaged, the raw answer is kept: it may contain more.
            if damages.isEmpty { history.answers.remove(record.key) }
            return facts
        } catch {
            let error = if case BackendError.withheld(let underlying) = error { underlying.cause } else { error }
            // The request was withdrawn, or taken over by another process, which records how it ends.
            if case HistoryError.noSuchRequest = error { throw error }
            // The server no longer knows it: its state does not change.
            if record.state == .interrupted, error as? BackendError == .workflow(.forgotten) { throw error }
            // Keep answers that could not be read or downloaded, because they may have been paid for. A complete answer still
            // contains the URLs of pictures that were not downloaded before a cancellation or timeout.
            switch error as? BackendError {
            case .badAnswer, .pictureUnavailable: break
            default:
                let isWhole = history.answers.isWhole(record.key)
                if !(error is HistoryError), !isWhole { history.answers.remove(record.key) }
            }
            let isCancelled = error as? BackendError == .cancelled
            let message = isCancelled ? nil : Failure(any: error, backend: record.settings.backend).problem.title
            // Report the first failure.
            try? await history.finish(
                record.id, as: isCancelled ? .cancelled : Self.isOpen(error) ? .interrupted : .failed, message: message,
                serverRequestID: nil,
                cost: cost(of: Self.isAnswered(error) ? record.settings.count : arrived))
            throw error
        }
    }

    /// A request whose answer was lost is resumed, not sent again.
    private func events(
        from client: ImagesClient, as job: JobID
    ) async throws(BackendError) -> AsyncThrowingStream<BackendEvent, any Error> {
        if record.state == .interrupted { return try await client.takeUp(request, as: job) }
        return try await client.start(request, as: job, sending: sendGuard)
    }

    /// Records right before sending that the request is sent, and stores the raw answer until its pictures are kept.
    ///
    /// If the program crashes after that moment something may have been bought, so the record must be on disk first.
    private var sendGuard: SendGuard {
        SendGuard(
            willSend: { [history, record] in if record.state == .pending { try await history.start(record.id) } },
            received: { [answers = history.answers, key = record.key] in
                answers.keeping($0, from: $1, as: key)
            })
    }

    /// Whether a request may have been carried out and charged for without a complete answer.
    private static func isOpen(_ error: any Error) -> Bool {
        switch error as? BackendError {
        // A failed download can be retried until its URL expires.
        case .connectionLost, .timedOut, .pictureUnavailable: true
        default: false
        }
    }

    /// Whether the server reported success, even if the pictures were lost.
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

    /// Checks, off the caller's thread, whether a picture can be decoded completely; nil if it can.
    @concurrent private static func damage(of bytes: [UInt8], at index: Int) async -> String? {
        do throws(PictureError) {
            _ = try Picture.decode(bytes)
            return nil
        } catch {
            return Failure(error, file: "picture \(index + 1)").problem.title
        }
    }

    /// Decodes an unfinished picture off the caller's thread; nil if it cannot be decoded.
    @concurrent private static func decode(_ bytes: [UInt8]) async -> PartialImage? {
        guard let bitmap = try? Picture.decode(bytes) else { return nil }
        return PartialImage(width: bitmap.width, height: bitmap.height, rgba: bitmap.bytes)
    }
}

extension Failure {
    /// Any error that a request can end with.
    init(any error: any Error, backend: String) {
        switch error {
        case let failure as Failure: self = failure
        case let error as BackendError: self.init(error, backend: backend)
        case let error as HistoryError: self.init(error)
        default: self.init("\(backend) failed (\(type(of: error)))", remedy: "please report it", code: .software)
        }
    }
}
