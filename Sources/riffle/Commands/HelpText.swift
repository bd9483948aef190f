import ArgumentParser
import Glibc
import RiffleUI

/// Help as it is printed.
enum HelpText {
    /// The width of the terminal, or what COLUMNS says instead.
    static var width: Int {
        if let columns = Environment.variables["COLUMNS"].flatMap({ Int($0) }), columns > 0 { return columns }
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// What `riffle help NAME` prints for a topic of the manual; nil where the argument parser answers.
    static func topic(_ arguments: [String]) throws(Failure) -> String? {
        guard arguments.first == "help", arguments.count == 2, !arguments[1].hasPrefix("-") else { return nil }
        let name = arguments[1]
        if let page = Manual.page(name) { return page }
        let known = try CommandHelp.root().shown.map(\.commandName) + Manual.topics.map(\.name)
        guard !known.contains(name) else { return nil }
        throw Failure(
            "there is no help on \(name)", remedy: Suggestion.remedy(for: name, among: known), code: .usage)
    }

    /// The help of the program itself shows the options of opening a folder, since `riffle` alone does that, and the
    /// topics of the manual.
    static func complete(_ help: String) -> String {
        let browse = RiffleCommand.helpMessage(for: BrowseCommand.self, includeHidden: false)
        guard help == RiffleCommand.helpMessage(for: RiffleCommand.self, includeHidden: false),
            let options = help.firstRange(of: "OPTIONS:"), let subcommands = help.firstRange(of: "SUBCOMMANDS:"),
            let end = help.firstRange(of: "\n\n  See '"), let arguments = browse.firstRange(of: "ARGUMENTS:")
        else { return wrapped(help) }
        let topics = Manual.topics.map { topic in
            "  \(topic.name)\(String(repeating: " ", count: 24 - topic.name.count))\(topic.summary)"
        }
        return wrapped(
            """
            \(help[..<options.lowerBound])\(browse[arguments.lowerBound...])
            \(help[subcommands.lowerBound..<end.lowerBound])

            TOPICS:
            \(topics.joined(separator: "\n"))

              See 'riffle help <subcommand>' or 'riffle help <topic>'.
            """)
    }

    /// Breaks the lines that the argument parser does not: those of usage.
    private static func wrapped(_ help: String) -> String {
        let width = width
        return help.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            guard line.count > width else { return String(line) }
            let indent = line.hasPrefix("USAGE:") ? 9 : line.prefix { $0 == " " }.count + 2
            let margin = String(repeating: " ", count: indent)
            var lines = [String(line.prefix { $0 == " " })]
            for part in parts(of: line) {
                if lines[lines.count - 1].count + part.count + 1 > width, lines[lines.count - 1] != margin {
                    lines.append(margin)
                }
                let isFirst = lines[lines.count - 1].allSatisfy { $0 == " " }
                lines[lines.count - 1] += (isFirst ? "" : " ") + part
            }
            return lines.joined(separator: "\n")
        }.joined(separator: "\n")
    }

    /// The words of a line; what is in brackets, such as `[--n <n>]`, is one.
    private static func parts(of line: Substring) -> [String] {
        var parts: [String] = []
        var depth = 0
        for word in line.split(separator: " ") {
            if depth > 0 { parts[parts.count - 1] += " " + word } else { parts.append(String(word)) }
            depth += word.count { $0 == "[" } - word.count { $0 == "]" }
        }
        return parts
    }
}
