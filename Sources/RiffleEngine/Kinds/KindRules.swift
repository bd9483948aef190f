internal import RiffleImage

/// Tells what a picture is: first whether it is pixel art, then a document, then a drawing, else a photograph.
///
/// A document taken for something else would be falsified, a drawing taken for a document only misses some manners: the
/// rules for documents come early and are generous. The numbers were found on 273 pictures of all kinds.
final class KindRules {
    struct Verdict: Equatable {
        var kind: PictureKind
        var lattice: CellLattice?
        /// What it was told by, in a few words.
        var reason: String
    }

    private let source: OpaqueSource
    private let crew: Crew
    private lazy var steps = StepStatistics(source)
    private lazy var colors = ColorStatistics(source)
    private lazy var lattices = CellLattice.Steps(source.bitmap)
    /// Opaque, at most 800 pixels long.
    private lazy var small = source.reduced(to: KindRules.reducedSide)
    private lazy var gray = GrayBytes(small)
    private lazy var letters = Lettering(small)
    private lazy var straight = StraightLines(gray)
    private lazy var page = InkOnPaper(small)
    private lazy var isCode = colors.cells90 <= 128 && FinderPatterns.count(gray) >= 3

    /// Below this many pixels a side nothing can be told.
    private static let smallestSide = 12
    private static let reducedSide = 800

    init(_ bitmap: Bitmap, crew: Crew = .alone) {
        source = OpaqueSource(bitmap)
        self.crew = crew
        if crew.threads > 1, min(bitmap.width, bitmap.height) >= KindRules.smallestSide { lookAhead(crew) }
    }

    /// Finds out by several threads at once what most pictures are asked for.
    private func lookAhead(_ crew: Crew) {
        let source = source
        let (steps, colors, lattices) = (
            Slots<StepStatistics>(count: 1), Slots<ColorStatistics>(count: 1), Slots<CellLattice.Steps>(count: 1)
        )
        let looks = Slots<(small: Bitmap, gray: GrayBytes, letters: Lettering)>(count: 1)
        crew.perform(4) { part in
            switch part {
            case 0:
                let small = source.reduced(to: KindRules.reducedSide)
                looks[0] = (small, GrayBytes(small), Lettering(small))
            case 1: colors[0] = ColorStatistics(source)
            case 2: lattices[0] = CellLattice.Steps(source.bitmap)
            default: steps[0] = StepStatistics(source)
            }
        }
        (self.steps, self.colors, self.lattices) = (steps[0]!, colors[0]!, lattices[0]!)
        (small, gray, letters) = looks[0]!
    }

    var verdict: Verdict {
        if min(source.bitmap.width, source.bitmap.height) < KindRules.smallestSide {
            return Verdict(kind: .drawing, reason: "it is too small to tell")
        }
        if let verdict = onLattice { return verdict }
        if crew.halted() { return Verdict(kind: .structure, reason: "halted") }
        if let reason = documentReason { return Verdict(kind: .document, reason: reason) }
        if isDrawing { return Verdict(kind: .drawing, reason: "areas of flat colour") }
        return Scenery(small).isScene(even: steps.even)
            ? Verdict(kind: .scene, reason: "no flat areas; detail spread about, few long straight lines")
            : Verdict(kind: .structure, reason: "no flat areas; detail in one place, or long straight lines")
    }

    /// Transparent anywhere that counts.
    private var isClear: Bool { source.clear + source.soft > 0.02 }

    private var onLattice: Verdict? {
        if let cells = CellLattice.whole(lattices), cells.pitch >= (cells.isRough ? 4 : 3) || isPlain(cells) {
            if colors.count <= 2, !isClear || isCode {
                return Verdict(kind: .document, reason: "whole cells of two colours, as a code has")
            }
            if colors.cells90 <= 256 {
                return hasText(cells) || isCode
                    ? Verdict(kind: .document, lattice: cells, reason: "letters or a code in whole cells")
                    : Verdict(kind: .pixelArt, lattice: cells, reason: "whole cells of few colours")
            }
        }
        let bitmap = source.bitmap
        if max(bitmap.width, bitmap.height) <= 128, colors.count > 2, source.soft == 0, letters.inLines < 6,
            colors.count <= 16 || (colors.count <= 64 && steps.sharp > 0.1 && steps.middle <= 0.2 * steps.sharp)
        {
            return Verdict(
                kind: .pixelArt, lattice: CellLattice(pitch: 1, left: 0, top: 0, isRough: false),
                reason: "small, and of few colours")
        }
        guard (3...64).contains(colors.count), steps.equal >= 0.3, source.soft < 0.01, letters.inLines < 40,
            colors.count <= 16 || steps.sharp > 2 * steps.middle
        else { return nil }
        return CellLattice.broken(lattices).map {
            Verdict(kind: .pixelArt, lattice: $0, reason: "cells of few colours")
        }
    }

    /// Cells of two pixels could be chance where there are many colours.
    private func isPlain(_ cells: CellLattice) -> Bool { cells.pitch == 2 && colors.count <= 64 }

    /// Whether the cells spell lines of text, as a screenshot that was enlarged does.
    private func hasText(_ cells: CellLattice) -> Bool {
        let bitmap = source.bitmap
        let scale = 1 / Double(cells.pitch)
        let (width, height) = (Int(Double(bitmap.width) * scale), Int(Double(bitmap.height) * scale))
        guard max(width, height) >= 128 else { return false }
        let letters = Lettering(small.resized(width: width, height: height, filter: .nearest))
        return letters.inLines >= 40 && letters.cover >= 0.03
    }

    /// What shows that it is a document; nil where nothing does.
    private var documentReason: String? {
        if isText { return "letters in lines" }
        if isLabelled { return "marks of one height, like labels or small print" }
        if isRuled { return "ruled lines" }
        if isChart { return "the shapes of a chart" }
        if isCode { return "a code" }
        return isScan ? "thin ink on paper" : nil
    }

    /// Letters that stand in lines.
    private var isText: Bool {
        if isThing { return false }
        let (n, cover) = (letters.inLines, letters.cover)
        return (n >= 16 && cover >= 0.045) || (n >= 40 && cover >= 0.03)
            || (n >= 25 && cover >= 0.012 && steps.equal >= 0.28)
            || (n >= 4 && cover >= 0.01 && steps.even >= 0.93 && !isClear)
            || ((n >= 6 && steps.equal >= 0.5 || n >= 12 && steps.equal >= 0.35) && (areAlike(0.3) || n >= 40))
    }

    /// A thing with labels on it, such as a circuit board: shaded all over, as no page is.
    private var isThing: Bool {
        steps.equal < 0.02 && steps.even < 0.1 && colors.ring < 0.4 && colors.cells90 > 200
    }

    /// Marks of one height, too few or too small for lines: the labels of a plot, a page seen from afar.
    private var isLabelled: Bool {
        let n = letters.marks
        if n >= 60, areAlike(0.72), colors.ring >= 0.6 { return true }
        if n >= 20, areAlike(0.88), colors.ring >= 0.4, steps.equal >= 0.5, !isClear { return true }
        if letters.inShortLines >= 12, areAlike(0.7), steps.equal >= 0.6 { return true }
        guard colors.ring >= 0.9, steps.equal >= 0.28 else { return false }
        if n >= 10, areAlike(0.62), !isClear || page.thick <= 0.35 { return true }
        if n >= 10, areAlike(0.5), isThinOnPaper { return true }
        if n >= 6, areAlike(0.9), isThinOnPaper { return true }
        if letters.inShortLines >= 9, letters.alike >= 9, areAlike(0.3), steps.equal >= 0.6 { return true }
        return n >= 6 && min(straight.across.count, straight.down.count) >= 2
            && min(straight.across.longest, straight.down.longest) >= 0.3 && (!isClear || areAlike(0.5))
    }

    private func areAlike(_ share: Float) -> Bool { Float(letters.alike) >= share * Float(letters.marks) }

    /// Nothing but thin strokes, on a ground that is even all around.
    private var isThinOnPaper: Bool { !isClear && colors.ring >= 0.95 && page.paper >= 0.75 && page.thick <= 0.05 }

    /// Rules one way only, as in music and on writing paper, or both ways, as on graph paper and boards.
    private var isRuled: Bool {
        let (across, down) = (straight.across, straight.down)
        if min(across.through, down.through) >= 8, colors.cells90 <= 4, steps.equal >= 0.5 { return true }
        return steps.even >= 0.6 && max(across.count, down.count) >= 10 && min(across.count, down.count) == 0
            && max(across.longest, down.longest) >= 0.4 && colors.top8 >= 0.7 && colors.cells90 <= 3
            && page.thick <= 0.1
    }

    private var isChart: Bool {
        let shapes = ChartShapes(small, frame: colors.frame)
        if steps.equal >= 0.2, shapes.sectors >= 3 { return true }
        return steps.equal >= 0.7 && colors.ring >= 0.98 && shapes.nodes >= (isClear ? 8 : 4)
    }

    /// Thin ink on paper in uneven light: scans, handwriting.
    private var isScan: Bool {
        guard steps.equal < 0.5, page.thick <= 0.2, page.paper >= 0.72 else { return false }
        if letters.inLines >= 25, letters.cover >= 0.012 { return true }
        if letters.marks >= 60, areAlike(0.85), page.parts >= 10, page.tint <= 24 { return true }
        // Bare branches are thin ink too, but not in lines.
        if isClear || max(letters.inShortLines, straight.across.count) < 3 && letters.marks < 20 { return false }
        return (0.015...0.3).contains(page.ink) && page.paper + page.ink >= 0.83
            && page.tint <= 24 && 1 - page.paper - page.ink <= 3 * page.ink + 0.03 && page.parts >= 10
    }

    private var isDrawing: Bool {
        if isClear, source.clear > 0.03 { return !isCutOut }
        return (steps.equal >= 0.58 && steps.sharp >= 0.007)
            || (steps.equal >= 0.36 && steps.sharp >= 0.19 * steps.middle && colors.top8 >= 0.25)
    }

    /// A photograph whose ground was cleared.
    private var isCutOut: Bool {
        steps.equalInside <= 0.06 && colors.cells90 >= 200 && grain >= 1.5
    }

    /// The fine detail of the quieter parts, in levels. Source: Immerkær, "Fast noise variance estimation", 1996.
    private var grain: Float {
        let plane = gray.plane
        let (width, height) = (plane.width, plane.height)
        let detail = Plane(width: width, height: height) { x, y in
            func level(_ dx: Int, _ dy: Int) -> Float {
                plane[Plane.mirrored(x + dx, width), Plane.mirrored(y + dy, height)]
            }
            let corners = level(-1, -1) + level(1, -1) + level(-1, 1) + level(1, 1)
            let sides = level(0, -1) + level(-1, 0) + level(1, 0) + level(0, 1)
            return abs(corners - 2 * sides + 4 * level(0, 0))
        }.mean(4)
        let busy = (0..<detail.count).map { detail.values[$0] }.filter { $0 > 0.15 }.sorted()
        return 50 * busy.count > detail.count ? busy[busy.count / 4] : 0
    }
}
