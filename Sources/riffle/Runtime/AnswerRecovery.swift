import RiffleAPI
import RiffleHTTP
import RiffleHistory
import RiffleUI

extension HistoryStore {
    /// The folder of raw answers whose pictures are not kept yet.
    nonisolated var answers: AnswerSpool { AnswerSpool(folder: directory + "/answers") }
}

extension RequestRecord {
    /// The name of the raw answer's file, the same after a restart. It contains the time, in case the folder is replaced by
    /// that of another history.
    var key: String { "riffle-\(id.value)-\(String(created.bitPattern, radix: 36))" }

    /// The request of a key.
    static func id(key: String) -> RequestID? {
        let parts = key.split(separator: "-")
        guard parts.count == 3, parts[0] == "riffle" else { return nil }
        return Int64(parts[1]).map { RequestID($0) }
    }
}

/// Reads the answers that a crashed instance had received, and keeps their complete pictures.
struct AnswerRecovery: Sendable {
    /// Which pictures to download from the URLs in answers.
    enum Fetching: Sendable {
        case none
        /// Those whose download was not tried before the crash.
        case untried
        /// Also those whose download failed, because the user asks.
        case all
    }

    struct Outcome: Sendable {
        /// The number of pictures that are now kept.
        var found = 0
        /// The number of answers with pictures that still need a download.
        var unfetched = 0
        /// Why downloads failed.
        var failures: [Failure] = []
    }

    let history: HistoryStore
    let servers: [ServerSettings]
    let environment: [String: String]
    let fetching: Fetching

    /// How long an unreadable answer is kept, in seconds.
    private static let longest = 30 * 86_400.0

    /// Reads the raw answers of requests that `HistoryStore.recover()` found unfinished.
    ///
    /// - Parameter now: seconds since 1970.
    @concurrent func run(now: Double) async throws -> Outcome {
        let spool = history.answers
        var outcome = Outcome()
        for key in spool.keys {
            guard let id = RequestRecord.id(key: key), let (record, entries) = try await history.request(id),
                record.key == key
            else {
                forget(key, in: spool, now: now)
                continue
            }
            switch record.state {
            case .pending, .running: break
            // The answer of a finished request is kept if a picture is damaged.
            case .finished, .failed, .cancelled: forget(key, in: spool, now: now)
            // A request with a message has been tried: what could be kept is kept.
            case .interrupted where record.message != nil && fetching != .all: forget(key, in: spool, now: now)
            case .interrupted:
                try await takeIn(record, known: Set(entries.map(\.index)), &outcome)
                forget(key, in: spool, now: now)
            }
        }
        return outcome
    }

    private func forget(_ key: String, in spool: AnswerSpool, now: Double) {
        if now - (spool.lastWrite(of: key) ?? 0) > Self.longest { spool.remove(key) }
    }

    /// Reads one answer as if it arrived now.
    private func takeIn(_ record: RequestRecord, known: Set<Int>, _ outcome: inout Outcome) async throws {
        let server = server(of: record)
        guard
            let (backend, transport) = try? Backends.replaying(
                record.key, of: server, spool: history.answers, environment: environment, fetches: fetching != .none)
        else { return }
        do {
            let price = server.price.flatMap { Price($0) }
            let events = backend.events(of: request(of: record))
            try await keep(events, of: record, known: known, price: price, &outcome)
        } catch {
            await transport.shutdown()
            throw error
        }
        await transport.shutdown()
    }

    /// The settings of the server that the request was sent to. If the configured URL has changed, the configured key is not
    /// used, and the answer's URLs are checked against the old server.
    private func server(of record: RequestRecord) -> ServerSettings {
        let named = servers.first { $0.name == record.settings.backend }
        // Earlier versions did not record the URL: use an address that belongs to nobody, outside the user's network.
        let base = history.answers.base(of: record.key) ?? "https://unknown.invalid"
        guard let named else { return ServerSettings(name: record.settings.backend, baseURL: base) }
        let address = try? ServerAddress(named.baseURL ?? named.preset.usualURL ?? "", addsVersion: false)
        if let sent = try? ServerAddress(base, addsVersion: false), let address, sent.isOrigin(of: address) {
            return named
        }
        var moved = named
        moved.baseURL = base
        moved.key = nil
        moved.headers = [:]
        (moved.organization, moved.project) = (nil, nil)
        return moved
    }

    private func keep(
        _ events: AsyncThrowingStream<BackendEvent, any Error>, of record: RequestRecord, known: Set<Int>,
        price: Price?, _ outcome: inout Outcome
    ) async throws {
        var found = 0
        func cost(of count: Int) -> Price? {
            price.map { $0.times(count) }.flatMap { $0.amount > 0 ? $0 : nil }
        }
        defer { outcome.found += found }
        do {
            for try await event in events {
                switch event {
                case .arrived(let place, let image) where !known.contains(place):
                    _ = try await history.keep(
                        image, facts: PictureFacts(of: image.bytes), request: record.id, index: place)
                    found += 1
                case .finished(let facts):
                    try await history.finish(
                        record.id, as: .finished, message: nil, serverRequestID: facts.requestID,
                        cost: cost(of: known.count + found))
                default: break
                }
            }
            history.answers.remove(record.key)
        } catch BackendError.connectionLost {
            // A truncated answer stays truncated.
            history.answers.remove(record.key)
        } catch BackendError.cancelled {
        } catch let error as BackendError {
            guard fetching != .none else {
                outcome.unfetched += 1
                return
            }
            // It has been tried; the user can retry it.
            let failure = Failure(error, backend: record.settings.backend)
            outcome.failures.append(failure)
            try await history.finish(
                record.id, as: .interrupted, message: failure.problem.title, serverRequestID: nil,
                cost: cost(of: record.settings.count))
        }
    }

    /// Reading an answer needs only the request's settings.
    private func request(of record: RequestRecord) -> ImagesRequest {
        ImagesRequest(record.operation, prompt: record.prompt, settings: record.settings)
    }
}
