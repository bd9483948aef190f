// The responsiveness of a full-screen program over a slow line: the echo of keys while pictures stream, and pictures
// after a key and after a held key. The program runs in a pseudo-terminal; the line is simulated.
//
//   TerminalBenchmark [--bps 1000000] [--rtt 100] [--graphics sixel|kitty|none|mute] [--keys 40] [--popup tj] FOLDER PROGRAM…
//   TerminalBenchmark --once 11 [--bps 1000000] [--rtt 100] FOLDER PROGRAM… -- OTHER PROGRAM…
//
// "echo" is the time from the key until the selected row changes; "first look" until 150 ms without output; "all" until
// one second without output. Times are in milliseconds.

import Glibc
import TerminalModel

var terms = Link.Terms()
var keys = 40
/// Rounds with programs that end by themselves.
var rounds = 0
/// Keys to press; the first opens a popup over the picture.
var popup: String?
var words = Array(CommandLine.arguments.dropFirst())
while let option = words.first, option.hasPrefix("--"), words.count > 1 {
    let value = words[1]
    words.removeFirst(2)
    switch option {
    case "--bps": terms.rate = (Double(value) ?? 0) / 8
    case "--rtt": terms.roundTrip = (Double(value) ?? 0) / 1000
    case "--graphics": terms.graphics = value
    case "--keys": keys = Int(value) ?? keys
    case "--once": rounds = Int(value) ?? 0
    case "--popup": popup = value
    case "--columns": terms.columns = Int(value) ?? terms.columns
    case "--rows": terms.rows = Int(value) ?? terms.rows
    default:
        print("unknown option \(option)")
        exit(64)
    }
}
func milliseconds(_ seconds: Double?) -> String { seconds.map { "\(Int(($0 * 10_000).rounded()) / 10)" } ?? "–" }
/// Flushes each line, because a run takes minutes.
func say(_ text: String) {
    print(text)
    fflush(nil)
}
func summary(_ values: [Double]) -> String {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return "none" }
    func at(_ part: Double) -> String { milliseconds(sorted[min(sorted.count - 1, Int(part * Double(sorted.count)))]) }
    return "p50 \(at(0.5))  p90 \(at(0.9))  p99 \(at(0.99))  max \(milliseconds(sorted.last))  (\(sorted.count))"
}
if rounds > 0, words.count >= 2 {
    let programs = words.dropFirst().split(separator: "--").map(Array.init)
    measureOnce(programs, in: words[0], terms: terms, rounds: rounds)
    exit(0)
}
guard words.count >= 2, let link = Link(Array(words.dropFirst()), in: words[0], terms: terms) else {
    print("usage: TerminalBenchmark [options] FOLDER PROGRAM…")
    exit(64)
}

/// The text of the selected row, whose change is the echo of a key.
@MainActor func marked() -> String? {
    for row in 0..<link.screen.rows {
        let text = link.screen.text(row: row).prefix(30)
        if text.contains("▌") { return String(text) }
    }
    return nil
}
@MainActor func bytes(since time: Double) -> Int { link.arrivals.reduce(0) { $0 + ($1.time > time ? $1.bytes : 0) } }
/// The last arrival after a moment that is followed by so much silence.
@MainActor func quietAfter(_ time: Double, for silence: Double) -> Double? {
    var last: Double?
    for arrival in link.arrivals where arrival.time > time {
        if let last, arrival.time - last > silence { break }
        last = arrival.time
    }
    return last
}

let down = "\u{1B}[B"
let up = "\u{1B}[A"
_ = link.settle(quiet: 1.5, atMost: 60)
say(
    "start: first byte \(milliseconds(link.arrivals.first?.time)), all \(milliseconds(link.arrivals.last?.time)), "
        + "\(bytes(since: -1) / 1000) kB")

/// Presses a key several times, waits for silence and measures; repeats that.
@MainActor func leaf(_ name: String, _ key: String, times: Int, atOnce: Int = 1) {
    var (echoes, looks, all, sizes): ([Double], [Double], [Double], [Double]) = ([], [], [], [])
    for _ in 0..<times {
        let before = marked()
        let time = link.now
        for _ in 0..<atOnce { link.press(key) }
        if let echo = link.run(for: 1, until: { marked() != before }) { echoes.append(echo - time) }
        _ = link.settle(quiet: 1, atMost: 60)
        if let look = quietAfter(time, for: 0.15) { looks.append(look - time) }
        if let last = link.arrivals.last?.time, last > time { all.append(last - time) }
        sizes.append(Double(bytes(since: time)) / 1e6)
    }
    say("\(name): echo \(summary(echoes))")
    say("  first look \(summary(looks))")
    say("  all \(summary(all))")
    say("  kB \(summary(sizes))")
}

// 1. Pictures without interruption: beyond the prefetched ones, then neighbours, then pictures seen before.
leaf("first visits, four further down", down, times: 4, atOnce: 4)
leaf("neighbours, up", up, times: 12)
leaf("seen before, down", down, times: 12)

// 2. Keys while pictures stream.
var echoes: [Double] = []
for step in 0..<keys {
    let before = marked()
    let time = link.now
    link.press(step / 8 % 2 == 0 ? down : up)
    if let echo = link.run(for: 5, until: { marked() != before }) { echoes.append(echo - time) }
    link.run(for: 0.2 + Double(step * 37 % 100) / 100)
}
say("while pictures stream: echo \(summary(echoes))")

// 3. A held key.
_ = link.settle(quiet: 1, atMost: 60)
for _ in 0..<12 { link.press(up) }
_ = link.settle(quiet: 1, atMost: 60)
var released = 0.0
for _ in 0..<10 {
    link.press(down)
    released = link.now
    link.run(for: 0.033)
}
_ = link.settle(quiet: 1, atMost: 60)
let look = quietAfter(released, for: 0.15)
let early = link.arrivals.reduce(0) { $0 + ($1.time > released && $1.time <= look ?? 0 ? $1.bytes : 0) }
say(
    "held key: after release, first look \(milliseconds(look.map { $0 - released })) with \(early / 1000) kB, "
        + "all \(milliseconds(link.arrivals.last.map { $0.time - released })) with \(bytes(since: released) / 1000) kB")

// 4. A popup over the picture, and keys in it.
if let popup {
    var sizes: [String] = []
    for key in popup.map(String.init) + ["\u{1B}"] {
        let time = link.now
        link.press(key)
        _ = link.settle(quiet: 1, atMost: 60)
        sizes.append("\(key == "\u{1B}" ? "Esc" : key) \(bytes(since: time))")
    }
    say("popup, bytes after each key: \(sizes.joined(separator: ", "))")
}
say("peak memory \(Int(link.peakMegabytes)) MB")
link.end()
