/// Why there can be no screen.
package enum ScreenError: Error, Sendable, Equatable {
    /// Neither standard output nor the process has a terminal.
    case noTerminal(errno: Int32)
    /// The terminal says (by TERM) that it cannot move its cursor.
    case cannotMoveCursor(term: String)
    /// No terminal description to be found, not even xterm's.
    case noTerminfo(term: String)
    /// The system has no descriptors or memory for it.
    case exhausted(errno: Int32)
}
