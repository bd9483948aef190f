extension Key: ExpressibleByUnicodeScalarLiteral, ExpressibleByExtendedGraphemeClusterLiteral {
    /// A typed character: `"v"`.
    public init(extendedGraphemeClusterLiteral character: Character) { self.init(.character(character)) }

    package static func control(_ character: Character) -> Key { Key(.character(character), control: true) }

    /// 1…9, then 0 for the tenth.
    package static let digits: [Key] = "1234567890".map { Key(.character($0)) }

    /// Alt-1…Alt-5, and Alt-0 for none.
    package static let ratings: [Key] = "123450".map { Key(.character($0), alt: true) }

    /// A movement key, alone, with Shift (or as a capital letter), and with Alt.
    package static func paced(_ code: Code, _ letter: Character) -> [Key] {
        [
            Key(code), Key(.character(letter)), Key(code, shift: true), Key(.character(Character(letter.uppercased()))),
            Key(code, alt: true), Key(.character(letter), alt: true),
        ]
    }

    /// The key as help and the manual print it: `v`, `^L`, `Enter`, `Shift-Tab`.
    package var name: String {
        let base: String =
            switch code {
            case .character(" "): "Space"
            case .character(let character): control ? "^" + character.uppercased() : String(character)
            case .enter: "Enter"
            case .escape: "Esc"
            case .tab: "Tab"
            case .backspace: "Backspace"
            case .delete: "Del"
            case .insert: "Ins"
            case .up: "↑"
            case .down: "↓"
            case .left: "←"
            case .right: "→"
            case .home: "Home"
            case .end: "End"
            case .pageUp: "PgUp"
            case .pageDown: "PgDn"
            case .function(let number): "F\(number)"
            }
        return (alt ? "Alt-" : "") + (shift ? "Shift-" : "") + base
    }
}
