internal import CNcurses
import Glibc

/// Colour capabilities of a terminal type by terminfo.
package struct TerminalDescription: Sendable, Equatable {
    /// 0 for none.
    package var colors: Int
    /// Direct colour: `RGB`, or tmux's `Tc`.
    package var hasDirectColor: Bool

    /// - Returns: `nil` if terminfo has no entry of that name.
    package init?(term: String) {
        var status: Int32 = 0
        guard !term.isEmpty, setupterm(term, STDOUT_FILENO, &status) != ERR else { return nil }
        self.init()
        del_curterm(set_curterm(nil))
    }

    /// The description of the terminal that ncurses uses now.
    init() {
        colors = max(0, Int(tigetnum("colors")))
        hasDirectColor = tigetflag("RGB") == 1 || tigetflag("Tc") == 1
    }
}
