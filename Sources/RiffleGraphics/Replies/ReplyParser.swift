/// Takes a terminal's replies out of the bytes that come from it; everything else was typed.
///
/// Bytes may be cut anywhere, replies may come late, twice, or without having been asked for: none of
/// them ever reaches the key decoder. What was typed comes out untouched and in order. Sequences that
/// are cut off by something else, or are longer than any key or reply, are dropped. Two things
/// cannot be told apart by their bytes:
/// - **Escape alone.** `ESC`, and `ESC` with one of `[ O P ] _` (Alt and that key), may be a key or
///   the start of a sequence. While `isPending`, call `flush()` when nothing has come for 25 ms or so. A
///   reply cut just there whose rest comes after the flush is still recognised, if that rest comes
///   in one piece.
/// - **`CSI 1 ; 2…8 R`** is F3 with modifiers, or the cursor in row 1. It is a key unless
///   `expectsCursorReports` is set; other positions are always reports.
public struct ReplyParser: Sendable {
    public enum Element: Sendable, Equatable {
        case reply(TerminalReply)
        /// What was typed: either bytes without ESC, or one sequence that begins with ESC and is whole
        /// (or was flushed).
        case bytes([UInt8])
    }

    /// Whether `CSI 1 ; 2…8 R` answers a question of ours.
    public var expectsCursorReports: Bool

    /// The sequence that is being read, with its ESC.
    private var held: [UInt8] = []
    /// How many of the held bytes `flush` has already handed out.
    private var released = 0
    private var state = State.ground
    /// Bytes after a string grew too long: dropped up to its end.
    private var isOverlong = false

    /// Longest string kept; longer ones are dropped (a terminal's own replies have some dozen bytes).
    static let longestString = 4096
    /// Longest control sequence taken for one. Source: xterm reads at most 30 numbers.
    static let longestSequence = 256

    private enum State {
        case ground
        /// After ESC.
        case escape
        /// After ESC [.
        case control
        /// After ESC [ [, the Linux console's function keys.
        case consoleKey
        /// After ESC O.
        case singleShift
        /// Inside DCS, OSC, APC, PM or SOS.
        case string
        /// After an ESC inside a string.
        case stringEscape
    }

    public init(expectsCursorReports: Bool = false) {
        self.expectsCursorReports = expectsCursorReports
    }

    /// Whether bytes are held that may be keys: set a timer and call `flush()` if nothing comes.
    public var isPending: Bool {
        guard state != .ground, held.count > released else { return false }
        return released > 0 || held.count <= 2
    }

    /// Hands out the held bytes as keys, if they may be keys.
    public mutating func flush() -> [Element] {
        guard isPending else { return [] }
        defer {
            released = held.count
            // What has been a key may still turn out to be the head of a control sequence or a string,
            // but only if the rest comes at once; a second flush ends that.
            if released > 2 { clear() }
        }
        return [.bytes(Array(held[released...]))]
    }

    /// Reads more bytes.
    ///
    /// - Complexity: O(bytes).
    public mutating func consume(_ bytes: some Sequence<UInt8>) -> [Element] {
        var output = Output()
        for byte in bytes { step(byte, into: &output) }
        output.closePlain()
        return output.elements
    }

    /// Collects elements, joining plain bytes into one.
    private struct Output {
        var elements: [Element] = []
        var plain: [UInt8] = []

        mutating func closePlain() {
            guard !plain.isEmpty else { return }
            elements.append(.bytes(plain))
            plain.removeAll(keepingCapacity: true)
        }

        mutating func append(_ element: Element) {
            closePlain()
            elements.append(element)
        }
    }

    private mutating func step(_ byte: UInt8, into output: inout Output) {
        switch state {
        case .ground:
            if byte == 0x1B { begin() } else { output.plain.append(byte) }
        case .escape:
            stepEscape(byte, into: &output)
        case .control:
            stepControl(byte, into: &output)
        case .consoleKey, .singleShift:
            if byte < 0x20 {
                finishKey(into: &output)
                step(byte, into: &output)
            } else {
                held.append(byte)
                finishKey(into: &output)
            }
        case .string:
            stepString(byte, into: &output)
        case .stringEscape:
            if byte == UInt8(ascii: "\\") {
                held.append(contentsOf: [0x1B, byte])
                finishString(into: &output)
            } else {
                // Not a terminator: the string was cut off and something else begins.
                discard(into: &output)
                begin()
                step(byte, into: &output)
            }
        }
    }

    private mutating func stepEscape(_ byte: UInt8, into output: inout Output) {
        switch byte {
        case 0x1B:
            // Escape twice, or Alt with a key that is a sequence: the first stands alone.
            finishKey(into: &output)
            begin()
        case UInt8(ascii: "["): hold(byte, .control)
        case UInt8(ascii: "O"): hold(byte, .singleShift)
        case UInt8(ascii: "P"), UInt8(ascii: "]"), UInt8(ascii: "_"): hold(byte, .string)
        default:
            held.append(byte)
            finishKey(into: &output)
        }
    }

    private mutating func stepControl(_ byte: UInt8, into output: inout Output) {
        switch byte {
        case UInt8(ascii: "[") where held.count == 2:
            hold(byte, .consoleKey)
        case 0x20...0x3F:
            if held.count < ReplyParser.longestSequence { held.append(byte) } else { isOverlong = true }
        case 0x40...0x7E:
            held.append(byte)
            if isOverlong {
                clear()
            } else if let reply = ControlSequence(held)?.reply(expectsCursorReports: expectsCursorReports) {
                output.append(.reply(reply))
                clear()
            } else {
                finishKey(into: &output)
            }
        default:
            discard(into: &output)
            step(byte, into: &output)
        }
    }

    private mutating func stepString(_ byte: UInt8, into output: inout Output) {
        if held.count == 2, !isCredible(byte) {
            // Alt and a key, and then another key.
            finishKey(into: &output)
            step(byte, into: &output)
            return
        }
        switch byte {
        case 0x1B:
            state = .stringEscape
        case 0x07 where held[1] == UInt8(ascii: "]"):
            held.append(byte)
            finishString(into: &output)
        case 0x20...0x7E, 0x80...:
            if held.count < ReplyParser.longestString { held.append(byte) } else { isOverlong = true }
        default:
            // No reply has control characters inside, but a person in a hurry presses Enter or Ctrl-C.
            discard(into: &output)
            step(byte, into: &output)
        }
    }

    /// Whether a reply string can begin with a byte.
    private func isCredible(_ first: UInt8) -> Bool {
        switch held[1] {
        case UInt8(ascii: "]"): (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
        case UInt8(ascii: "P"): "0123456789>!".utf8.contains(first)
        default: first == UInt8(ascii: "G")
        }
    }

    private mutating func begin() {
        held = [0x1B]
        released = 0
        isOverlong = false
        state = .escape
    }

    private mutating func hold(_ byte: UInt8, _ next: State) {
        held.append(byte)
        state = next
    }

    private mutating func clear() {
        held.removeAll(keepingCapacity: true)
        released = 0
        isOverlong = false
        state = .ground
    }

    /// Hands out the held sequence as typed, without what a flush has handed out before.
    private mutating func finishKey(into output: inout Output) {
        if released == 0 {
            output.append(.bytes(held))
        } else {
            output.plain.append(contentsOf: held[released...])
        }
        clear()
    }

    /// Ends a sequence that was cut off. What can have been typed is handed out; of a reply, nothing is.
    private mutating func discard(into output: inout Output) {
        if held.count <= 2 || released > 0 { finishKey(into: &output) } else { clear() }
    }

    private mutating func finishString(into output: inout Output) {
        if !isOverlong { for reply in TerminalReply.replies(inString: held) { output.append(.reply(reply)) } }
        clear()
    }
}
