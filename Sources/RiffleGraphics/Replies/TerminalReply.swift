public import RiffleImage

/// Something a terminal says about itself, because it was asked or because it has changed.
///
/// Source of the forms: XTerm Control Sequences (invisible-island.net/xterm/ctlseqs/ctlseqs.html), and
/// for `graphics` the kitty graphics protocol (sw.kovidgoyal.net/kitty/graphics-protocol).
public enum TerminalReply: Sendable, Equatable {
    /// DA1, `CSI ? … c`: what it is and can; 4 means sixel.
    case deviceAttributes([Int])
    /// DA2, `CSI > … c`: kind and version.
    case secondaryAttributes([Int])
    /// CPR, `CSI row ; column R`, one-based.
    case cursorPosition(row: Int, column: Int)
    /// DSR, `CSI n n`: 0 is the answer to `CSI 5 n`, which makes a fence.
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
    /// DECRQSS, `DCS 1 $ r text ST`; `nil` where the terminal does not know what was asked for.
    case setting(String?)
    /// XTGETTCAP, `DCS 1 + r name=value ST`, decoded from hexadecimal; `isKnown` is the leading 1 or 0.
    case terminfo(name: String, value: String?, isKnown: Bool)
    /// `OSC 10`, `11`, `12`, and `4 ; n`.
    case color(ColorSlot, Pixel)
    /// `APC G … ; message ST`: the kitty protocol's answer, `OK` or an error.
    case graphics(id: Int?, message: String)
    /// Certainly a reply, but none that is known here.
    case unknown([UInt8])
}

/// What DECRPM says about a mode.
public enum ModeSetting: Int, Sendable, Hashable {
    case unknown, set, reset, alwaysSet, alwaysReset
}

/// Which colour a terminal reports.
public enum ColorSlot: Sendable, Hashable {
    case foreground, background, cursor
    case palette(Int)
}
