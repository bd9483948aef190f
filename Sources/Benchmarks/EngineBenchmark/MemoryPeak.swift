internal import Glibc
internal import RiffleEngine
internal import RiffleImage

/// Prints the process's peak memory after each plan, minus its memory before the first, next to the limit that the
/// engine documents.
struct MemoryPeak {
    let source: Bitmap
    let threads: Int
    /// Memory before the engine has run.
    private let before = MemoryPeak.kilobytes("VmRSS:")

    init(source: Bitmap, threads: Int) {
        self.source = source
        self.threads = threads
    }

    func run() throws {
        print("megabytes above those before, \(threads) threads:")
        for (side, count) in [(256, 1), (1024, 1), (1024, 10)] {
            let plan = VariationPlan(source: source, count: count, side: side, strength: 0.5, seed: 1)
            // See `Engine.variations`.
            let pixels = Double(side * side)
            var most = 20 * pixels + (30 + 240) * pixels * Double(threads) + 4e6
            if source.width > side { most += Double(4 * source.width * source.width + 16 * source.width * side) }
            try measure("\(side) px n=\(count)", most: most) {
                try Engine.variations(of: plan, threads: threads, isCancelled: { false }, report: { _ in })
            }
        }
        let fill = FillPlan(
            source: source, mask: EngineBenchmark.mask(source), count: 4, side: 1024, seed: 1)
        try measure("fills, 1024 px n=4", most: nil) {
            try Engine.fills(of: fill, threads: threads, isCancelled: { false }, report: { _ in })
        }
    }

    private func measure(_ name: String, most: Double?, _ work: () throws -> Void) throws {
        try work()
        let peak = (MemoryPeak.kilobytes("VmHWM:") - before) / 1000
        print("\(name): \(peak)" + (most.map { " (says at most \(Int($0 / 1e6)))" } ?? ""))
    }

    static func kilobytes(_ key: String) -> Int {
        guard let file = fopen("/proc/self/status", "r") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        while fgets(&line, Int32(line.count), file) != nil {
            let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            if text.hasPrefix(key) { return text.split(separator: " ").compactMap { Int($0) }.first ?? 0 }
        }
        return 0
    }

    /// Resets the peak to the current memory use.
    static func reset() {
        guard let file = fopen("/proc/self/clear_refs", "w") else { return }
        fputs("5", file)
        fclose(file)
    }
}
