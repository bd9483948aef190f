import ArgumentParser
import FoundationEssentials

/// The argument parser's description of a command, for the manual page, completions and suggestions.
struct CommandHelp: Decodable {
    var commandName: String
    var aliases: [String]?
    var shouldDisplay: Bool
    var abstract: String?
    var discussion: String?
    var defaultSubcommand: String?
    var subcommands: [CommandHelp]?
    var arguments: [Argument]?

    struct Argument: Decodable {
        struct Name: Decodable {
            var kind: String
            var name: String

            /// `--size`, `-v`.
            var spelling: String { kind == "long" ? "--\(name)" : "-\(name)" }
        }

        var kind: String
        var shouldDisplay: Bool
        var isOptional: Bool
        var isRepeating: Bool
        var parsingStrategy: String
        var names: [Name]?
        var valueName: String?
        var defaultValue: String?
        var allValues: [String]?
        var abstract: String?

        var isPositional: Bool { kind == "positional" }
        var takesValue: Bool { kind == "option" }

        func isNamed(_ spelling: String) -> Bool { names?.contains { $0.spelling == spelling } == true }
    }

    static func root() throws(Failure) -> CommandHelp {
        struct Dump: Decodable { var command: CommandHelp }
        guard let dump = try? JSONDecoder().decode(Dump.self, from: Data(RiffleCommand._dumpHelp().utf8)) else {
            throw Failure("the commands cannot be described", remedy: "please report it", code: .software)
        }
        return dump.command
    }

    func subcommand(_ name: String) -> CommandHelp? {
        subcommands?.first { $0.commandName == name || $0.aliases?.contains(name) == true }
    }

    /// The subcommands that help lists.
    var shown: [CommandHelp] { (subcommands ?? []).filter(\.shouldDisplay) }
}
