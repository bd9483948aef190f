/// A multiplexer between program and terminal that passes on only wrapped sequences.
public enum Passthrough: Sendable, Hashable {
    case none
    /// tmux with `allow-passthrough`, nested `depth` times; at least 1.
    case tmux(depth: Int)
    case screen

    /// Longest packet that tmux accepts (`input_buffer_size`), minus the wrapping.
    static let largestTmuxPacket = 1_000_000
    /// GNU screen cuts a string at 256 bytes and prints the rest; other programs use 200.
    static let largestScreenPiece = 200

    /// Longest sequence before wrapping; `nil` for no limit.
    var largestSequence: Int? {
        // Each tmux level doubles every ESC; there are few of them.
        if case .tmux = self { Passthrough.largestTmuxPacket - 1000 } else { nil }
    }

    /// One complete control sequence, wrapped so that the multiplexer passes it to the terminal.
    ///
    /// Source: tmux(1), "allow-passthrough": `DCS tmux; … ST` with every ESC doubled; GNU screen's manual, "Control
    /// Sequences": `DCS … ST` is passed on unchanged.
    func wrapped(_ sequence: [UInt8]) -> [UInt8] {
        switch self {
        case .none: return sequence
        case .tmux(let depth):
            var bytes = sequence
            for _ in 0..<max(1, depth) {
                var packet = Array("\u{1B}Ptmux;".utf8)
                packet.reserveCapacity(bytes.count + 64)
                for byte in bytes {
                    if byte == 0x1B { packet.append(byte) }
                    packet.append(byte)
                }
                packet += Passthrough.end
                bytes = packet
            }
            return bytes
        case .screen:
            var packets: [UInt8] = []
            var rest = sequence[...]
            let room = Passthrough.largestScreenPiece - 4
            while !rest.isEmpty {
                var piece = rest.prefix(room)
                // An inner `ESC \` would end the string, so its two bytes go into two packets.
                if let escape = piece.indices.first(where: {
                    piece[$0] == 0x1B && $0 + 1 < piece.endIndex && piece[$0 + 1] == UInt8(ascii: "\\")
                }) {
                    piece = piece[...escape]
                }
                packets += [0x1B, UInt8(ascii: "P")] + piece + Passthrough.end
                rest = rest[piece.endIndex...]
            }
            return packets
        }
    }

    /// The same for a sequence that acts at the cursor. Blanks the cell there.
    ///
    /// A multiplexer moves the terminal's cursor only when it draws something. So a blank is drawn first, and the
    /// terminal itself steps back over it.
    func anchored(_ sequence: [UInt8]) -> [UInt8] {
        self == .none ? sequence : [0x20] + wrapped(Array("\u{1B}[D".utf8) + sequence)
    }

    /// String terminator.
    private static let end: [UInt8] = [0x1B, UInt8(ascii: "\\")]
}
