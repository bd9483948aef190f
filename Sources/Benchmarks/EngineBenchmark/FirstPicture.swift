internal import Foundation
internal import RiffleEngine
internal import RiffleImage

/// Prints how long a person looks at empty places: until something of a picture is shown, until the first is finished, and
/// until all are.
///
/// Usage: `EngineBenchmark first ROUNDS THREADS PICTURE...`. Four pictures are made at the shape of the source, 512 pixels
/// long, each round with another seed.
struct FirstPicture {
    private let rounds: Int
    private let threads: Int
    private let paths: [String]

    init?(_ arguments: [String]) {
        guard arguments.count > 2, let rounds = Int(arguments[0]), let threads = Int(arguments[1]) else {
            print("usage: EngineBenchmark first ROUNDS THREADS PICTURE...")
            return nil
        }
        self.rounds = max(1, rounds)
        self.threads = max(1, threads)
        paths = Array(arguments[2...])
    }

    func run() throws {
        print("ms until shown, finished, all; medians of \(rounds), \(threads) threads")
        for path in paths {
            let source = try Picture.decode([UInt8](Data(contentsOf: URL(fileURLWithPath: path))))
            let scale = 512 / Double(max(source.width, source.height))
            let size = (
                width: max(1, Int(Double(source.width) * scale)), height: max(1, Int(Double(source.height) * scale))
            )
            var times: [[Double]] = [[], [], []]
            for round in 0..<rounds {
                let plan = VariationPlan(
                    source: source, count: 4, width: size.width, height: size.height, strength: 0.5,
                    seed: UInt64(round))
                let watch = Stopwatch()
                try Engine.variations(of: plan, threads: threads, isCancelled: { false }) { event in
                    switch event {
                    case .partial: watch.note(0)
                    case .finished:
                        watch.note(0)
                        watch.note(1)
                    case .progress: break
                    }
                }
                watch.note(2)
                for i in 0..<3 { times[i].append(watch.times[i] ?? 0) }
            }
            let medians = times.map { Int($0.sorted()[rounds / 2].rounded()) }
            print("\(path.split(separator: "/").last ?? ""): \(medians[0]), \(medians[1]), \(medians[2])")
        }
    }
}

/// Notes when something first happened; the engine reports from one thread at a time.
private final class Stopwatch: @unchecked Sendable {
    private let start = ContinuousClock.now
    /// In milliseconds.
    private(set) var times: [Int: Double] = [:]

    func note(_ event: Int) {
        guard times[event] == nil else { return }
        let elapsed = (ContinuousClock.now - start).components
        times[event] = Double(elapsed.seconds) * 1000 + Double(elapsed.attoseconds) / 1e15
    }
}
