internal import Foundation
internal import RiffleEngine
internal import RiffleImage

/// Prints a digest of every picture that the engine makes, so that the output of two builds can be compared line by line:
/// `EngineBenchmark digests [side=256] [threads=1] [strength=0.5] PICTURE...`.
///
/// Covers each manner, bred ones with the next picture as the other parent, four pictures chosen by the engine, a fill,
/// and the subject. Manners that do not suit a picture print the reason.
struct PictureDigests {
    private let files: [String]
    private let sources: [Bitmap]
    private let side: Int
    private let threads: Int
    private let strength: Double

    init(_ arguments: [String]) throws {
        let given = BenchmarkArguments(arguments)
        files = given.files
        sources = try given.pictures()
        side = given.number("side") ?? 256
        threads = given.number("threads") ?? 1
        strength = given.values("strength").first.flatMap(Double.init) ?? 0.5
    }

    func run() throws {
        for (number, source) in sources.enumerated() {
            let name =
                files.isEmpty
                ? "landscape" : ((files[number] as NSString).lastPathComponent as NSString).deletingPathExtension
            for manner in Manner.all {
                let mate = manner.family == .breed ? sources[(number + 1) % sources.count] : nil
                print(name, manner.name, made(plan(source, count: 1, manners: [manner], mate: mate)))
            }
            print(name, "auto", made(plan(source, count: 4)))
            print(name, "fill", filled(source))
            print(name, "subject", Engine.subject(of: source, threads: threads).map { digest($0.mask) } ?? "none")
        }
    }

    private func plan(
        _ source: Bitmap, count: Int, manners: [Manner] = [], mate: Bitmap? = nil
    ) -> VariationPlan {
        let scale = Double(side) / Double(max(source.width, source.height))
        return VariationPlan(
            source: source, count: count, width: max(1, Int(Double(source.width) * scale)),
            height: max(1, Int(Double(source.height) * scale)), strength: strength, seed: 7, manners: manners,
            mate: mate.map { .init(picture: $0, weight: 0.5) })
    }

    private func made(_ plan: VariationPlan) -> String {
        let results = Digests()
        do throws(EngineError) {
            try Engine.variations(of: plan, threads: threads, isCancelled: { false }) { event in
                if case .finished(let picture, let bitmap, _, _) = event { results.all[picture] = digest(bitmap) }
            }
        } catch {
            return "\(error)"
        }
        return results.all.sorted { $0.key < $1.key }.map(\.value).joined(separator: " ")
    }

    private func filled(_ source: Bitmap) -> String {
        let results = Digests()
        let plan = FillPlan(source: source, mask: EngineBenchmark.mask(source), count: 2, side: side, seed: 7)
        do throws(EngineError) {
            try Engine.fills(of: plan, threads: threads, isCancelled: { false }) { event in
                if case .finished(let picture, let bitmap, _, _) = event { results.all[picture] = digest(bitmap) }
            }
        } catch {
            return "\(error)"
        }
        return results.all.sorted { $0.key < $1.key }.map(\.value).joined(separator: " ")
    }

    /// FNV-1a of the size and the bytes.
    private func digest(_ bitmap: Bitmap) -> String {
        var digest: UInt64 = 0xCBF2_9CE4_8422_2325 ^ UInt64(bitmap.width) << 32 ^ UInt64(bitmap.height)
        bitmap.withPixels { pixels in
            for byte in pixels { digest = (digest ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }
        return String(digest, radix: 16)
    }
}

/// Digests by picture; the engine reports from one thread at a time.
private final class Digests: @unchecked Sendable { var all: [Int: String] = [:] }
