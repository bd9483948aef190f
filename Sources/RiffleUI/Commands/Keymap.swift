/// Which key means what where: the command table, or what a person made of it.
package struct Keymap: Sendable, Equatable {
    package let commands: [Command]

    /// The table as it is.
    package static let standard = Keymap(commands: Command.table)

    init(commands: [Command]) { self.commands = commands }

    /// The commands that work in a context, its own first.
    package func available(in context: Context) -> [Command] {
        var contexts = [context]
        if context.isPane { contexts.append(.browse) }
        if context != .everywhere { contexts.append(.everywhere) }
        return contexts.flatMap { context in commands.filter { $0.context == context } }
    }

    /// The command that a key means in a context.
    package func command(for key: Key, in context: Context) -> Command? {
        available(in: context).first { $0.keys.contains(key) }
    }
}
