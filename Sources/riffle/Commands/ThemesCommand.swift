import ArgumentParser
import Glibc
import RiffleAPI
import RiffleTerminal
import RiffleUI

/// `riffle themes …`: lists and checks themes.
struct ThemesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "themes", abstract: "List and check themes.",
        subcommands: [ThemesListCommand.self, ThemesCheckCommand.self], defaultSubcommand: ThemesListCommand.self)
}

struct ThemesListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the themes by name.")

    func run() throws {
        let names = Theme.names(in: Places().themeFolders)
        writeAll(names.map { Escaper.terminal.escaped($0) + "\n" }.joined().utf8, to: STDOUT_FILENO)
    }
}

struct ThemesCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check themes for mistakes, and name their lines.",
        discussion: "The exit code is 65 if there is a mistake.")

    @Argument(help: "Names or files of themes. Default: all.")
    var themes: [String] = []

    func run() throws {
        let folders = Places().themeFolders
        let known = Theme.names(in: folders)
        var faults = 0
        for theme in themes.isEmpty ? known : themes {
            do throws(ThemeError) {
                let isFile = theme.contains("/") || theme.hasSuffix(".toml")
                let found = isFile ? try Theme.load(path: theme) : try Theme.named(theme, in: folders)
                for warning in found.warnings {
                    writeAll("\(Escaper.terminal.escaped(warning.words))\n".utf8, to: STDOUT_FILENO)
                }
                faults += found.warnings.count
            } catch {
                Main.report(Failure(error, known: known))
                faults += 1
            }
        }
        if faults > 0 { throw ExitCode(ExitStatus.data.rawValue) }
    }
}

extension ThemeWarning {
    /// `nord, line 7: unknown colour purpel`.
    var words: String {
        let what =
            switch reason {
            case .unknownKey(let key): "unknown key \(key)"
            case .unknownStyle(let name): "unknown style \(name)"
            case .unknownColor(let text): "unknown colour \(text)"
            case .unknownWord(let word): "\(word) is neither a colour nor an attribute"
            case .wrongType(let key): "\(key) has the wrong type"
            case .unknownAppearance(let text): "appearance \(text) is neither dark nor light"
            case .unknownTheme(let name): "there is no theme \(name) to inherit from"
            case .unreadableInclude(let file): "\(file) cannot be read"
            case .includesItself(let file): "\(file) includes itself"
            case .inheritsInInclude(let name):
                "an included file cannot inherit: move inherits = \"\(name)\" to the theme"
            case .malformedInclude(let file, let line, let column):
                "\(file) is not TOML at line \(line), column \(column)"
            case .inheritsItself(let name): "\(name) inherits from itself"
            }
        return "\(theme), line \(line): \(what)"
    }
}
