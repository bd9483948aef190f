import RiffleAPI
import RiffleHistory

/// Requests whose answers were lost by a crash or a dropped line, at backends that keep their results.
struct LostRequests: Sendable {
    let history: HistoryStore
    let client: ImagesClient

    /// Seconds after which a server probably no longer has them.
    private static let longest = 7 * 86_400.0
    /// Maximum number of requests to check per backend, newest first.
    private static let searchLimit = 200

    /// The requests that a backend still knows.
    ///
    /// - Parameter now: seconds since 1970.
    @concurrent func find(
        now: Double
    ) async throws(HistoryError) -> [(record: RequestRecord, root: Entry?, standing: RequestStanding)] {
        var found: [(record: RequestRecord, root: Entry?, standing: RequestStanding)] = []
        for profile in client.profiles where profile.keepsResults {
            let summaries = try await history.requests(
                HistorySearch(profile.name), before: nil, limit: Self.searchLimit)
            for summary in summaries {
                let record = summary.record
                guard record.state == .interrupted, record.settings.backend == profile.name,
                    now - record.created < Self.longest
                else { continue }
                let request = ImagesRequest(
                    record.operation, settings: record.settings, idempotencyKey: record.idempotencyKey)
                guard let standing = try? await client.standing(of: request), standing != .unknown else { continue }
                found.append((record, summary.root, standing))
            }
        }
        return found
    }

    /// Downloads the results of requests that have ended, without waiting for others.
    ///
    /// - Returns: the number of requests that ended.
    @discardableResult
    @concurrent func fetchEnded(now: Double) async throws -> Int {
        var count = 0
        for lost in try await find(now: now) where lost.standing == .ended {
            let run = try await RequestRun.resume(lost.record.id, history: history)
            // A number that no job of the command has.
            guard (try? await run.send(on: client, as: JobID(-1 - count)) { _ in }) != nil else { continue }
            count += 1
        }
        return count
    }
}
