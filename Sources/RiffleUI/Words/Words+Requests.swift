import RiffleAPI

/// Messages about running, waiting and ended requests.
extension Words {
    enum Requests {
        static let none = "No request since Riffle started: v makes one, H lists older ones"
        static let noneRuns = "No request is running"
        static let notYetInTree = "It is not in the tree yet"
        static let hasEnded = "This request has ended"
        static let nothingToCancel = "Nothing to cancel"
        /// Of one picture that has not begun, and of one that will not come.
        static let waits = "waiting"
        static let noPicture = "none"

        static func title(running: Int, waiting: Int, ended: Int) -> String {
            "\(running) running · \(waiting) waiting · \(ended) ended"
        }

        static func cancelling(_ count: Int) -> String { "Cancelling \(Words.count(count, "request"))" }

        static func running(_ count: Int) -> String { "\(count) running" }

        static func waiting(_ count: Int) -> String { "\(count) waiting" }

        static func arrived(_ count: Int, of all: Int) -> String { "\(count) of \(all)" }

        /// `1–6 shown`
        static func shown(_ places: Range<Int>) -> String {
            "\(places.lowerBound + 1)–\(places.upperBound) shown"
        }

        static func progress(_ fraction: Double, of all: Int) -> String {
            "\(Int(nearest: (fraction * 100).rounded(.down))) % of \(all)"
        }

        static func waiting(seconds: Int) -> String { "waiting \(seconds) s" }

        /// `sending 45 %`, `3.2 MB of 22 MB`, `50 %`; nil while there is nothing but time to tell.
        static func pace(of job: Job) -> String? {
            switch job.exchange {
            case .sent(let bytes, let all) where bytes < all: return "sending \(bytes * 100 / max(1, all)) %"
            case .received(let bytes, let all?): return "\(Words.bytes(bytes)) of \(Words.bytes(all))"
            case .received(let bytes, nil): return "\(Words.bytes(bytes)) received"
            case .retrying(let attempt, let seconds):
                return "attempt \(attempt + 1) in \(Int(nearest: seconds.rounded(.up))) s"
            case .noAnswer: return "no answer, trying again"
            case .queued(let ahead) where ahead > 0: return "\(ahead) ahead"
            case .sent, .queued, nil:
                return job.fraction > 0 ? "\(Int(nearest: (job.fraction * 100).rounded(.down))) %" : nil
            }
        }

        /// A paid request that an earlier Riffle left.
        static func held(_ backend: String) -> String { "\(backend) · not sent: Enter sends, x discards" }

        static func askPaying(_ pictures: Int, _ profile: BackendProfile) -> String {
            "\(profile.name) is paid: \(cost(of: pictures, profile)). Send it again?"
        }

        static func offerEdit(_ pictures: Int, _ profile: BackendProfile, prompt: String) -> String {
            "\(profile.name) has no variations. Edit the picture by “\(prompt)” instead? It is paid: "
                + "\(cost(of: pictures, profile))."
        }

        static let yOnly = "Nothing was sent: only y sends"

        /// What an earlier Riffle left unsent.
        static func left(going: Int, held: Int) -> String {
            let goes = going == 0 ? "" : "Continuing \(Words.count(going, "request")) from an earlier run"
            let waits =
                held == 0
                ? ""
                : "\(Words.count(held, "request")) to paid backends \(held == 1 ? "was" : "were") not sent: Q lists them"
            return [goes, waits].filter { !$0.isEmpty }.joined(separator: "; ")
        }

        static func askSending(_ waiting: WaitingJob, _ profile: BackendProfile?) -> String {
            let cost = profile.map { Words.cost(of: waiting.n, $0) } ?? Words.count(waiting.n, "picture")
            return "Not sent in an earlier run. \(waiting.backend) is paid: \(cost). Send it now?"
        }

        static func cancelled(arrived: Int, waiting: Int) -> String {
            let others = waiting == 0 ? "" : " · \(waiting) still waiting, Q shows them"
            return "Cancelled; \(Words.count(arrived, "finished picture")) kept\(others)"
        }

        static func quitting(running: Int, waiting: Int) -> String {
            "\(Words.count(running, "request")) \(running == 1 ? "is" : "are") running: "
                + "q again cancels and quits, any other key continues"
                + (waiting == 0 ? "" : "; \(waiting) waiting will be sent next time")
        }
    }
}

extension Words {
    package static func fetchedAgain(_ pictures: Int) -> String {
        pictures == 0 ? "Nothing more to download" : "Downloaded \(count(pictures, "picture"))"
    }
}
