import Glibc
import RiffleAPI
import RiffleUI

/// A progress line on standard error; nothing if that is not a terminal.
struct ProgressLine {
    private var fractions: [Double]
    private let isShown = isatty(STDERR_FILENO) == 1
    private var shown = ""

    init(pictures: Int) { fractions = Array(repeating: 0, count: max(0, pictures)) }

    mutating func show(picture: Int, fraction: Double) {
        guard isShown, fractions.indices.contains(picture) else { return }
        fractions[picture] = max(fractions[picture], fraction)
        let done = fractions.count { $0 >= 1 }
        let percent = Int(nearest: (fractions.reduce(0, +) / Double(fractions.count) * 100).rounded(.down))
        let line = "\(done) of \(fractions.count) pictures, \(percent) %"
        show(line)
    }

    /// The progress of sending and receiving, until the first picture arrives.
    mutating func show(_ exchange: ExchangeProgress) {
        switch exchange {
        case .sent(let bytes, let all):
            show(bytes < all ? "sent \(bytes * 100 / max(1, all)) %" : "sent, waiting for the answer")
        case .received(let bytes, let all):
            let amount = all.map { "\(bytes * 100 / max(1, $0)) %" } ?? Words.bytes(bytes)
            show("received \(amount), \(fractions.count { $0 >= 1 }) of \(fractions.count) pictures")
        case .retrying(let attempt, let seconds):
            show("the server is busy: attempt \(attempt + 1) in \(Int(nearest: seconds.rounded(.up))) s")
        case .noAnswer: show("the server does not answer; asking again")
        case .queued(let ahead): if ahead > 0 { show("\(ahead) ahead in the server's queue") }
        }
    }

    private mutating func show(_ line: String) {
        guard isShown, line != shown else { return }
        shown = line
        writeAll("\r\(line)\u{1b}[K".utf8, to: STDERR_FILENO)
    }

    func end() {
        if isShown { writeAll("\r\u{1b}[K".utf8, to: STDERR_FILENO) }
    }
}
