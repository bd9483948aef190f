import ArgumentParser

/// The command line. Without a subcommand it opens the program on a folder.
struct RiffleCommand: ParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "riffle",
        abstract: "Leaf through variations of a picture, in a terminal.",
        usage: """
            riffle [DIR|FILE] [--samples] [<options>]
            riffle <subcommand> [<options>]
            """,
        discussion: """
            riffle [DIR|FILE] opens a folder or a picture. To open a folder named like a subcommand, use ./NAME.

            Exit codes: 0 done, 64 a wrong option or value, 65 a picture that cannot be used, 66 a file that cannot be \
            read, 69 a backend that refuses or cannot be reached, 71 a terminal that cannot show it, 73 a file that cannot be \
            written, 74 a lost answer, 78 a mistake in the configuration, 130 cancelled.
            """,
        version: "riffle \(version)",
        subcommands: [
            BrowseCommand.self, ImagesCommand.self, MannersCommand.self, PreviewCommand.self, HistoryCommand.self,
            ThemesCommand.self, ServeCommand.self, DoctorCommand.self, ManCommand.self, CompletionsCommand.self,
        ],
        defaultSubcommand: BrowseCommand.self)
}
