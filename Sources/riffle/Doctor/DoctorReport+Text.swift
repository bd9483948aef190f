import RiffleAPI
import RiffleUI

extension DoctorReport {
    /// The report as lines of text. Text from outside is made safe to print.
    var text: String {
        var lines = ["riffle \(version), \(system)", "", "Terminal"]
        lines += columns(terminal.map { [$0.subject, $0.decision, $0.reason] })
        if !questions.isEmpty {
            lines += ["", "Questions"]
            lines += columns(
                questions.map { exchange in
                    let time = exchange.milliseconds.map { "\(Int(nearest: $0)) ms" } ?? ""
                    let answer = exchange.answers.isEmpty ? "no answer" : exchange.answers.joined(separator: "  then  ")
                    return [exchange.question, time, answer]
                })
        }
        lines += ["", "Backends"]
        lines += columns(backends.map { [$0.name, $0.state, $0.address ?? ""] })
        lines += ["", "Files"]
        lines += columns(files.map { [$0.what, $0.path, $0.state] })
        lines += ["", "What to do"]
        lines += advice.isEmpty ? ["  nothing: all is as good as it gets here"] : advice.flatMap { Self.folded($0) }
        return lines.map(Escaper.terminal.escaped).joined(separator: "\n") + "\n"
    }

    /// One item of a list in lines of at most 78 columns.
    private static func folded(_ text: String) -> [String] {
        var lines = ["  -"]
        for word in text.split(separator: " ") {
            if DisplayText.columns(of: lines[lines.count - 1]) + 1 + DisplayText.columns(of: String(word)) > 78 {
                lines.append("   ")
            }
            lines[lines.count - 1] += " " + word
        }
        return lines
    }

    /// Rows in columns as wide as their longest cell; the last column is not padded.
    private func columns(_ rows: [[String]]) -> [String] {
        let count = rows.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in
            rows.map { column < $0.count ? DisplayText.columns(of: $0[column]) : 0 }.max() ?? 0
        }
        return rows.map { row in
            var line = "  "
            for (column, cell) in row.enumerated() {
                line += cell
                if column + 1 < row.count {
                    line += String(repeating: " ", count: widths[column] - DisplayText.columns(of: cell) + 2)
                }
            }
            while line.last == " " { line.removeLast() }
            return line
        }
    }
}
