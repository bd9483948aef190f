import Glibc
import RiffleAPI
import RiffleEngine
import RiffleTerminal

extension Completion {
    /// The first argument of a shell's question.
    static let option = "--complete"

    /// Prints the completions. The first line says whether the shell adds files or folders; each further line is a word, a
    /// tab and its description.
    static func answer(_ words: [String]) throws {
        var completion = Completion(of: words, in: try CommandHelp.root(), values: values)
        if words.count == 2, words[0] == "help" { completion.offerTopics(words[1], in: try CommandHelp.root()) }
        let lines = completion.candidates.map { "\($0.word)\t\($0.description)" }
        writeAll(([completion.paths.rawValue] + lines).map { $0 + "\n" }.joined().utf8, to: STDOUT_FILENO)
    }

    /// What `riffle help` describes: commands, and topics of the manual.
    private mutating func offerTopics(_ typed: String, in root: CommandHelp) {
        let commands = root.shown.map { Candidate(word: $0.commandName, description: $0.abstract ?? "") }
        let topics = Manual.topics.map { Candidate(word: $0.name, description: $0.summary) }
        paths = .none
        candidates = (topics + commands.filter { command in !topics.contains { $0.word == command.word } })
            .filter { $0.word.hasPrefix(typed) }
    }

    /// The possible values of an option or argument on this machine.
    static func values(of argument: CommandHelp.Argument) -> (words: [String], paths: Paths) {
        let name = argument.names?.first { $0.kind == "long" }?.name ?? argument.valueName ?? ""
        if argument.isPositional {
            switch name {
            case "themes": return (themes, .files)
            case "nodes", "node", "words": return ([], .none)
            default: return argument.allValues.map { ($0, .none) } ?? ([], .files)
            }
        }
        switch name {
        case "theme": return (themes, .files)
        case "image", "mask", "with", "subject", "tls-cert", "tls-key": return ([], .files)
        case "out", "files", "prefix": return ([], .folders)
        case "backend", "upstream": return (backends, .none)
        case "manner": return (Manner.Family.allCases.map(\.rawValue) + Manner.all.map(\.name), .none)
        case "workflow": return (workflows, .none)
        case "strength": return (["subtle", "medium", "bold"], .none)
        default: break
        }
        if let values = argument.allValues { return (values, .none) }
        switch RequestField.named(name.replacing("-", with: "_"))?.kind {
        case .words(let words): return (words + ["auto"], .none)
        case .choice(let words): return (words, .none)
        case .size: return (["auto", "256x256", "512x512", "1024x1024"], .none)
        default: return ([], .none)
        }
    }

    private static var themes: [String] { Theme.names(in: Places().themeFolders) }

    private static var workflows: [String] {
        WorkflowFolder(places: Places()).load().keys.sorted() + [WorkflowName.own, WorkflowName.recipe]
    }

    private static var backends: [String] {
        [ImagesSettings.builtin] + ((try? Places().settings())?.servers.map(\.name) ?? [])
    }
}
