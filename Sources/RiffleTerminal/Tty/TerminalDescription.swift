internal import CNcurses
import Glibc

/// What terminfo says of a kind of terminal.
package struct TerminalDescription: Sendable, Equatable {
    /// 0 for none.
    package var colors: Int
    /// Colours by their channels: `RGB`, or tmux's `Tc`.
    package var hasDirectColor: Bool

    /// - Returns: `nil` where this machine has no entry of that name.
    package init?(term: String) {
        var status: Int32 = 0
        guard !term.isEmpty, setupterm(term, STDOUT_FILENO, &status) != ERR else { return nil }
        self.init()
        del_curterm(set_curterm(nil))
    }

    /// Of the terminal that ncurses uses at present.
    init() {
        colors = max(0, Int(tigetnum("colors")))
        hasDirectColor = tigetflag("RGB") == 1 || tigetflag("Tc") == 1
    }
}
