public import RiffleImage

/// A report from the terminal: an answer to a query, or a notification of a change.
///
/// Source: XTerm Control Sequences (invisible-island.net/xterm/ctlseqs/ctlseqs.html), and for `graphics` the kitty
/// graphics protocol (sw.kovidgoyal.net/kitty/graphics-protocol).
public enum TerminalReply: Sendable, Equatable {
    /// DA1, `CSI ? … c`: terminal class and features; 4 means sixel.
    case deviceAttributes([Int])
    /// DA2, `CSI > … c`: terminal type and version.
    case secondaryAttributes([Int])
    /// CPR, `CSI row ; column R`, one-based.
    case cursorPosition(row: Int, column: Int)
    /// DSR, `CSI n n`: 0 answers `CSI 5 n`, which serves as a fence.
    case status(Int)
    /// `CSI ? 997 ; 1 n` (dark) or `2 n` (light).
    case colorScheme(isDark: Bool)
    /// `CSI 6 ; height ; width t`: one cell in pixels.
    case cellSize(CellSize)
    /// `CSI 4 ; height ; width t`: the text area in pixels.
    case textArea(PixelSize)
    /// `CSI 8 ; rows ; columns t`.
    case textCells(columns: Int, rows: Int)
    /// DECRPM, `CSI ? mode ; setting $ y`.
    case mode(Int, ModeSetting)
    /// XTSMGRAPHICS, `CSI ? item ; status ; values S`: item 1 is colour registers, 2 sixel geometry;
    /// status 0 is success.
    case graphicsAttribute(item: Int, status: Int, values: [Int])
    /// XTVERSION, `DCS > | text ST`.
    case name(String)
    /// DECRQSS, `DCS 1 $ r text ST`; `nil` if the terminal does not know the setting.
    case setting(String?)
    /// XTGETTCAP, `DCS 1 + r name=value ST`, decoded from hexadecimal; `isKnown` is the leading 1 or 0.
    case terminfo(name: String, value: String?, isKnown: Bool)
    /// `OSC 10`, `11`, `12`, and `4 ; n`.
    case color(ColorSlot, Pixel)
    /// `APC G … ; message ST`: the answer of the kitty protocol, `OK` or an error.
    case graphics(id: Int?, message: String)
    /// A reply of an unknown kind.
    case unknown([UInt8])
}

/// The state of a mode in a DECRPM reply.
public enum ModeSetting: Int, Sendable, Hashable {
    case unknown, set, reset, alwaysSet, alwaysReset
}

/// Which colour a terminal reports.
public enum ColorSlot: Sendable, Hashable {
    case foreground, background, cursor
    case palette(Int)
}
