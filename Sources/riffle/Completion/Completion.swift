/// Completions of a command line. The shells ask the program at each Tab, so that commands, themes, backends and manners
/// are known in one place for every shell.
struct Completion: Equatable {
    struct Candidate: Equatable {
        var word: String
        var description = ""
    }

    /// Paths that the shell adds.
    enum Paths: String {
        case none, files, folders
    }

    var candidates: [Candidate] = []
    var paths = Paths.none

    /// - Parameters:
    ///   - words: those after the program's name; the last one may be incomplete.
    ///   - values: the possible values of an option or argument.
    init(
        of words: [String], in root: CommandHelp,
        values: (CommandHelp.Argument) -> (words: [String], paths: Paths)
    ) {
        var command = root
        var positions = 0
        var given: Set<String> = []
        var pending: CommandHelp.Argument?
        var isOptions = true
        // Bash splits --size=512x512 at the equals sign.
        let words = words.last == "=" ? words + [""] : words
        for word in words.dropLast() where word != "=" {
            if let option = pending, option.parsingStrategy != "upToNextOption" || word.hasPrefix("-") {
                pending = nil
                if !word.hasPrefix("-") || word == "-" { continue }
            }
            if isOptions, word == "--" {
                isOptions = false
            } else if isOptions, word.hasPrefix("-"), word != "-" {
                given.insert(word)
                pending = command.accepted.first { $0.takesValue && $0.isNamed(word) }
            } else if pending == nil {
                if positions == 0, let next = command.subcommand(word) {
                    (command, given) = (next, [])
                } else {
                    positions += 1
                }
            }
        }
        let typed = words.last ?? ""
        func offer(_ argument: CommandHelp.Argument, prefix: String = "") {
            let (words, paths) = values(argument)
            candidates += words.map { Candidate(word: prefix + $0) }
            self.paths = paths
        }
        if let sign = typed.firstIndex(of: "="), typed.hasPrefix("--") {
            let name = String(typed[..<sign])
            if let option = command.accepted.first(where: { $0.isNamed(name) }) { offer(option, prefix: name + "=") }
        } else if isOptions, typed.hasPrefix("-"), typed != "-" || pending == nil {
            for option in command.accepted where option.shouldDisplay && !option.isPositional {
                let names = (option.names ?? []).map(\.spelling).filter { $0.hasPrefix("--") }
                guard option.isRepeating || given.isDisjoint(with: names) else { continue }
                candidates += names.map { Candidate(word: $0, description: option.abstract ?? "") }
            }
        } else if let pending {
            offer(pending)
        } else {
            if positions == 0 {
                candidates = command.shown.map { Candidate(word: $0.commandName, description: $0.abstract ?? "") }
            }
            let places = command.accepted.filter(\.isPositional)
            if let place = positions < places.count ? places[positions] : places.last(where: \.isRepeating) {
                offer(place)
            }
        }
        candidates.removeAll { !$0.word.hasPrefix(typed) }
    }
}

extension CommandHelp {
    /// Its arguments, and those of its default subcommand.
    var accepted: [Argument] {
        (arguments ?? []) + (defaultSubcommand.flatMap(subcommand)?.arguments ?? [])
    }
}
