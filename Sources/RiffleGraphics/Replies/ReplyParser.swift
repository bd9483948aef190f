/// Separates a terminal's replies from typed bytes.
///
/// Input may be split anywhere. Replies may come late, twice or unrequested, with 7-bit, 8-bit or UTF-8 introducers:
/// none of them reaches the key decoder. Typed bytes come out unchanged and in order. Sequences that are cut off, or
/// longer than any key or reply, are dropped, and so are mouse reports in the old format (X10), whose bytes look like
/// keys.
///
/// While `isPending`, call `flush()` after 25 ms without input, or after longer while `isInsideReply`.
///
/// Three cases are ambiguous:
/// - **Escape alone.** `ESC`, and `ESC` with one of `[ O P ] _` (Alt and that key), may be a key or the start of a
///   sequence. If a reply is split there and the rest comes after the flush, it is still recognised if the rest comes
///   in one piece.
/// - **The rest of a reply, or a key after a truncated one.** Bytes after a pause within a reply belong to it if they
///   complete it before the next pause, or are more than a person types at once. Otherwise they count as typed, and the
///   reply is dropped.
/// - **`CSI 1 ; 2…8 R`** is F3 with modifiers, or the cursor in row 1. It counts as a key unless `expectsCursorReports`
///   is set; other positions are always reports.
public struct ReplyParser: Sendable {
    /// A part of the parsed input.
    public enum Element: Sendable, Equatable {
        case reply(TerminalReply)
        /// Typed input: either bytes without ESC, or one complete (or flushed) sequence that begins with ESC.
        case bytes([UInt8])
    }

    /// Whether `CSI 1 ; 2…8 R` answers a query of ours.
    public var expectsCursorReports: Bool

    /// The current sequence, from its ESC; 8-bit introducers are converted to 7-bit ones.
    private var held: [UInt8] = []
    /// How many of the held bytes `flush` has already returned.
    private var released = 0
    private var state = State.ground
    /// Whether the string is too long: its bytes are dropped up to the end.
    private var isOverlong = false
    /// Whether the sequence began with an 8-bit introducer, which no key sends.
    private var isEightBit = false
    /// Whether there was a pause within what must be a reply.
    private var isStalled = false
    /// The bytes since that pause: the rest of the reply, or typed. At most `mostTyped + 1` of them.
    private var doubtful: [UInt8] = []
    /// Position within a UTF-8 character, to tell C1 controls from continuation bytes.
    private var utf8 = UTF8Position()

    /// Longest string that is kept; longer ones are dropped. Replies have a few dozen bytes.
    static let longestString = 4096
    /// Longest control sequence. Source: xterm reads at most 30 numbers.
    static let longestSequence = 256
    /// Final bytes of replies and of keys with parameters, which may come after a pause. Other sequences were typed.
    private static let lateFinals = Set("cnRStuy~ABCDFHIMOPQZm".utf8)
    /// The most bytes that a person types at once (pastes are bracketed).
    static let mostTyped = 8

    private enum State: Equatable {
        case ground
        /// After ESC.
        case escape
        /// After ESC and the first byte of a character in UTF-8.
        case altCharacter
        /// After ESC [.
        case control
        /// After ESC [ [, the Linux console's function keys.
        case consoleKey
        /// After ESC O.
        case singleShift
        /// Inside DCS, OSC or APC.
        case string
        /// After an ESC inside a string.
        case stringEscape
        /// After ESC [ M: button, column and row follow; the number that has been read.
        case oldMouse(Int)
    }

    public init(expectsCursorReports: Bool = false) {
        self.expectsCursorReports = expectsCursorReports
    }

    /// Whether held bytes may be keys: set a timer and call `flush()` if no input arrives.
    public var isPending: Bool {
        switch state {
        case .ground, .oldMouse: return false
        default: break
        }
        if released > 0 { return held.count > released }
        return !isStalled || !doubtful.isEmpty
    }

    /// Whether the held bytes cannot have been typed, so that it is worth waiting longer for the rest.
    public var isInsideReply: Bool { isPending && !isStalled && !mayBeTyped }

    /// Whether the held bytes may be keys: ESC, or Alt with a key.
    private var mayBeTyped: Bool { released > 0 || !isEightBit && (held.count <= 2 || state == .altCharacter) }

    /// Call after a pause: returns what may have been typed.
    public mutating func flush() -> [Element] {
        guard isPending else { return [] }
        if isStalled { return settleDoubt() }
        if !mayBeTyped {
            isStalled = true
            return []
        }
        defer {
            released = held.count
            // Bytes returned as a key may still turn out to start a sequence, but only if the rest comes at once; a
            // second flush ends that.
            if released > 2 { clear() }
        }
        return [.bytes(Array(held[released...]))]
    }

    /// Parses more bytes.
    ///
    /// - Complexity: O(bytes).
    public mutating func consume(_ bytes: some Sequence<UInt8>) -> [Element] {
        var output = Output()
        for byte in bytes { step(byte, into: &output) }
        output.closePlain()
        return output.elements
    }

    /// Collects elements; consecutive typed bytes become one.
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
        let isC1 = utf8.isC1(byte)
        if isStalled, doubtful.count <= ReplyParser.mostTyped { doubtful.append(byte) }
        switch state {
        case .ground:
            if byte == 0x1B { return begin() }
            if isC1, let second = ReplyParser.secondByte(ofC1: byte) {
                // In UTF-8 the C1 control has a leading 0xC2.
                if output.plain.last == 0xC2 { output.plain.removeLast() }
                begin()
                isEightBit = true
                return stepEscape(second, into: &output)
            }
            output.plain.append(byte)
        case .escape:
            stepEscape(byte, into: &output)
        case .altCharacter:
            guard byte & 0xC0 == 0x80 else {
                clear()
                return step(byte, into: &output)
            }
            held.append(byte)
            if !utf8.isInside { finishKey(into: &output) }
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
        case .oldMouse(let count):
            stepOldMouse(byte, count, into: &output)
        case .string:
            stepString(byte, isTerminator: isC1 && byte == 0x9C, into: &output)
        case .stringEscape:
            if byte == UInt8(ascii: "\\") {
                finishString(into: &output)
            } else {
                // Not a terminator: the string was cut off and a new sequence begins.
                let typed = typedSincePause.dropLast(2)
                discard(into: &output)
                for byte in typed { step(byte, into: &output) }
                begin()
                step(byte, into: &output)
            }
        }
    }

    private mutating func stepEscape(_ byte: UInt8, into output: inout Output) {
        switch byte {
        case 0x1B:
            // Escape twice, or Alt with a key that sends a sequence: the first ESC is a key.
            finishKey(into: &output)
            begin()
        case UInt8(ascii: "["): hold(byte, .control)
        case UInt8(ascii: "O"): hold(byte, .singleShift)
        case UInt8(ascii: "P"), UInt8(ascii: "]"), UInt8(ascii: "_"): hold(byte, .string)
        case 0xC2...0xF4: hold(byte, .altCharacter)
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
        case UInt8(ascii: "M") where held.count == 2 && released < 2:
            hold(byte, .oldMouse(0))
        case 0x40...0x7E:
            held.append(byte)
            if isOverlong || isStalled && !ReplyParser.lateFinals.contains(byte) { return abandon(into: &output) }
            guard let reply = ControlSequence(held)?.reply(expectsCursorReports: expectsCursorReports) else {
                return finishKey(into: &output)
            }
            output.append(.reply(reply))
            clear()
        default:
            interrupt(with: byte, into: &output)
        }
    }

    /// Each of the three is a byte of at least 32, or in mode 1005 a UTF-8 character of one or two bytes. There is no
    /// timeout: Escape, Enter and Ctrl-C cannot be among them.
    ///
    /// Source: XTerm Control Sequences, "Normal tracking mode" and "UTF-8".
    private mutating func stepOldMouse(_ byte: UInt8, _ count: Int, into output: inout Output) {
        let isContinued = count > 0 && (0xC2...0xDF).contains(held[held.count - 1])
        if isContinued, byte & 0xC0 == 0x80 {
            held.append(byte)
            if count == 3 { clear() }
        } else if byte < 0x20 || count == 3 {
            clear()
            step(byte, into: &output)
        } else {
            hold(byte, .oldMouse(count + 1))
            if count == 2, !(0xC2...0xDF).contains(byte) { clear() }
        }
    }

    private mutating func stepString(_ byte: UInt8, isTerminator: Bool, into output: inout Output) {
        if held.count == 2, !isCredible(byte) {
            // Alt with a key, followed by another key.
            if isEightBit { clear() } else { finishKey(into: &output) }
            step(byte, into: &output)
            return
        }
        switch byte {
        case 0x1B:
            state = .stringEscape
        case 0x07 where held[1] == UInt8(ascii: "]"):
            finishString(into: &output)
        case 0x9C where isTerminator:
            if held.last == 0xC2 { held.removeLast() }
            finishString(into: &output)
        case 0x20...0x7E, 0x80...:
            if held.count < ReplyParser.longestString { held.append(byte) } else { isOverlong = true }
        default:
            // Replies contain no control characters: this is Enter or Ctrl-C.
            interrupt(with: byte, into: &output)
        }
    }

    /// Whether a reply string can begin with this byte.
    private func isCredible(_ first: UInt8) -> Bool {
        switch held[1] {
        case UInt8(ascii: "]"): (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
        case UInt8(ascii: "P"): "0123456789>!".utf8.contains(first)
        default: first == UInt8(ascii: "G")
        }
    }

    /// The byte after ESC in the 7-bit form of a C1 control that introduces a reply.
    private static func secondByte(ofC1 byte: UInt8) -> UInt8? {
        [0x90, 0x9B, 0x9D, 0x9F].contains(byte) ? byte - 0x40 : nil
    }

    private mutating func begin() {
        clear()
        held = [0x1B]
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
        isEightBit = false
        isStalled = false
        doubtful.removeAll(keepingCapacity: true)
        state = .ground
    }

    /// Returns the held sequence as typed, without bytes that a flush has returned already.
    private mutating func finishKey(into output: inout Output) {
        if released == 0 {
            output.append(.bytes(held))
        } else {
            output.plain.append(contentsOf: held[released...])
        }
        clear()
    }

    /// Ends a truncated sequence: returns it if it may have been typed, drops it if it is a reply.
    private mutating func discard(into output: inout Output) {
        if (held.count <= 2 || released > 0) && !isEightBit { finishKey(into: &output) } else { clear() }
    }

    /// Handles a byte that cannot belong to the sequence: ends the sequence, then parses the byte.
    private mutating func interrupt(with byte: UInt8, into output: inout Output) {
        let typed = typedSincePause.dropLast()
        discard(into: &output)
        for byte in typed { step(byte, into: &output) }
        step(byte, into: &output)
    }

    /// The bytes since a pause within a reply, if few enough to have been typed.
    private var typedSincePause: [UInt8] { doubtful.count <= ReplyParser.mostTyped ? doubtful : [] }

    /// Drops an invalid reply, and returns what may have been typed after a pause in it.
    private mutating func abandon(into output: inout Output) {
        let typed = typedSincePause
        clear()
        for byte in typed { step(byte, into: &output) }
    }

    /// The second pause within a reply: the bytes between the two did not complete it.
    private mutating func settleDoubt() -> [Element] {
        if doubtful.count > ReplyParser.mostTyped {
            doubtful = []
            return []
        }
        var output = Output()
        abandon(into: &output)
        output.closePlain()
        return output.elements + flush()
    }

    private mutating func finishString(into output: inout Output) {
        if !isOverlong {
            let replies = TerminalReply.replies(inString: held + [0x1B, UInt8(ascii: "\\")])
            for reply in replies { output.append(.reply(reply)) }
        }
        clear()
    }
}
