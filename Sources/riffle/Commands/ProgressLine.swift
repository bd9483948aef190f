import Glibc

/// How far a request is, on one line of standard error; nothing where that is no terminal.
struct ProgressLine {
    private var fractions: [Double]
    private let isShown = isatty(STDERR_FILENO) == 1
    private var shown = ""

    init(pictures: Int) { fractions = Array(repeating: 0, count: max(0, pictures)) }

    mutating func show(picture: Int, fraction: Double) {
        guard isShown, fractions.indices.contains(picture) else { return }
        fractions[picture] = max(fractions[picture], fraction)
        let done = fractions.count { $0 >= 1 }
        let percent = Int(fractions.reduce(0, +) / Double(fractions.count) * 100)
        let line = "\(done) of \(fractions.count) pictures, \(percent) %"
        guard line != shown else { return }
        shown = line
        writeAll("\r\(line)\u{1b}[K".utf8, to: STDERR_FILENO)
    }

    func end() {
        if isShown { writeAll("\r\u{1b}[K".utf8, to: STDERR_FILENO) }
    }
}
