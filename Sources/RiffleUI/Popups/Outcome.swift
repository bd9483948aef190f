/// What comes of a key, a click or an answer: what is to be done outside, and what becomes of the popup with the keys.
package struct Outcome: Sendable {
    enum Next: Sendable {
        case stay
        /// The popup closes; one below it has the keys again.
        case close
        case closeAll
        /// Another opens over it.
        case open(any Popup)
        /// It closes, and the main screen carries a command out.
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

/// Effects alone leave the popup as it is.
extension Outcome: ExpressibleByArrayLiteral {
    package init(arrayLiteral effects: Effect...) { self.effects = effects }

    init(_ effects: [Effect]) { self.effects = effects }
}
