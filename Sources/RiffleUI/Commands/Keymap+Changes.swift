extension Keymap {
    /// Why a configured key map is invalid.
    package enum Fault: Error, Sendable, Equatable {
        case unknownContext(String)
        case unknownCommand(String, context: String)
        case unknownKey(String)
        /// One key for two commands that are active together.
        case conflict(key: String, first: String, second: String, context: String)
    }

    /// The standard table with changed keys.
    ///
    /// - Parameter changes: names of keys by context (`tree`) and command (`reject`); an empty list removes the keys.
    /// - Throws: the first fault, in alphabetical order of contexts and commands.
    package init(changes: [String: [String: [String]]]) throws(Fault) {
        var commands = Command.table
        for (word, changed) in changes.sorted(by: { $0.key < $1.key }) {
            guard let context = Context(rawValue: word) else { throw .unknownContext(word) }
            for (name, keys) in changed.sorted(by: { $0.key < $1.key }) {
                let place = commands.firstIndex { $0.context == context && $0.name.rawValue == name }
                guard let place else { throw .unknownCommand(name, context: word) }
                var parsed: [Key] = []
                for text in keys {
                    guard let key = Key(name: text) else { throw .unknownKey(text) }
                    parsed.append(key)
                }
                commands[place] = commands[place].with(keys: parsed)
            }
        }
        self.init(commands: commands)
        for context in Context.allCases {
            var owner: [Key: Command] = [:]
            for command in available(in: context) {
                for key in command.keys {
                    if let other = owner.updateValue(command, forKey: key) {
                        throw .conflict(
                            key: key.name, first: other.name.rawValue, second: command.name.rawValue,
                            context: context.rawValue)
                    }
                }
            }
        }
    }
}

extension Command {
    func with(keys: [Key]) -> Command { Command(name, context, keys, help) }
}

extension Key {
    /// Parses a key as help and the manual print it: `v`, `^L`, `Ctrl-l`, `Enter`, `Shift-Tab`, `Alt-3`, `F5`.
    package init?(name: String) {
        var rest = Substring(name)
        var (control, alt, shift) = (false, false, false)
        while true {
            if rest.hasPrefix("Alt-") {
                alt = true
                rest = rest.dropFirst(4)
            } else if rest.hasPrefix("Shift-") {
                shift = true
                rest = rest.dropFirst(6)
            } else if rest.hasPrefix("Ctrl-") {
                control = true
                rest = rest.dropFirst(5)
            } else if rest.hasPrefix("^"), rest.count > 1 {
                control = true
                rest = rest.dropFirst()
            } else {
                break
            }
        }
        let names: [String: Code] = [
            "Space": .character(" "), "Enter": .enter, "Esc": .escape, "Tab": .tab, "Backspace": .backspace,
            "Del": .delete, "Ins": .insert, "↑": .up, "↓": .down, "←": .left, "→": .right, "Up": .up, "Down": .down,
            "Left": .left, "Right": .right, "Home": .home, "End": .end, "PgUp": .pageUp, "PgDn": .pageDown,
        ]
        if let code = names[String(rest)] {
            self.init(code, control: control, alt: alt, shift: shift)
        } else if rest.hasPrefix("F"), let number = Int(rest.dropFirst()), 1...24 ~= number {
            self.init(.function(number), control: control, alt: alt, shift: shift)
        } else if rest.count == 1, let character = rest.first {
            let code = control ? Character(character.lowercased()) : character
            self.init(.character(code), control: control, alt: alt, shift: shift)
        } else {
            return nil
        }
    }
}
