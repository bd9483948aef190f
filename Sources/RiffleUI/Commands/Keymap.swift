/// The commands with their keys: the standard table, or the user's changes to it.
package struct Keymap: Sendable, Equatable {
    package let commands: [Command]

    /// The standard table.
    package static let standard = Keymap(commands: Command.table)

    init(commands: [Command]) { self.commands = commands }

    /// The commands that work in a context, its own first. A popup's keys override those for text.
    package func available(in context: Context) -> [Command] {
        func rows(_ context: Context) -> [Command] { commands.filter { $0.context == context } }
        var available = rows(context)
        if context.isPane { available += rows(.browse) }
        if context.takesText {
            let taken = Set(available.flatMap(\.keys))
            available += rows(.text).map { $0.with(keys: $0.keys.filter { !taken.contains($0) }) }
        }
        return context == .everywhere ? available : available + rows(.everywhere)
    }

    /// The command of a key in a context.
    package func command(for key: Key, in context: Context) -> Command? {
        available(in: context).first { $0.keys.contains(key) }
    }
}
