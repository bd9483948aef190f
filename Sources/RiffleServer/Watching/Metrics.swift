import Synchronization

/// Counters and gauges for `GET /metrics`.
///
/// Source: Prometheus text exposition format, version 0.0.4.
final class Metrics: Sendable {
    private struct Counts {
        var answers: [Answer: Int] = [:]
        var pictures = 0
        var requestsMade = 0
        var seconds = 0.0
        var buckets = [Int](repeating: 0, count: Metrics.bounds.count)
    }

    private struct Answer: Hashable {
        var route: String
        var status: Int
    }

    /// Upper bounds of the duration histogram, in seconds.
    private static let bounds = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 180]

    private let counts = Mutex(Counts())

    /// - Parameter route: a name from a fixed set, never a path from a client.
    func answered(route: String, status: Int) {
        counts.withLock { $0.answers[Answer(route: route, status: status), default: 0] += 1 }
    }

    func made(pictures: Int, in duration: Duration) {
        let seconds = duration / .seconds(1)
        counts.withLock { counts in
            counts.pictures += pictures
            counts.requestsMade += 1
            counts.seconds += seconds
            for (index, bound) in Metrics.bounds.enumerated() where seconds <= bound { counts.buckets[index] += 1 }
        }
    }

    /// Current values, which are not counted here.
    struct Gauges: Sendable {
        var running: Int
        var waiting: Int
        var bytesHeld: Int
        var answeredAgain: Int
    }

    func text(_ gauges: Gauges) -> String {
        let counts = counts.withLock { $0 }
        var lines = [
            "# HELP riffle_answers_total Requests answered, by route and status.",
            "# TYPE riffle_answers_total counter",
        ]
        for (answer, count) in counts.answers.sorted(by: {
            ($0.key.route, $0.key.status) < ($1.key.route, $1.key.status)
        }) {
            lines.append("riffle_answers_total{route=\"\(answer.route)\",status=\"\(answer.status)\"} \(count)")
        }
        lines += [
            "# HELP riffle_pictures_total Pictures made.", "# TYPE riffle_pictures_total counter",
            "riffle_pictures_total \(counts.pictures)",
            "# HELP riffle_repeats_total Requests answered with what an earlier one had made.",
            "# TYPE riffle_repeats_total counter", "riffle_repeats_total \(gauges.answeredAgain)",
            "# HELP riffle_making_seconds Time to make a request's pictures, waiting not counted.",
            "# TYPE riffle_making_seconds histogram",
        ]
        for (bound, count) in zip(Metrics.bounds, counts.buckets) {
            lines.append("riffle_making_seconds_bucket{le=\"\(bound)\"} \(count)")
        }
        lines += [
            "riffle_making_seconds_bucket{le=\"+Inf\"} \(counts.requestsMade)",
            "riffle_making_seconds_sum \(counts.seconds)", "riffle_making_seconds_count \(counts.requestsMade)",
            "# HELP riffle_running Requests whose pictures are being made.", "# TYPE riffle_running gauge",
            "riffle_running \(gauges.running)",
            "# HELP riffle_waiting Requests that wait for their turn.", "# TYPE riffle_waiting gauge",
            "riffle_waiting \(gauges.waiting)",
            "# HELP riffle_held_bytes Bytes that uploads and answers hold.", "# TYPE riffle_held_bytes gauge",
            "riffle_held_bytes \(gauges.bytesHeld)",
        ]
        return lines.joined(separator: "\n") + "\n"
    }
}
