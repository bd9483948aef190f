/// The result of a key, a click or an event: effects to perform, and what happens to the popup.
package struct Outcome: Sendable {
    enum Next: Sendable {
        case stay
        /// Closes the popup; one below it gets the focus again.
        case close
        case closeAll
        /// Opens another popup over it.
        case open(any Popup)
        /// Closes the popup and performs a command of the main screen.
        case perform(CommandName, key: Key?)
    }

    var next = Next.stay
    var effects: [Effect] = []

    static let stay = Outcome()
    static let close = Outcome(next: .close)

    static func close(_ effects: [Effect]) -> Outcome { Outcome(next: .close, effects: effects) }

    static func closeAll(_ effects: [Effect]) -> Outcome { Outcome(next: .closeAll, effects: effects) }

    static func open(_ popup: any Popup, _ effects: [Effect] = []) -> Outcome {
        Outcome(next: .open(popup), effects: effects)
    }

    static func perform(_ command: CommandName, key: Key? = nil) -> Outcome {
        Outcome(next: .perform(command, key: key))
    }
}

/// Effects alone do not change the popup.
extension Outcome: ExpressibleByArrayLiteral {
    package init(arrayLiteral effects: Effect...) { self.effects = effects }

    init(_ effects: [Effect]) { self.effects = effects }
}
