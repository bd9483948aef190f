import RiffleImage

/// A parsed control sequence: `CSI`, a private marker, numbers, intermediate bytes, a final byte.
///
/// Source: ECMA-48 5.4.
struct ControlSequence {
    /// One of `< = > ?`, if present.
    var marker: UInt8?
    /// The parameters; an empty one is 0, and a sub-parameter (after a colon) counts as the next.
    var numbers: [Int] = []
    var intermediates: [UInt8] = []
    var final: UInt8

    /// - Parameter bytes: the whole sequence from ESC to the final byte.
    init?(_ bytes: [UInt8]) {
        guard bytes.count >= 3, let last = bytes.last else { return nil }
        final = last
        var rest = bytes[2..<bytes.count - 1]
        if let first = rest.first, (0x3C...0x3F).contains(first) {
            marker = first
            rest = rest.dropFirst()
        }
        var isOpen = false
        for byte in rest {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                if !isOpen { numbers.append(0) }
                isOpen = true
                // Clamped, so that absurd values do not overflow.
                numbers[numbers.count - 1] = min(numbers[numbers.count - 1] * 10 + Int(byte - 48), 1_000_000_000)
            case UInt8(ascii: ";"), UInt8(ascii: ":"):
                if !isOpen { numbers.append(0) }
                isOpen = false
            case 0x20...0x2F:
                intermediates.append(byte)
            default:
                return nil
            }
        }
    }

    /// The reply, or `nil` if it is a key, a mouse event, a paste or a focus event.
    func reply(expectsCursorReports: Bool) -> TerminalReply? {
        switch (marker, final) {
        case (UInt8(ascii: "?"), UInt8(ascii: "c")):
            return .deviceAttributes(numbers)
        case (UInt8(ascii: ">"), UInt8(ascii: "c")):
            return .secondaryAttributes(numbers)
        case (UInt8(ascii: "?"), UInt8(ascii: "y")) where intermediates == [UInt8(ascii: "$")] && numbers.count == 2:
            return .mode(numbers[0], ModeSetting(rawValue: numbers[1]) ?? .unknown)
        case (UInt8(ascii: "?"), UInt8(ascii: "S")) where numbers.count >= 2:
            return .graphicsAttribute(item: numbers[0], status: numbers[1], values: Array(numbers.dropFirst(2)))
        case (UInt8(ascii: "?"), UInt8(ascii: "n")) where numbers.first == 997 && numbers.count == 2:
            return .colorScheme(isDark: numbers[1] == 1)
        case (UInt8(ascii: "?"), UInt8(ascii: "R")) where numbers.count >= 2:
            return .cursorPosition(row: numbers[0], column: numbers[1])
        case (nil, UInt8(ascii: "R")) where numbers.count == 2:
            let isKey = numbers[0] == 1 && (2...8).contains(numbers[1])
            return isKey && !expectsCursorReports ? nil : .cursorPosition(row: numbers[0], column: numbers[1])
        case (nil, UInt8(ascii: "n")) where numbers.count == 1:
            return .status(numbers[0])
        case (nil, UInt8(ascii: "t")):
            return windowReport
        case (nil, UInt8(ascii: "y")) where intermediates == [UInt8(ascii: "$")]:
            return .unknown(bytes)
        case (UInt8(ascii: "?"), _), (UInt8(ascii: ">"), _), (UInt8(ascii: "="), _):
            return .unknown(bytes)
        default:
            return nil
        }
    }

    private var windowReport: TerminalReply {
        guard numbers.count == 3, numbers[1] > 0, numbers[2] > 0 else { return .unknown(bytes) }
        switch numbers[0] {
        case 4: return .textArea(PixelSize(width: numbers[2], height: numbers[1]))
        case 6: return .cellSize(CellSize(width: numbers[2], height: numbers[1]))
        case 8: return .textCells(columns: numbers[2], rows: numbers[1])
        default: return .unknown(bytes)
        }
    }

    /// The sequence, serialised again.
    private var bytes: [UInt8] {
        var out: [UInt8] = [0x1B, UInt8(ascii: "[")]
        if let marker { out.append(marker) }
        for (index, number) in numbers.enumerated() {
            if index > 0 { out.append(UInt8(ascii: ";")) }
            out.appendDecimal(number)
        }
        return out + intermediates + [final]
    }
}
