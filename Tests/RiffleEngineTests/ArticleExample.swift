// The example of RiffleEngine's article; a test checks that both are equal.
import RiffleEngine
import RiffleImage

/// Makes four variations of a PNG in process and hands each over, as a PNG, when it is finished.
func makeVariations(
    of png: [UInt8], isCancelled: @escaping @Sendable () -> Bool,
    keep: @escaping @Sendable (_ name: String, _ png: [UInt8]) -> Void
) throws {
    let source = try PNG.decode(png)
    var plan = VariationPlan(
        source: source, count: 4, width: source.width, height: source.height, strength: 0.5, seed: 7)
    plan.manners = Manner.named("light") + Manner.named("medium")
    let refusals = try Engine.variations(of: plan, threads: 2, isCancelled: isCancelled) { event in
        switch event {
        case .progress, .partial: break
        case .finished(let picture, let bitmap, let seed, let manner):
            keep("\(picture)-\(manner.name)-\(seed).png", PNG.encode(bitmap))
        }
    }
    for refusal in refusals { print("\(refusal.manner.name): \(refusal.reason)") }
}
