import RiffleTerminal

extension Failure {
    init(_ error: ScreenError) {
        switch error {
        case .noTerminal:
            self.init(
                "there is no terminal to draw on",
                remedy: "run it in a terminal, or use riffle images and riffle preview",
                code: .terminal)
        case .cannotMoveCursor(let term):
            self.init(
                "the terminal \(term) cannot move its cursor",
                remedy: "use another one, or set TERM to its real name",
                code: .terminal)
        case .noTerminfo(let term):
            self.init(
                "there is no terminfo entry for \(term) or for xterm", remedy: "install ncurses-base",
                code: .terminal)
        case .exhausted(let errno):
            self.init(
                "no resources for the screen: \(Failure.reason(errno))", remedy: "close other programs", code: .terminal
            )
        }
    }

    /// - Parameter known: names of the themes there are.
    init(_ error: ThemeError, known: [String]) {
        switch error {
        case .unreadable(let path): self.init("\(path) cannot be read", remedy: "check the path", code: .noInput)
        case .malformed(let path, let line, let column):
            self.init("\(path), line \(line), column \(column): this is not TOML", remedy: "fix it", code: .data)
        case .unknown(let name):
            self.init(
                "there is no theme \(name)", remedy: Suggestion.remedy(for: name, among: known), code: .usage)
        }
    }
}
