import RiffleUI

/// Mouse reports: `CSI < button ; column ; row M`, with `m` on release.
///
/// Source: XTerm Control Sequences, "Button-event tracking" (1002) and "SGR" (1006).
enum MouseSequence {
    static let on = Array("\u{1B}[?1002h\u{1B}[?1006h".utf8)
    static let off = Array("\u{1B}[?1006l\u{1B}[?1002l".utf8)

    /// - Parameter parameters: the bytes between `<` and the final byte.
    /// - Returns: nil for other buttons than the left one and the wheel, and for invalid reports.
    static func mouse(parameters: ArraySlice<UInt8>, final: UInt8) -> Mouse? {
        let numbers = parameters.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map {
            Int(String(decoding: $0, as: UTF8.self))
        }
        guard numbers.count == 3, let button = numbers[0], let column = numbers[1], let row = numbers[2],
            column > 0, row > 0
        else { return nil }
        // 4, 8 and 16 are Shift, Alt and Control; 32 is a motion flag.
        let deed: Mouse.Deed
        switch button & ~(4 | 8 | 16) {
        case 0: deed = final == UInt8(ascii: "m") ? .release : .press(clicks: 1)
        case 32: deed = .drag
        case 64: deed = .wheelUp
        case 65: deed = .wheelDown
        default: return nil
        }
        return Mouse(deed, at: Point(column: column - 1, row: row - 1))
    }
}

/// Recognises double clicks.
struct ClickCounter {
    private var last: (point: Point, time: ContinuousClock.Instant)?
    /// Longest time between the two clicks of a double click.
    private static let pause = Duration.milliseconds(400)

    mutating func counted(_ mouse: Mouse, at now: ContinuousClock.Instant) -> Mouse {
        guard case .press = mouse.deed else { return mouse }
        if let last, last.point == mouse.point, last.time.duration(to: now) < Self.pause {
            self.last = nil
            return Mouse(.press(clicks: 2), at: mouse.point)
        }
        last = (mouse.point, now)
        return mouse
    }
}
