import Testing

@testable import RiffleGraphics

/// A model of what a multiplexer passes to the terminal.
struct Unwrapped {
    enum Fault: Error { case noEnd, strayEscape }

    /// The packets as sent.
    var packets: [[UInt8]] = []
    /// The contents of all packets.
    var inner: [UInt8] = []

    /// Interprets `DCS tmux; … ST` as tmux does: two ESC become one, and a single one followed by a backslash ends it.
    /// Drops everything unwrapped.
    init(tmux bytes: [UInt8]) throws {
        let start = Array("\u{1B}Ptmux;".utf8)
        var i = 0
        while i < bytes.count {
            guard bytes[i...].starts(with: start) else {
                i += 1
                continue
            }
            let first = i
            i += start.count
            while true {
                guard i + 1 < bytes.count else { throw Fault.noEnd }
                if bytes[i] == 0x1B {
                    if bytes[i + 1] == UInt8(ascii: "\\") { break }
                    guard bytes[i + 1] == 0x1B else { throw Fault.strayEscape }
                    i += 1
                }
                inner.append(bytes[i])
                i += 1
            }
            i += 2
            packets.append(Array(bytes[first..<i]))
        }
    }

    /// Interprets `DCS … ST` as GNU screen does: an ESC is content unless a backslash follows.
    init(screen bytes: [UInt8]) throws {
        var i = 0
        while i < bytes.count {
            guard bytes[i] == 0x1B, bytes[i + 1] == UInt8(ascii: "P") else { throw Fault.strayEscape }
            let first = i
            i += 2
            while !(bytes[i] == 0x1B && bytes[i + 1] == UInt8(ascii: "\\")) {
                inner.append(bytes[i])
                i += 1
                guard i + 1 < bytes.count else { throw Fault.noEnd }
            }
            i += 2
            packets.append(Array(bytes[first..<i]))
        }
    }
}

@Suite struct PassthroughTests {
    private let sequence = KittyCommand.sequence(
        "a=t,i=7", payload: Array(repeating: UInt8(ascii: "A"), count: 1000)[...])

    @Test("escapes are doubled once for each nested tmux", arguments: 1...3)
    func tmux(depth: Int) throws {
        var bytes = Passthrough.tmux(depth: depth).wrapped(sequence)
        for _ in 0..<depth { bytes = try Unwrapped(tmux: bytes).inner }
        #expect(bytes == sequence)
    }

    @Test("screen gets pieces of at most 200 bytes, none of which ends early")
    func screen() throws {
        for count in 0..<450 {
            let sequence = KittyCommand.sequence("", payload: Array(repeating: UInt8(ascii: "A"), count: count)[...])
            let wrapped = try Unwrapped(screen: Passthrough.screen.wrapped(sequence))
            #expect(wrapped.inner == sequence)
            #expect(wrapped.packets.allSatisfy { $0.count <= 200 })
        }
    }

    @Test("without a multiplexer nothing is wrapped")
    func none() {
        #expect(Passthrough.none.wrapped(sequence) == sequence)
        #expect(Passthrough.none.anchored(sequence) == sequence)
    }

    @Test("a sequence that acts at the cursor follows a character, so that tmux moves the terminal's cursor")
    func anchored() throws {
        let bytes = Passthrough.tmux(depth: 1).anchored(sequence)
        #expect(bytes.first == 0x20)
        #expect(try Unwrapped(tmux: bytes).inner == Array("\u{1B}[D".utf8) + sequence)
    }
}
