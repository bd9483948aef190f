/// The number of a picture in the terminal's memory.
///
/// Only the lowest byte and the highest are used: the lowest is the foreground colour of placeholder
/// cells (one of 256, which every terminal and tmux keep as they are), the highest their third mark.
public struct KittyID: Sendable, Hashable {
    public let number: UInt32

    /// - Parameters:
    ///   - color: 16…255. The first 16 are left out: they have sequences of their own, and some terminals
    ///     brighten them.
    ///   - process: tells this program's pictures from those of others in the same terminal.
    public init(color: UInt8, process: UInt8) {
        number = UInt32(process) << 24 | UInt32(max(16, color))
    }

    /// Palette index of the foreground of cells that show the picture.
    public var color: UInt8 { UInt8(truncatingIfNeeded: number) }
    /// What the third mark of the cells says.
    var process: Int { Int(number >> 24) }
}

/// Hands out numbers for pictures, 240 of them before the first comes again.
public struct KittyIDs: Sendable {
    /// How many pictures can be told apart, and so be kept in the terminal.
    public static let count = 240

    private let process: UInt8
    private var next: UInt8 = 16

    public init(process: UInt8 = .random(in: 1...255)) {
        self.process = process
    }

    /// The number that was handed out longest ago: a picture that still has it must be given up first.
    public mutating func take() -> KittyID {
        defer { next = next == 255 ? 16 : next + 1 }
        return KittyID(color: next, process: process)
    }
}
