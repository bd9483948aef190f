import ArgumentParser
import RiffleUI

extension Failure {
    /// An error of the argument parser, in one line. The parser only provides its errors as text.
    ///
    /// - Parameter arguments: those after the program's name.
    init(_ error: any Error, arguments: [String]) {
        let message = RiffleCommand.message(for: error)
        // "See 'riffle preview --help' for more information."
        let help =
            RiffleCommand.fullMessage(for: error).split(separator: "\n").last?.split(separator: "'").dropFirst().first
            .map { $0.replacing(" browse ", with: " ") } ?? "riffle --help"
        let words = Failure.quoted(in: message)
        let first = words.first ?? ""
        var title = message.split(separator: "\n").joined(separator: " ")
        var remedy = "see \(help)"
        let isStray =
            ["Unknown option", "Unexpected argument"].contains(where: message.hasPrefix)
            || message.contains("unexpected arguments:")
        if isStray, let (typed, near) = Failure.command(typed: arguments) {
            title = "there is no command \(typed)"
            remedy = "did you mean \(near)?"
        } else if message.hasPrefix("Unknown option") {
            title = "there is no option \(first)"
            if let near = words.dropFirst().first, Suggestion.nearest(to: first, among: [near]) != nil {
                remedy = "did you mean \(near)?"
            }
        } else if message.hasPrefix("Missing value for") {
            title = "\(Failure.name(first)) needs a value"
        } else if message.hasPrefix("Missing expected argument") {
            title = "\(Failure.name(first)) is missing"
        } else if message.hasPrefix("Missing one of") {
            title = "one of \(words.map(Failure.name).joined(separator: ", ")) is missing"
        } else if message.contains("does not take any value") {
            title = "\(first) takes no value"
        } else if isStray {
            title = "unexpected argument \(first)"
        } else if message.hasPrefix("The value"), words.count > 1 {
            title = "\(Failure.name(words[1])) cannot be \(first)"
            let allowed = Failure.values(in: message)
            if let near = Suggestion.nearest(to: first, among: allowed) {
                remedy = "did you mean \(near)?"
            } else if !allowed.isEmpty {
                remedy = "use one of \(allowed.joined(separator: ", "))"
            } else if let abstract = Failure.abstract(in: RiffleCommand.fullMessage(for: error)) {
                remedy = abstract
            }
        }
        if title.hasSuffix(".") { title.removeLast() }
        self.init(title, remedy: remedy, code: .usage)
    }

    /// A word at the place of a command, and the command that it resembles.
    private static func command(typed: [String]) -> (typed: String, near: String)? {
        guard var command = try? CommandHelp.root() else { return nil }
        for word in typed {
            if let next = command.subcommand(word) {
                command = next
                continue
            }
            guard !word.hasPrefix("-") else { return nil }
            return Suggestion.nearest(to: word, among: command.shown.map(\.commandName)).map { (word, $0) }
        }
        return nil
    }

    /// The texts between quotation marks.
    private static func quoted(in message: String) -> [String] {
        message.split(separator: "'", omittingEmptySubsequences: false).enumerated()
            .filter { !$0.offset.isMultiple(of: 2) }.map { String($0.element) }
    }

    /// `--size <size>` as `--size`, `<files> ...` as `FILES`.
    private static func name(_ synopsis: String) -> String {
        let name = synopsis.split(separator: " ").first.map(String.init) ?? synopsis
        guard name.hasPrefix("<") else { return name }
        return name.dropFirst().dropLast().uppercased()
    }

    /// The argument's help, from "Help:  --size <size>  The size.", with a lowercase first letter.
    private static func abstract(in message: String) -> String? {
        guard let line = message.split(separator: "\n").first(where: { $0.hasPrefix("Help:") }),
            let name = line.firstRange(of: ">  ")
        else { return nil }
        let text = line[name.upperBound...]
        return text.prefix(1).lowercased() + text.dropFirst().prefix { $0 != "." }
    }

    /// The values that the parser lists: in quotation marks after "one of", or a line each.
    private static func values(in message: String) -> [String] {
        guard let list = message.firstRange(of: "Please provide one of") else { return [] }
        let text = String(message[list.upperBound...])
        let lines = text.split(separator: "\n").filter { $0.hasPrefix("  - ") }.map { String($0.dropFirst(4)) }
        return lines.isEmpty ? quoted(in: text) : lines
    }
}
