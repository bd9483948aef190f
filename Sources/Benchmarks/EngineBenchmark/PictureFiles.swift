internal import Foundation
internal import RiffleEngine
internal import RiffleImage

/// Makes variations of files for visual inspection: `EngineBenchmark make FOLDER PICTURE... [key=value...]`. Keys:
/// `manner` (a name or family, repeatable), `n` (`each`: one of each of the manners that suit), `side` (the longer side),
/// `strength`, `seed`, `kind`, `mate` and `weight`.
///
/// Writes `FOLDER/PICTURE-NUMBER-MANNER.png` and prints each picture's kind, manners and time.
struct PictureFiles {
    private var manners: [Manner] = []
    private var values: [String: String] = [:]
    private var files: [String] = []
    private let folder: String

    init?(_ arguments: [String]) {
        guard let folder = arguments.first else { return nil }
        self.folder = folder
        for argument in arguments.dropFirst() {
            let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
            if parts.count < 2 {
                files.append(argument)
            } else if parts[0] == "manner" {
                manners += Manner.named(parts[1])
            } else {
                values[parts[0]] = parts[1]
            }
        }
    }

    func run() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for file in files { try make(file) }
    }

    private func make(_ file: String) throws {
        let source = try picture(file)
        let longest = Double(max(source.width, source.height))
        let side = values["side"].flatMap(Double.init) ?? longest
        let mate = try values["mate"].map { try picture($0) }
        var manners = manners
        if values["n"] == "each" {
            let refused = Set(Engine.refusals(for: source).map(\.manner))
            manners = manners.filter { !refused.contains($0) }
            if manners.isEmpty { return print(file, "suits none of them") }
        }
        let plan = VariationPlan(
            source: source, count: values["n"] == "each" ? manners.count : values["n"].flatMap(Int.init) ?? 4,
            width: max(1, Int((Double(source.width) * side / longest).rounded())),
            height: max(1, Int((Double(source.height) * side / longest).rounded())),
            strength: values["strength"].flatMap { Strength.named($0) ?? Double($0) } ?? 0.5,
            seed: values["seed"].flatMap(UInt64.init) ?? 7, manners: manners,
            kind: values["kind"].flatMap(PictureKind.init),
            mate: mate.map { VariationPlan.Mate(picture: $0, weight: values["weight"].flatMap(Double.init) ?? 0.5) })
        let name = (file as NSString).lastPathComponent.replacingOccurrences(of: ".png", with: "")
        let results = Results()
        let clock = ContinuousClock()
        let start = clock.now
        do throws(EngineError) {
            let refusals = try Engine.variations(of: plan, threads: 2, isCancelled: { false }) { results.add($0) }
            let time = Int(start.duration(to: clock.now) / .milliseconds(1))
            print(
                name, plan.kind ?? Engine.kind(of: source), "\(time) ms:",
                results.all.map(\.manner.name).joined(separator: ", "),
                refusals.isEmpty
                    ? "" : "- not " + refusals.map { "\($0.manner.name): \($0.reason)" }.joined(separator: "; ")
            )
        } catch {
            print(name, error)
        }
        for (number, result) in results.all.enumerated() {
            let path = "\(folder)/\(name)-\(number + 1)-\(result.manner.name).png"
            try Data(PNG.encode(result.bitmap)).write(to: URL(fileURLWithPath: path))
        }
    }

    private func picture(_ file: String) throws -> Bitmap {
        try Picture.decode([UInt8](Data(contentsOf: URL(fileURLWithPath: file))))
    }
}

/// Finished pictures in order.
private final class Results: @unchecked Sendable {
    private var made: [Int: (manner: Manner, bitmap: Bitmap)] = [:]

    var all: [(manner: Manner, bitmap: Bitmap)] { made.sorted { $0.key < $1.key }.map(\.value) }

    func add(_ event: EngineEvent) {
        if case .finished(let picture, let bitmap, _, let manner) = event { made[picture] = (manner, bitmap) }
    }
}
