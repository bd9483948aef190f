internal import Foundation
internal import RiffleEngine
internal import RiffleImage

/// Checks what must stay unchanged: `EngineBenchmark promises PICTURE...`.
///
/// Makes one picture of the source's size with each suitable manner at each strength. For documents, prints how many
/// pixels changed between ink and paper, more than one pixel away from the edge of a mark. For transparent and pure
/// white backgrounds, prints how many background pixels changed. For pixel art, prints the number of cells that are not
/// uniform, and the number of colours.
enum PromiseReport {
    static func run(_ files: [String]) throws {
        for file in files {
            let source = try Picture.decode([UInt8](Data(contentsOf: URL(fileURLWithPath: file))))
            let kind = Engine.kind(of: source)
            let name = ((file as NSString).lastPathComponent as NSString).deletingPathExtension
            let refused = Set(Engine.refusals(for: source).map(\.manner))
            var lines: [String] = []
            for manner in Manner.all where manner.family != .breed && !refused.contains(manner) {
                let results = try Strength.names.map { try made(source, manner, $0) }
                guard let line = line(source, kind, results) else { break }
                lines.append("  \(manner.name): \(line)")
            }
            print(name, kind, lines.isEmpty ? "has nothing to keep" : ([""] + lines).joined(separator: "\n"))
        }
    }

    private static func made(_ source: Bitmap, _ manner: Manner, _ strength: String) throws -> Bitmap {
        let plan = VariationPlan(
            source: source, count: 1, width: source.width, height: source.height,
            strength: Strength.named(strength) ?? 0.5, seed: 1, manners: [manner])
        let result = Made()
        try Engine.variations(of: plan, threads: 2, isCancelled: { false }) { event in
            if case .finished(_, let bitmap, _, _) = event { result.bitmap = bitmap }
        }
        return result.bitmap ?? source
    }

    /// Nil if the source has nothing that must stay unchanged.
    private static func line(_ source: Bitmap, _ kind: PictureKind, _ results: [Bitmap]) -> String? {
        switch kind {
        case .document:
            return results.map { "\(Marks(source).lost(in: $0))" }.joined(separator: " ") + " marks' pixels"
        case .pixelArt:
            let cell = source.wholeCell
            let cells = results.map { "\($0.brokenCells(cell))/\($0.colorCount)" }.joined(separator: " ")
            return "\(cells) broken cells/colors, of \(source.colorCount)"
        case .drawing, .scene, .structure:
            let ground = source.plainGround
            if 50 * ground.count < source.width * source.height { return nil }
            let changed = results.map { result in ground.count { !isSame(source, result, $0) } }
            return changed.map(String.init).joined(separator: " ") + " of \(ground.count) pixels of the ground"
        }
    }

    private static func isSame(_ a: Bitmap, _ b: Bitmap, _ i: Int) -> Bool {
        let (one, other) = (a[i % a.width, i / a.width], b[i % a.width, i / a.width])
        return one == other || one.alpha == 0 && other.alpha == 0
    }
}

private final class Made: @unchecked Sendable { var bitmap: Bitmap? }

/// The marks of a document: the pixels darker than the threshold between ink and paper.
private struct Marks {
    private let isInk: [Bool]
    /// Whether all neighbouring pixels have the same value.
    private let isInside: [Bool]

    init(_ page: Bitmap) {
        let tones = Marks.tones(page)
        let cut = Marks.cut(tones)
        isInk = tones.map { $0 < cut }
        let (isInk, width, height) = (isInk, page.width, page.height)
        isInside = isInk.indices.map { i in
            let (x, y) = (i % width, i / width)
            return (max(0, y - 1)...min(height - 1, y + 1)).allSatisfy { row in
                (max(0, x - 1)...min(width - 1, x + 1)).allSatisfy { isInk[row * width + $0] == isInk[i] }
            }
        }
    }

    /// How many pixels changed sides, at the threshold at which the most agree.
    func lost(in result: Bitmap) -> Int {
        let tones = Marks.tones(result)
        var (dark, light) = ([Int](repeating: 0, count: 257), [Int](repeating: 0, count: 257))
        for i in tones.indices where isInside[i] {
            if isInk[i] { dark[tones[i]] += 1 } else { light[tones[i]] += 1 }
        }
        let (ink, paper) = (dark.reduce(0, +), light.reduce(0, +))
        var (least, inkBelow, paperBelow) = (Int.max, 0, 0)
        for tone in 0...256 {
            least = min(least, ink - inkBelow + paperBelow, inkBelow + paper - paperBelow)
            inkBelow += dark[tone]
            paperBelow += light[tone]
        }
        return least
    }

    private static func tones(_ picture: Bitmap) -> [Int] {
        (0..<picture.width * picture.height).map { i in
            let pixel = picture[i % picture.width, i / picture.width]
            let tone = (54 * Int(pixel.red) + 183 * Int(pixel.green) + 19 * Int(pixel.blue)) / 256
            return (tone * Int(pixel.alpha) + 255 * (255 - Int(pixel.alpha))) / 255
        }
    }

    /// The threshold by Otsu, moved to the rarest tone nearby. Source: Otsu, "A threshold selection method from
    /// gray-level histograms", 1979.
    private static func cut(_ tones: [Int]) -> Int {
        var counts = [Int](repeating: 0, count: 256)
        for tone in tones { counts[tone] += 1 }
        let (all, total) = (tones.count, tones.reduce(0, +))
        var (best, cut, below, sum) = (0.0, 128, 0, 0)
        for tone in 1...255 {
            below += counts[tone - 1]
            sum += counts[tone - 1] * (tone - 1)
            if below == 0 || below == all { continue }
            let apart = Double(sum) / Double(below) - Double(total - sum) / Double(all - below)
            let between = Double(below) * Double(all - below) * apart * apart
            if between > best { (best, cut) = (between, tone) }
        }
        return (max(1, cut - 24)...min(254, cut + 24)).min { counts[$0] < counts[$1] } ?? cut
    }
}

extension Bitmap {
    /// Transparent pixels, or, in an opaque picture, the pure white ones connected to its edge.
    fileprivate var plainGround: [Int] {
        let clear = (0..<width * height).filter { self[$0 % width, $0 / width].alpha == 0 }
        if !clear.isEmpty { return clear }
        let white = Pixel(red: 255, green: 255, blue: 255)
        var isSeen = [Bool](repeating: false, count: width * height)
        var open: [Int] = (0..<width).flatMap { [$0, (height - 1) * width + $0] }
        open += (0..<height).flatMap { [$0 * width, $0 * width + width - 1] }
        var ground: [Int] = []
        while let i = open.popLast() {
            let (x, y) = (i % width, i / width)
            if isSeen[i] || self[x, y] != white { continue }
            isSeen[i] = true
            ground.append(i)
            if x > 0 { open.append(i - 1) }
            if x < width - 1 { open.append(i + 1) }
            if y > 0 { open.append(i - width) }
            if y < height - 1 { open.append(i + width) }
        }
        return ground
    }

    fileprivate var colorCount: Int { Set((0..<width * height).map { self[$0 % width, $0 / width] }).count }

    /// Side of the largest cells of pixel art that the picture consists of.
    fileprivate var wholeCell: Int {
        (2...64).reversed().first { width % $0 == 0 && height % $0 == 0 && brokenCells($0) == 0 } ?? 1
    }

    fileprivate func brokenCells(_ side: Int) -> Int {
        var count = 0
        for top in stride(from: 0, to: height, by: side) {
            for left in stride(from: 0, to: width, by: side) {
                let isWhole = (top..<min(top + side, height)).allSatisfy { y in
                    (left..<min(left + side, width)).allSatisfy { self[$0, y] == self[left, top] }
                }
                if !isWhole { count += 1 }
            }
        }
        return count
    }
}
