import RiffleTerminal
import RiffleUI

/// The theme that the screen starts with.
///
/// One that is named on the command line has to be there and be whole. What the configuration names, or was picked once,
/// is no reason not to start: what is wrong with it is told on the screen, and the built-in theme takes its place.
struct StartTheme {
    private(set) var theme = Theme.builtin
    /// Nil where dark or light is to be told from the terminal.
    private(set) var name: String?
    /// What is wrong with it, told first.
    private(set) var complaint: Problem?
    /// The names of all there are.
    let known: [String]

    init(named: String?, otherwise: String?, in folders: [String]) throws(Failure) {
        known = Theme.names(in: folders)
        guard let wanted = named ?? otherwise else { return }
        do throws(ThemeError) {
            let isFile = named != nil && wanted.contains("/")
            let found = try isFile ? Theme.load(path: wanted) : Theme.named(wanted, in: folders)
            (theme, name) = (found.theme, wanted)
            if let first = found.warnings.first {
                complaint = Problem(title: Words.Told.themeWarning(first.words, of: found.warnings.count))
            }
        } catch {
            let failure = Failure(error, known: known)
            guard named == nil else { throw failure }
            complaint = failure.problem
        }
    }
}
