import ArgumentParser

/// `riffle man`: the manual page, generated from the commands and the manual's articles.
struct ManCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "man", abstract: "Print the manual page: riffle man | man -l -")

    func run() throws {
        print(ManualPage.text(of: try CommandHelp.root()), terminator: "")
    }
}

/// Writes roff. Source: man(7).
private enum ManualPage {
    static func text(of command: CommandHelp) -> String {
        var lines = [
            ".TH RIFFLE 1 \"\" \"Riffle \(RiffleCommand.version)\"", ".SH NAME",
            "riffle \\- \(escaped(command.abstract ?? ""))", ".SH SYNOPSIS", ".B riffle",
            escaped("[DIR|FILE] [--samples] [OPTION…]"), ".br", ".B riffle", "COMMAND [OPTION…]", ".SH DESCRIPTION",
            escaped(command.discussion ?? ""), ".SH COMMANDS",
        ]
        for subcommand in command.subcommands ?? [] { describe(subcommand, path: ["riffle"], &lines) }
        lines += Manual.topics.flatMap(\.article.roff)
        return lines.joined(separator: "\n") + "\n"
    }

    private static func describe(_ command: CommandHelp, path: [String], _ lines: inout [String]) {
        let path = path + [command.commandName]
        guard command.commandName != "help" else { return }
        let arguments = (command.arguments ?? []).filter { $0.shouldDisplay && !isUsual($0) }
        lines.append(".SS \"\(escaped(path.joined(separator: " ")))\"")
        lines.append(escaped(command.abstract ?? ""))
        if let discussion = command.discussion, !discussion.isEmpty { lines += [".PP", escaped(discussion)] }
        for argument in arguments {
            lines += [".TP", ".B \(escaped(synopsis(argument)))"]
            var words = argument.abstract ?? ""
            if let value = argument.defaultValue, !value.isEmpty { words += " Default: \(value)." }
            lines.append(escaped(words.isEmpty ? " " : words))
        }
        for subcommand in command.subcommands ?? [] { describe(subcommand, path: path, &lines) }
    }

    private static func synopsis(_ argument: CommandHelp.Argument) -> String {
        let value = (argument.valueName ?? "value").uppercased()
        let names = (argument.names ?? []).map { $0.kind == "long" ? "--\($0.name)" : "-\($0.name)" }
        guard !names.isEmpty else { return argument.isRepeating ? "\(value)…" : value }
        let joined = names.joined(separator: ", ")
        return argument.kind == "flag" ? joined : "\(joined) \(value)" + (argument.isRepeating ? "…" : "")
    }

    /// Every command has them.
    private static func isUsual(_ argument: CommandHelp.Argument) -> Bool {
        argument.names?.contains { ["help", "version"].contains($0.name) } == true
    }

    private static func escaped(_ text: String) -> String { Markdown.escaped(text) }
}
