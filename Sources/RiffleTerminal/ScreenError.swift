/// Why the screen cannot be opened.
package enum ScreenError: Error, Sendable, Equatable {
    /// Neither standard output nor the process has a terminal.
    case noTerminal(errno: Int32)
    /// The terminal type (TERM) cannot move the cursor.
    case cannotMoveCursor(term: String)
    /// No terminfo entry was found, not even xterm's.
    case noTerminfo(term: String)
    /// The system is out of descriptors or memory.
    case exhausted(errno: Int32)
}
