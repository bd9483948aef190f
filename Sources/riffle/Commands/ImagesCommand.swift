import ArgumentParser

/// `riffle images …`: the API's own command line.
struct ImagesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "images", abstract: "Make pictures without the screen.",
        discussion: """
            Prints the API's answer (JSON) on standard output or, with --out, the paths of the written pictures. Everything \
            is in the history too.
            """,
        subcommands: [
            CreateVariationCommand.self, EditCommand.self, GenerateCommand.self, UpscaleCommand.self,
            ExtendCommand.self,
            BackendsCommand.self,
        ])
}
