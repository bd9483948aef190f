/// Takes a terminal's replies out of the bytes that come from it; everything else was typed.
///
/// Bytes may be cut anywhere, replies may come late, twice, or without having been asked for, with 7-bit
/// introducers, 8-bit ones or those in UTF-8: none of them ever reaches the key decoder. What was typed
/// comes out untouched and in order. Sequences that are cut off by something else, or are longer than any
/// key or reply, are dropped, and so are mouse reports of the old form (X10), whose bytes are those of keys.
/// While `isPending`, call `flush()` when nothing has come for 25 ms or so, and for longer while `isInsideReply`.
/// Three things cannot be told apart by their bytes alone:
/// - **Escape alone.** `ESC`, and `ESC` with one of `[ O P ] _` (Alt and that key), may be a key or
///   the start of a sequence. A reply cut just there whose rest comes after the flush is still
///   recognised, if that rest comes in one piece.
/// - **The rest of a reply, and a key after one that was cut off for ever.** What comes after a pause
///   within a reply is its rest if it completes it before the next pause, or is more than a person types at
///   once; else it is typed, and the reply is dropped.
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

    /// The sequence that is being read, with its ESC; 8-bit introducers are held as their 7-bit forms.
    private var held: [UInt8] = []
    /// How many of the held bytes `flush` has already handed out.
    private var released = 0
    private var state = State.ground
    /// Bytes after a string grew too long: dropped up to its end.
    private var isOverlong = false
    /// The sequence began with an 8-bit introducer, which no key sends.
    private var isEightBit = false
    /// A pause has come within what must be a reply.
    private var isStalled = false
    /// What has come since that pause: the reply's rest, or typed. At most one more than a person types.
    private var doubtful: [UInt8] = []
    /// Where in a UTF-8 character the bytes are, to tell C1 controls from continuation bytes.
    private var utf8 = UTF8Position()

    /// Longest string kept; longer ones are dropped (a terminal's own replies have some dozen bytes).
    static let longestString = 4096
    /// Longest control sequence taken for one. Source: xterm reads at most 30 numbers.
    static let longestSequence = 256
    /// The ends of replies and of keys with parameters, which may come after a pause. Others were typed.
    private static let lateFinals = Set("cnRStuy~ABCDFHIMOPQZm".utf8)
    /// More bytes than this at once are not typed (pastes come in brackets).
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
        /// After ESC [ M: button, column and row follow, of which so many have come.
        case oldMouse(Int)
    }

    public init(expectsCursorReports: Bool = false) {
        self.expectsCursorReports = expectsCursorReports
    }

    /// Whether bytes are held that may be keys, or keep keys from being told: set a timer and call `flush()`
    /// if nothing comes.
    public var isPending: Bool {
        switch state {
        case .ground, .oldMouse: return false
        default: break
        }
        if released > 0 { return held.count > released }
        return !isStalled || !doubtful.isEmpty
    }

    /// Whether what is held cannot have been typed, so that its rest is worth a longer wait.
    public var isInsideReply: Bool { isPending && !isStalled && !mayBeTyped }

    /// Whether what is held may be keys: ESC, and what can follow it as Alt and a key.
    private var mayBeTyped: Bool { released > 0 || !isEightBit && (held.count <= 2 || state == .altCharacter) }

    /// Nothing has come for a while: hands out what may have been typed.
    public mutating func flush() -> [Element] {
        guard isPending else { return [] }
        if isStalled { return settleDoubt() }
        if !mayBeTyped {
            isStalled = true
            return []
        }
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
        let isC1 = utf8.isC1(byte)
        if isStalled, doubtful.count <= ReplyParser.mostTyped { doubtful.append(byte) }
        switch state {
        case .ground:
            if byte == 0x1B { return begin() }
            if isC1, let second = ReplyParser.secondByte(ofC1: byte) {
                // Its first half, if it came in UTF-8.
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
                // Not a terminator: the string was cut off and something else begins.
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
            // Escape twice, or Alt with a key that is a sequence: the first stands alone.
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

    /// Each of the three is a byte of 32 and more, or in mode 1005 a character in UTF-8 of one or two bytes. They are
    /// waited for without end: Escape, Enter and Ctrl-C cannot be among them.
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
            // Alt and a key, and then another key.
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
            // No reply has control characters inside, but a person in a hurry presses Enter or Ctrl-C.
            interrupt(with: byte, into: &output)
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

    /// What follows ESC in the 7-bit form of a C1 control that begins a reply.
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
        if (held.count <= 2 || released > 0) && !isEightBit { finishKey(into: &output) } else { clear() }
    }

    /// A byte that cannot be in the sequence: it ends it, and is itself.
    private mutating func interrupt(with byte: UInt8, into output: inout Output) {
        let typed = typedSincePause.dropLast()
        discard(into: &output)
        for byte in typed { step(byte, into: &output) }
        step(byte, into: &output)
    }

    /// What has come since a pause within a reply, if a person can have typed it.
    private var typedSincePause: [UInt8] { doubtful.count <= ReplyParser.mostTyped ? doubtful : [] }

    /// Drops what turns out to be no reply, and hands out what may have been typed after a pause in it.
    private mutating func abandon(into output: inout Output) {
        let typed = typedSincePause
        clear()
        for byte in typed { step(byte, into: &output) }
    }

    /// The second pause within a reply: what came between the two did not complete it.
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
