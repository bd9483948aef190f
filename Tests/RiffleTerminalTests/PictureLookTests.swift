import RiffleGraphics
import Testing

@testable import RiffleTerminal

@Suite("Quality of pictures")
struct PictureLookTests {
    @Test(
        "a PNG keeps all its colours on a line that delivers it at once",
        arguments: [
            (20_000, GraphicsMethod.iterm2, true), (2_000, .iterm2, false), (20_000, .sixel(registers: 256), false),
        ])
    func allColors(kilobytesPerSecond: Double, method: GraphicsMethod, isAffordable: Bool) {
        var terminal = SlowTerminal(kilobytesPerSecond: kilobytesPerSecond, roundTrip: 0.02)
        // The first answer tells the round trip, the second the rate.
        terminal.fence()
        terminal.wait()
        terminal.write(1_000_000)
        terminal.fence()
        terminal.wait()
        let options = PreviewOptions(method: method, cell: CellSize(width: 8, height: 16))
        #expect(options.affordsAllColors(cells: 60 * 30, over: terminal.line, doesNow: false) == isAffordable)
    }
}
