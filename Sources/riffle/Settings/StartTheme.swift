import RiffleTerminal
import RiffleUI

/// The theme that the screen starts with.
///
/// A theme named on the command line must exist and be valid. A faulty one from the configuration or the picker does not
/// prevent the start: the built-in theme is used and the screen says why.
struct StartTheme {
    private(set) var theme = Theme.builtin
    /// Nil if the terminal's background decides between dark and light.
    private(set) var name: String?
    /// What is wrong with it; shown first.
    private(set) var complaint: Problem?
    /// The names of all themes.
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
