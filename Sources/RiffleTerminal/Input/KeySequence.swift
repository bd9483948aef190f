import RiffleUI

/// Decodes keys that send escape sequences.
///
/// Source: XTerm Control Sequences, "PC-Style Function Keys" and "VT220-Style Function Keys";
/// console_codes(4) for the Linux console; for `CSI … u`, fixterms (leonerd.org.uk/hacks/fixterms)
/// and the kitty keyboard protocol, "Event types".
enum KeySequence {
    /// `ESC O final`: cursor and keypad keys in application mode.
    static func singleShift(_ final: UInt8) -> Key? {
        if let code = cursorKeys[final] { return Key(code) }
        switch final {
        case UInt8(ascii: "M"): return Key(.enter)
        case UInt8(ascii: "I"): return Key(.tab)
        case UInt8(ascii: "X"): return Key(.character("="))
        // Keypad characters are 0x40 above those of the main block.
        case UInt8(ascii: "j")...UInt8(ascii: "y"):
            return Key(.character(Character(Unicode.Scalar(final - 0x40))))
        default: return nil
        }
    }

    /// `ESC [ [ final`: F1…F5 on the Linux console.
    static func consoleKey(_ final: UInt8) -> Key? {
        guard (UInt8(ascii: "A")...UInt8(ascii: "E")).contains(final) else { return nil }
        return Key(.function(Int(final - UInt8(ascii: "A")) + 1))
    }

    /// `ESC [ parameters final`.
    static func control(parameters: ArraySlice<UInt8>, final: UInt8) -> Key? {
        // Colons separate sub-parameters.
        let fields = parameters.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map { field in
            field.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).map {
                Int(String(decoding: $0, as: UTF8.self))
            }
        }
        let numbers = fields.map { $0.first ?? nil }
        let first = numbers.first.flatMap { $0 } ?? 1
        let modifiers = numbers.count > 1 ? numbers[1] ?? 1 : 1
        // Event type after the modifiers: 1 press, 2 repeat, 3 release.
        if fields.count > 1, fields[1].dropFirst().first == 3 { return nil }
        switch final {
        case UInt8(ascii: "Z"): return Key(.tab, shift: true)
        case UInt8(ascii: "~") where first == 27 && numbers.count > 2:
            return character(numbers[2] ?? 0, modifiers: modifiers)
        case UInt8(ascii: "~"):
            return editingKeys[first].map { modified($0, by: modifiers) }
        case UInt8(ascii: "u"):
            return character(first, modifiers: modifiers)
        default:
            return cursorKeys[final].map { modified($0, by: modifiers) }
        }
    }

    private static let cursorKeys: [UInt8: Key.Code] = [
        UInt8(ascii: "A"): .up, UInt8(ascii: "B"): .down, UInt8(ascii: "C"): .right, UInt8(ascii: "D"): .left,
        UInt8(ascii: "H"): .home, UInt8(ascii: "F"): .end,
        UInt8(ascii: "P"): .function(1), UInt8(ascii: "Q"): .function(2),
        UInt8(ascii: "R"): .function(3), UInt8(ascii: "S"): .function(4),
    ]

    private static let editingKeys: [Int: Key.Code] = [
        1: .home, 2: .insert, 3: .delete, 4: .end, 5: .pageUp, 6: .pageDown, 7: .home, 8: .end,
        11: .function(1), 12: .function(2), 13: .function(3), 14: .function(4), 15: .function(5),
        17: .function(6), 18: .function(7), 19: .function(8), 20: .function(9), 21: .function(10),
        23: .function(11), 24: .function(12), 25: .function(13), 26: .function(14), 28: .function(15),
        29: .function(16), 31: .function(17), 32: .function(18), 33: .function(19), 34: .function(20),
    ]

    /// Modifiers are 1 plus the sum of shift 1, alt 2, control 4, meta 8.
    private static func modified(_ code: Key.Code, by modifiers: Int) -> Key {
        let bits = max(0, modifiers - 1)
        return Key(code, control: bits & 4 != 0, alt: bits & (2 | 8) != 0, shift: bits & 1 != 0)
    }

    /// A key that is given by a character code.
    private static func character(_ code: Int, modifiers: Int) -> Key? {
        switch code {
        case 9: return modified(.tab, by: modifiers)
        case 13: return modified(.enter, by: modifiers)
        case 27: return modified(.escape, by: modifiers)
        case 8, 127: return modified(.backspace, by: modifiers)
        default:
            guard code >= 32, let scalar = UInt32(exactly: code).flatMap(Unicode.Scalar.init),
                scalar.properties.generalCategory != .control, scalar.properties.generalCategory != .privateUse
            else { return nil }
            var key = modified(.character(Character(scalar)), by: modifiers)
            if key.shift, let upper = Character(scalar).uppercased().first { key.code = .character(upper) }
            key.shift = false
            return key
        }
    }
}
