import ArgumentParser
import Foundation
import RiffleGraphics
import RiffleTerminal
import RiffleUI

/// `riffle doctor`: what this terminal can do and why; which backends answer; where files are.
struct DoctorCommand: TaskCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Report what this terminal can do and why, which backends respond, and where files are.")

    @Flag(help: "Print it as JSON.")
    var json = false

    @Option(help: "Tell what would come of this choice: \(GraphicsChoice.names).")
    var graphics: GraphicsChoice?

    /// Longer than the program itself waits, because the replies are the purpose of this command.
    private static let patience = Duration.seconds(1)

    func perform() async throws {
        let environment = Environment.variables
        let places = Places()
        var settings = Settings()
        var complaints: [String] = []
        do throws(Failure) {
            settings = try places.settings()
        } catch {
            complaints.append(error.problem.line)
        }
        let probe = TerminalProbe(environment: environment, asks: true, patience: DoctorCommand.patience)
        probe.finish()
        let findings = TerminalFindings(
            capabilities: probe.capabilities, environment: environment, choice: graphics ?? settings.graphics,
            chooser: graphics != nil ? "--graphics" : settings.graphics != .auto ? "config.toml" : nil,
            size: (probe.size.columns, probe.size.rows), pixels: probe.pixels,
            isDescribed: TerminalDescription(term: environment["TERM"] ?? "") != nil,
            replies: probe.answers.map(\.reply))
        let report = DoctorReport(
            version: RiffleCommand.version, system: DoctorCommand.system,
            terminal: probe.hasTerminal
                ? findings.findings : [.init(subject: "output", decision: "no terminal", reason: "nothing was asked")],
            questions: DoctorCommand.exchanges(probe),
            advice: complaints
                + (probe.hasTerminal
                    ? findings.advice : ["Run it in a terminal, not in a pipe, to learn what that can do"]),
            backends: await BackendCheck.lines(settings, environment: environment),
            files: DoctorFiles.lines(places, environment: environment))
        if json {
            try PrintedJSON.write(report, keys: .convertToSnakeCase)
        } else {
            writeAll(report.text.utf8, to: STDOUT_FILENO)
        }
    }

    /// Every query with its replies.
    private static func exchanges(_ probe: TerminalProbe) -> [DoctorReport.Exchange] {
        var left = probe.answers
        func exchange(_ name: String, _ bytes: [UInt8], _ isAnswer: (TerminalReply) -> Bool) -> DoctorReport.Exchange {
            let answers = left.filter { isAnswer($0.reply) }
            left.removeAll { isAnswer($0.reply) }
            return DoctorReport.Exchange(
                question: name, sent: Spelling.of(bytes), answers: answers.map { Spelling.of($0.bytes) },
                milliseconds: answers.first.map { $0.after / .milliseconds(1) })
        }
        var lines: [DoctorReport.Exchange] = []
        if probe.capabilities.multiplexer == .tmux {
            let isOuterName = { (reply: TerminalReply) in
                reply == probe.capabilities.outerName.map(TerminalReply.name)
            }
            lines.append(
                exchange("XTVERSION through tmux", TerminalQuestion.name.bytes(throughTmux: 1), isOuterName))
            lines.append(
                exchange("kitty graphics through tmux", TerminalQuestion.kitty.bytes(throughTmux: 1)) { reply in
                    if case .graphics = reply { true } else { false }
                })
        }
        for question in TerminalQuestion.allCases where probe.questions.firstRange(of: question.bytes) != nil {
            lines.append(exchange(question.rawValue, question.bytes, question.isAnswered))
        }
        if !left.isEmpty {
            lines.append(
                DoctorReport.Exchange(
                    question: "not asked", sent: "", answers: left.map { Spelling.of($0.bytes) }, milliseconds: nil))
        }
        return lines
    }

    private static var system: String {
        var name = utsname()
        uname(&name)
        func text<T>(_ field: T) -> String {
            withUnsafeBytes(of: field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        }
        return "\(text(name.sysname)) \(text(name.release)) \(text(name.machine))"
    }
}
