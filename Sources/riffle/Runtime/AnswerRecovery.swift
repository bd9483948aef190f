import RiffleAPI
import RiffleHTTP
import RiffleHistory
import RiffleUI

extension HistoryStore {
    /// Where raw answers are until their pictures are kept.
    nonisolated var answers: AnswerSpool { AnswerSpool(folder: directory + "/answers") }
}

extension RequestRecord {
    /// Names the raw answer's file, also after a restart. The moment tells it from a request of another history whose
    /// folder was put in this one's place.
    var key: String { "riffle-\(id.value)-\(String(created.bitPattern, radix: 36))" }

    /// The request that a key names.
    static func id(key: String) -> RequestID? {
        let parts = key.split(separator: "-")
        guard parts.count == 3, parts[0] == "riffle" else { return nil }
        return Int64(parts[1]).map { RequestID($0) }
    }
}

/// Takes in the answers that a program had received when it died: pictures whose bytes had come are kept now.
struct AnswerRecovery: Sendable {
    /// Which pictures are fetched that an answer names by their URLs.
    enum Fetching: Sendable {
        case none
        /// Those that nobody has tried to fetch yet: the program died before.
        case untried
        /// Those that could not be had too, because the person asks.
        case all
    }

    struct Outcome: Sendable {
        /// Pictures that are kept now.
        var found = 0
        /// Answers that name pictures which are still to be fetched.
        var unfetched = 0
        /// Why pictures could not be had.
        var failures: [Failure] = []
    }

    let history: HistoryStore
    let servers: [ServerSettings]
    let environment: [String: String]
    let fetching: Fetching

    /// Seconds for which an answer is kept that nothing could be made of.
    private static let longest = 30 * 86_400.0

    /// Reads the raw answers again of requests that `HistoryStore.recover()` has found undone.
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
            // Of a finished request it is kept when a picture is damaged.
            case .finished, .failed, .cancelled: forget(key, in: spool, now: now)
            // One that says why has been tried: whatever it could have is kept.
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

    /// Reads one answer as if it came now.
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

    /// The settings of the server that the request was sent to. One that is somewhere else by now gets nothing that the
    /// configuration has for it, and its answer may name no more than it could have then.
    private func server(of record: RequestRecord) -> ServerSettings {
        let named = servers.first { $0.name == record.settings.backend }
        // An earlier Riffle did not note the address: one that is nobody's, outside of the person's network.
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
            // What was cut off will not grow.
            history.answers.remove(record.key)
        } catch BackendError.cancelled {
        } catch let error as BackendError {
            guard fetching != .none else {
                outcome.unfetched += 1
                return
            }
            // It has been tried now, and is again when the person asks.
            let failure = Failure(error, backend: record.settings.backend)
            outcome.failures.append(failure)
            try await history.finish(
                record.id, as: .interrupted, message: failure.problem.title, serverRequestID: nil,
                cost: cost(of: record.settings.count))
        }
    }

    /// The request's settings are all that it takes to read its answer.
    private func request(of record: RequestRecord) -> ImagesRequest {
        ImagesRequest(record.operation, prompt: record.prompt, settings: record.settings)
    }
}
