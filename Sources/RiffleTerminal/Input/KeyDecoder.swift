import RiffleUI

/// Decodes typed bytes into keys, pastes and focus changes. Input may be split anywhere.
///
/// Terminal replies must have been removed (`ReplyParser`). Terminfo is not used: terminals send one of a few forms for
/// each key, and all of them are accepted.
struct KeyDecoder {
    /// The bytes of an incomplete sequence or character.
    private var held: [UInt8] = []
    /// The current paste.
    private var paste: PasteReader?
    private var pasteStart = ByteMarker("\u{1B}[200~")
    /// Printable characters of this batch, joined so that combining marks stay with their base character.
    private var text = String.UnicodeScalarView()
    private var events: [InputEvent] = []

    /// Whether an Escape may be the start of a sequence.
    var isPending: Bool { paste == nil && held.first == 0x1B }

    /// Whether input is part of a paste.
    var isPasting: Bool { paste != nil }

    /// Drops a paste whose end is missing.
    mutating func abandonPaste() { paste = nil }

    /// - Complexity: O(bytes).
    mutating func consume(_ bytes: some Collection<UInt8>) -> [InputEvent] {
        for byte in bytes { step(byte) }
        return taken()
    }

    /// Ends an incomplete sequence after a pause: Escape was a key.
    mutating func flush() -> [InputEvent] {
        guard isPending else { return [] }
        let rest = held
        held = []
        switch rest.count {
        case 1: add(Key(.escape))
        case 2 where rest[1] == 0x1B:
            add(Key(.escape))
            add(Key(.escape))
        // Alt-[ or Alt-O, which could also start a sequence.
        case 2: add(Self.key(forControl: rest[1]).withAlt)
        default: break
        }
        return taken()
    }

    private mutating func taken() -> [InputEvent] {
        closeText()
        defer { events = [] }
        return events
    }

    private mutating func step(_ byte: UInt8) {
        if paste != nil { return stepPaste(byte) }
        // Matched on raw bytes, because after a pause its first bytes have become keys.
        if pasteStart.advance(over: byte) {
            held = []
            closeText()
            paste = PasteReader()
            return
        }
        guard let first = held.first else {
            switch byte {
            case 0x1B, 0xC2...0xF4: held = [byte]
            case 0x20...0x7E: text.append(Unicode.Scalar(byte))
            case 0x80...: break
            default: add(Self.key(forControl: byte))
            }
            return
        }
        if first == 0x1B { stepEscape(byte) } else { stepUTF8(byte, alt: false, from: 0) }
    }

    private mutating func stepEscape(_ byte: UInt8) {
        // ESC before a complete sequence is Alt with that key: `ESC ESC [ A`.
        let start = held.count > 1 && held[1] == 0x1B ? 1 : 0
        held.append(byte)
        let sequence = held[start...]
        let alt = start == 1
        switch sequence.count {
        case 2:
            switch byte {
            case 0x1B where alt:
                // A third Escape: the first one was a key.
                add(Key(.escape))
                held.removeFirst()
            case 0x1B, UInt8(ascii: "["), UInt8(ascii: "O"): break
            case 0xC2...0xF4: break
            case 0x80...: held = []
            default: finish(Self.key(forControl: byte).withAlt, extraEscape: alt)
            }
        default:
            let lead = sequence[start + 1]
            if lead == UInt8(ascii: "O") {
                finish(KeySequence.singleShift(byte), alt: alt)
            } else if lead == UInt8(ascii: "[") {
                stepControlSequence(byte, sequence: sequence, alt: alt)
            } else {
                held.removeLast()
                stepUTF8(byte, alt: true, from: start + 1)
            }
        }
    }

    private mutating func stepControlSequence(_ byte: UInt8, sequence: ArraySlice<UInt8>, alt: Bool) {
        let isConsoleKey = sequence.count == 4 && sequence[sequence.startIndex + 2] == UInt8(ascii: "[")
        if sequence.count == 3, byte == UInt8(ascii: "[") { return }
        switch byte {
        case 0x40...0x7E where isConsoleKey:
            finish(KeySequence.consoleKey(byte), alt: alt)
        case 0x40...0x7E:
            let parameters = sequence.dropFirst(2).dropLast()
            switch (byte, parameters.isEmpty) {
            case (UInt8(ascii: "I"), true): finish(.focus(true))
            case (UInt8(ascii: "O"), true): finish(.focus(false))
            case (UInt8(ascii: "M"), _) where parameters.first == UInt8(ascii: "<"),
                (UInt8(ascii: "m"), _) where parameters.first == UInt8(ascii: "<"):
                finish(MouseSequence.mouse(parameters: parameters.dropFirst(), final: byte).map(InputEvent.mouse))
            default: finish(KeySequence.control(parameters: parameters, final: byte), alt: alt)
            }
        case 0x20...0x3F where sequence.count < 64: break
        case 0x1B: held = [byte]
        default: held = []
        }
    }

    private mutating func stepUTF8(_ byte: UInt8, alt: Bool, from start: Int) {
        guard byte & 0xC0 == 0x80 else {
            held = []
            return step(byte)
        }
        held.append(byte)
        let lead = held[start]
        let length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        guard held.count - start == length else { return }
        let scalars = String(decoding: held[start...], as: UTF8.self).unicodeScalars
        held = []
        // Invalid bytes decode to replacement characters; C1 controls are not keys.
        guard scalars.count == 1, let scalar = scalars.first, scalar.value >= 0xA0, scalar != "\u{FFFD}" else { return }
        if alt { add(Key(.character(Character(scalar)), alt: true)) } else { text.append(scalar) }
    }

    private mutating func stepPaste(_ byte: UInt8) {
        guard let event = paste?.consume(byte) else { return }
        paste = nil
        events.append(event)
    }

    private mutating func finish(_ key: Key?, alt: Bool = false, extraEscape: Bool = false) {
        held = []
        if extraEscape { add(Key(.escape)) }
        if let key { add(alt ? key.withAlt : key) }
    }

    private mutating func finish(_ event: InputEvent?) {
        held = []
        closeText()
        if let event { events.append(event) }
    }

    private mutating func add(_ key: Key) {
        closeText()
        events.append(.key(key))
    }

    private mutating func closeText() {
        guard !text.isEmpty else { return }
        for character in String(text) { events.append(.key(Key(.character(character)))) }
        text = String.UnicodeScalarView()
    }

    /// The key of one ASCII byte.
    private static func key(forControl byte: UInt8) -> Key {
        switch byte {
        case 0x0D, 0x0A: Key(.enter)
        case 0x09: Key(.tab)
        case 0x7F, 0x08: Key(.backspace)
        case 0x1B: Key(.escape)
        case 0x00: Key(.character(" "), control: true)
        case 0x01...0x1A: Key(.character(Character(Unicode.Scalar(byte + 0x60))), control: true)
        case 0x1C...0x1F: Key(.character(Character(Unicode.Scalar(byte + 0x40))), control: true)
        default: Key(.character(Character(Unicode.Scalar(byte))))
        }
    }
}

extension Key {
    fileprivate var withAlt: Key {
        var key = self
        key.alt = true
        return key
    }
}
