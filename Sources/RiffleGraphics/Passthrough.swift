/// A multiplexer between the program and the terminal that hands on only what is wrapped for it.
public enum Passthrough: Sendable, Hashable {
    case none
    /// tmux with `allow-passthrough`, this many inside one another; at least 1.
    case tmux(depth: Int)
    case screen

    /// Longest packet that tmux takes (`input_buffer_size`), less what wrapping adds around it.
    static let largestTmuxPacket = 1_000_000
    /// GNU screen cuts a string at 256 bytes and prints the rest; 200 is what others keep to.
    static let largestScreenPiece = 200

    /// How long a sequence may be before wrapping; `nil` for any length.
    var largestSequence: Int? {
        // Every ESC is doubled by each tmux, and there are few of them.
        if case .tmux = self { Passthrough.largestTmuxPacket - 1000 } else { nil }
    }

    /// One whole control sequence as the multiplexer hands it to the terminal.
    ///
    /// Source: tmux(1), "allow-passthrough": `DCS tmux; … ST` with every ESC doubled; GNU screen's manual,
    /// "Control Sequences": `DCS … ST` is sent to the terminal as it is.
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
                // The string would end at an `ESC \` of its own: its two bytes go into two packets.
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

    /// The same for a sequence that acts where the cursor is; the cell there is blanked.
    ///
    /// A multiplexer moves the terminal's cursor only when it draws something, so a blank is drawn first; the
    /// terminal itself then steps back over it.
    func anchored(_ sequence: [UInt8]) -> [UInt8] {
        self == .none ? sequence : [0x20] + wrapped(Array("\u{1B}[D".utf8) + sequence)
    }

    /// String terminator.
    private static let end: [UInt8] = [0x1B, UInt8(ascii: "\\")]
}
