/// Runs programs that draw one picture and end, alternately; measures the time until the last byte, and the number of
/// bytes.
@MainActor
func measureOnce(_ programs: [[String]], in folder: String, terms: Link.Terms, rounds: Int) {
    var times = programs.map { _ in [Double]() }
    var sizes = programs.map { _ in 0 }
    for _ in 0..<rounds {
        for (index, program) in programs.enumerated() {
            guard let link = Link(program, in: folder, terms: terms) else { return say("cannot run \(program[0])") }
            link.runToEnd()
            guard let last = link.arrivals.last else { return say("\(program[0]) wrote nothing") }
            times[index].append(last.time)
            sizes[index] = link.arrivals.reduce(0) { $0 + $1.bytes }
            link.end()
        }
    }
    for (index, program) in programs.enumerated() {
        let ratio = median(times[index]) / median(times[0])
        let compared = index == 0 ? "" : "; the first takes \(Double(Int(1000 / ratio)) / 1000) of it"
        say("\(program[0]): \(milliseconds(median(times[index]))) ms, \(sizes[index]) bytes\(compared)")
    }
}

private func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
