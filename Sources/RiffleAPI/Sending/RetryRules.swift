import FoundationEssentials
import HTTPTypes

/// Decides whether a failed request is retried, and after how long.
///
/// Like the official clients, except where a picture may have been paid for: a request that the server may have processed
/// is not retried automatically. Neither is one that timed out, because the server is probably still working on it.
///
/// Source: openai-python 3.52.0, `_base_client.py`: two retries; delays from half a second, doubling up to eight, reduced
/// by up to a quarter at random; `retry-after-ms` before `retry-after`, at most 120 seconds; `x-should-retry` overrides.
struct RetryRules: Sendable {
    var furtherAttempts = 2
    var isPaid: Bool
    /// A server on this machine is reached without intermediaries: if it refuses once, it will again.
    var isLoopback: Bool

    static let longestWait = 120.0

    /// Seconds to wait after a refusal; nil: do not retry.
    ///
    /// - Parameters:
    ///   - attempt: the one that failed, from 0.
    ///   - jitter: 0…1.
    ///   - now: seconds since 1970.
    func delay(
        afterStatus status: Int, fields: HTTPFields, code: String?, attempt: Int, jitter: Double, now: Double
    ) -> Double? {
        guard attempt < furtherAttempts else { return nil }
        // The user has to act on these.
        if let code, ["insufficient_quota", "billing_hard_limit_reached", "credit_balance_exhausted"].contains(code) {
            return nil
        }
        switch fields[.shouldRetry]?.lowercased() {
        case "true": break
        case "false": return nil
        default:
            switch status {
            case 408, 409, 429, 503: break
            // Sent by a proxy: the server behind it may have done the work.
            case 500, 502, 504, 520...599: if isPaid { return nil }
            default: return nil
            }
        }
        guard let asked = Self.askedWait(fields, now: now) else { return backOff(attempt, jitter) }
        return asked > Self.longestWait ? nil : asked
    }

    /// Seconds to wait after a failed exchange; nil: do not retry.
    ///
    /// - Parameter isSent: whether the server may have received the whole request.
    func delay(after error: TransportError, isSent: Bool, attempt: Int, jitter: Double) -> Double? {
        guard attempt < furtherAttempts else { return nil }
        switch error {
        case .unreachable(_, let reason):
            switch reason {
            case .nameNotFound, .tls: return nil
            case .connectionRefused where isLoopback: return nil
            default: return backOff(attempt, jitter)
            }
        case .connectionLost: return isSent && isPaid ? nil : backOff(attempt, jitter)
        case .timedOut, .privateAddress, .uncheckedAddress, .notHTTP, .cancelled: return nil
        }
    }

    private func backOff(_ attempt: Int, _ jitter: Double) -> Double {
        min(0.5 * Double(1 << min(attempt, 10)), 8) * (1 - 0.25 * jitter)
    }

    /// The delay that a server requests, in seconds; nil if it requests none, or an invalid one.
    static func askedWait(_ fields: HTTPFields, now: Double) -> Double? {
        if let text = fields[.retryAfterMilliseconds], let milliseconds = Double(text), milliseconds > 0 {
            return milliseconds / 1000
        }
        guard let text = fields[.retryAfter] else { return nil }
        let seconds = Double(text) ?? HTTPDate.seconds(text).map { $0 - now }
        return seconds.flatMap { $0 > 0 && $0.isFinite ? $0 : nil }
    }
}

/// The date of a header: `Sun, 06 Nov 1994 08:49:37 GMT`.
enum HTTPDate {
    /// Seconds since 1970; nil for another form. Source: RFC 9110, section 5.6.7.
    static func seconds(_ text: String) -> Double? {
        let words = text.split(separator: " ")
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        guard words.count == 6, words[5] == "GMT", let day = Int(words[1]),
            let month = months.firstIndex(of: String(words[2])), let year = Int(words[3]), (1...31).contains(day),
            (1970...9999).contains(year)
        else { return nil }
        let clock = words[4].split(separator: ":").map { Int($0) }
        guard clock.count == 3, let hour = clock[0], let minute = clock[1], let second = clock[2] else { return nil }
        var date = DateComponents()
        (date.year, date.month, date.day) = (year, month + 1, day)
        (date.hour, date.minute, date.second) = (hour, minute, second)
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar.date(from: date)?.timeIntervalSince1970
    }
}

extension HTTPField.Name {
    static let shouldRetry = HTTPField.Name("x-should-retry")!
    static let retryAfterMilliseconds = HTTPField.Name("retry-after-ms")!
    static let clientRequestID = HTTPField.Name("x-client-request-id")!
    static let idempotencyKey = HTTPField.Name("idempotency-key")!
    static let apiKey = HTTPField.Name("api-key")!
    static let organization = HTTPField.Name("openai-organization")!
    static let project = HTTPField.Name("openai-project")!
    static let riffleSeed = HTTPField.Name("x-riffle-seed")!
}
