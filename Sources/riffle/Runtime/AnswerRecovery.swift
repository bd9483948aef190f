import RiffleAPI
import RiffleHTTP
import RiffleHistory

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
    let history: HistoryStore
    let servers: [ServerSettings]
    let environment: [String: String]
    /// Whether pictures that an answer names by their URLs are fetched.
    var fetches = true

    /// Seconds for which an answer is kept that nothing could be made of.
    private static let longest = 30 * 86_400.0

    /// Reads the raw answers again of requests that `HistoryStore.recover()` has found undone.
    ///
    /// - Parameter now: seconds since 1970.
    /// - Returns: How many pictures were found.
    @discardableResult
    @concurrent func run(now: Double) async throws -> Int {
        let spool = history.answers
        var found = 0
        for key in spool.keys {
            guard let id = RequestRecord.id(key: key), let (record, entries) = try await history.request(id),
                record.key == key
            else {
                forget(key, in: spool, now: now)
                continue
            }
            switch record.state {
            case .pending, .running: break
            case .finished: spool.remove(key)
            case .failed, .cancelled: forget(key, in: spool, now: now)
            case .interrupted:
                found += try await takeIn(record, known: Set(entries.map(\.index)))
                forget(key, in: spool, now: now)
            }
        }
        return found
    }

    private func forget(_ key: String, in spool: AnswerSpool, now: Double) {
        if now - (spool.lastWrite(of: key) ?? 0) > Self.longest { spool.remove(key) }
    }

    /// Reads one answer as if it came now.
    private func takeIn(_ record: RequestRecord, known: Set<Int>) async throws -> Int {
        let server =
            servers.first { $0.name == record.settings.backend }
            ?? ServerSettings(name: record.settings.backend, baseURL: "http://127.0.0.1")
        guard
            let (backend, transport) = try? Backends.replaying(
                record.key, of: server, spool: history.answers, environment: environment, fetches: fetches)
        else { return 0 }
        let found: Int
        do {
            let price = server.price.flatMap { Price($0) }
            found = try await keep(backend.events(of: request(of: record)), of: record, known: known, price: price)
        } catch {
            await transport.shutdown()
            throw error
        }
        await transport.shutdown()
        return found
    }

    private func keep(
        _ events: AsyncThrowingStream<BackendEvent, any Error>, of record: RequestRecord, known: Set<Int>, price: Price?
    ) async throws -> Int {
        var found = 0
        do {
            for try await event in events {
                switch event {
                case .arrived(let place, let image) where !known.contains(place):
                    _ = try await history.keep(
                        image, facts: PictureFacts(of: image.bytes), request: record.id, index: place)
                    found += 1
                case .finished(let facts):
                    let cost = price?.times(known.count + found)
                    try await history.finish(
                        record.id, as: .finished, message: nil, serverRequestID: facts.requestID,
                        cost: cost.flatMap { $0.amount > 0 ? $0 : nil })
                default: break
                }
            }
            history.answers.remove(record.key)
        } catch let error as BackendError {
            // What was cut off will not grow; what could not be understood is left for a person to look at.
            if error == .connectionLost { history.answers.remove(record.key) }
        }
        return found
    }

    /// The request's settings are all that it takes to read its answer.
    private func request(of record: RequestRecord) -> ImagesRequest {
        ImagesRequest(record.operation, prompt: record.prompt, settings: record.settings)
    }
}
