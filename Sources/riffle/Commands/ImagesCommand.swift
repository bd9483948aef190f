import ArgumentParser

/// `riffle images …`: the API's own command line.
struct ImagesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "images", abstract: "Ask for pictures without the screen.",
        discussion: """
            The answer is printed on standard output as the API gives it (JSON), or, with --out, the paths that were \
            written. Everything is in the history too.
            """,
        subcommands: [
            CreateVariationCommand.self, EditCommand.self, GenerateCommand.self, UpscaleCommand.self,
            ExtendCommand.self,
            BackendsCommand.self,
        ])
}
