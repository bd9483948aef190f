import FoundationEssentials
import HTTPTypes

/// Whether a request that failed is sent again, and after how long.
///
/// As the official clients do, save where a picture may have been paid for: a request that the server may have carried
/// out is then not sent again unasked. Neither is one that timed out, since the server is likely still at work on it.
/// Source: openai-python 3.52.0, `_base_client.py`: two further attempts, half a second doubling to eight, a quarter
/// less at random, `retry-after-ms` before `retry-after`, not more than 120 seconds, `x-should-retry` over all.
struct RetryRules: Sendable {
    var furtherAttempts = 2
    var isPaid: Bool
    /// Nobody else is on the way to a server on this machine: what is refused once is refused again.
    var isLoopback: Bool

    static let longestWait = 120.0

    /// Seconds to wait after a refusal; nil: it is final.
    ///
    /// - Parameters:
    ///   - attempt: that failed, from 0.
    ///   - jitter: 0…1.
    ///   - now: seconds since 1970.
    func delay(
        afterStatus status: Int, fields: HTTPFields, code: String?, attempt: Int, jitter: Double, now: Double
    ) -> Double? {
        guard attempt < furtherAttempts else { return nil }
        // The person has to do something about these.
        if let code, ["insufficient_quota", "billing_hard_limit_reached", "credit_balance_exhausted"].contains(code) {
            return nil
        }
        switch fields[.shouldRetry]?.lowercased() {
        case "true": break
        case "false": return nil
        default:
            switch status {
            case 408, 409, 429, 503: break
            // Said by whoever stands in front: the work behind may have been done.
            case 500, 502, 504, 520...599: if isPaid { return nil }
            default: return nil
            }
        }
        guard let asked = Self.askedWait(fields, now: now) else { return backOff(attempt, jitter) }
        return asked > Self.longestWait ? nil : asked
    }

    /// Seconds to wait after an exchange that came to nothing; nil: that is final.
    ///
    /// - Parameter isSent: whether the server can have had the request's last byte.
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

    /// The wait that a server asks for, in seconds; nil where it asks for none that can be understood.
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
