import Testing

@testable import RiffleUI

@Suite("The command table")
struct CommandTests {
    @Test("No key means two things in one place", arguments: Context.allCases)
    func keys(context: Context) {
        var owner: [Key: CommandName] = [:]
        for command in Keymap.standard.available(in: context) {
            for key in command.keys {
                #expect(owner[key] == nil, "\(key.name) is \(command.name) and \(owner[key]!) in \(context)")
                owner[key] = command.name
            }
        }
    }

    @Test("Every command can be reached by a key")
    func reachable() {
        let named = Set(Command.table.filter { !$0.keys.isEmpty }.map(\.name))
        #expect(named == Set(CommandName.allCases))
    }

    @Test("Keys are named as people write them")
    func names() {
        #expect(Key.control("l").name == "^L")
        #expect(Key(.tab, shift: true).name == "Shift-Tab")
        #expect(Key(" ").name == "Space")
    }
}

extension Key {
    fileprivate init(_ character: Character) { self.init(.character(character)) }
}
