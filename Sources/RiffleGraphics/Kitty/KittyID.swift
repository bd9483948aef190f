/// The id of a picture in the terminal's memory.
///
/// Only the lowest and the highest byte are used: the lowest is the foreground colour of placeholder cells (one of 256,
/// which all terminals and tmux keep unchanged), the highest is their third mark.
public struct KittyID: Sendable, Hashable {
    /// The value of the protocol's key `i`.
    public let number: UInt32

    /// - Parameters:
    ///   - color: 16…255. The first 16 are not used: they have SGR codes of their own, and some terminals brighten
    ///     them.
    ///   - process: tells this process's pictures from those of others in the same terminal.
    public init(color: UInt8, process: UInt8) {
        number = UInt32(process) << 24 | UInt32(max(16, color))
    }

    /// Palette index of the foreground of cells that show the picture.
    public var color: UInt8 { UInt8(truncatingIfNeeded: number) }
    /// The value of the cells' third mark.
    var process: Int { Int(number >> 24) }
}

/// Assigns picture ids, 240 of them before the first is reused.
public struct KittyIDs: Sendable {
    /// How many pictures can have distinct ids, and so be stored in the terminal.
    public static let count = 240

    private let process: UInt8
    private var next: UInt8 = 16

    /// - Parameter process: the highest byte of all ids; see `KittyID`.
    public init(process: UInt8 = .random(in: 1...255)) {
        self.process = process
    }

    /// The id that was assigned longest ago: delete the picture that still has it first.
    public mutating func take() -> KittyID {
        defer { next = next == 255 ? 16 : next + 1 }
        return KittyID(color: next, process: process)
    }
}
