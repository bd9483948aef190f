import ArgumentParser

/// Help as it is printed.
enum HelpText {
    /// The help of the program itself shows the options of opening a folder, since `riffle` alone does that.
    static func complete(_ help: String) -> String {
        let browse = RiffleCommand.helpMessage(for: BrowseCommand.self, includeHidden: false)
        guard help == RiffleCommand.helpMessage(for: RiffleCommand.self, includeHidden: false),
            let options = help.firstRange(of: "OPTIONS:"), let subcommands = help.firstRange(of: "SUBCOMMANDS:"),
            let arguments = browse.firstRange(of: "ARGUMENTS:")
        else { return help }
        let parts = [
            help[..<options.lowerBound], browse[arguments.lowerBound...], "\n", help[subcommands.lowerBound...],
        ]
        return parts.joined()
    }
}
