internal import RiffleImage

/// Which manner each picture of a plan is made in.
struct Casting {
    /// One picture's manner, and what tells it from others of that manner.
    struct Role {
        let painter: any Painter
        let scheme: Int
        let seed: UInt64
    }

    private(set) var roles: [Role] = []
    /// The manners that were asked for, or would have been chosen, and do not suit, with why.
    private(set) var refusals: [Refusal] = []

    /// The first picture, where it is the same whatever the source's subject is: it can be painted while that is looked for.
    private(set) var first: Role?

    private let plan: VariationPlan
    private let study: PictureStudy
    private let mate: PictureStudy?
    /// What was asked so far.
    private var isSuiting: [Manner: Bool] = [:]

    /// Finds the first picture's manner; `complete` finds the others.
    ///
    /// - Parameters:
    ///   - study: of the plan's source.
    ///   - mate: of the other parent, where there is one.
    init(_ plan: VariationPlan, study: PictureStudy, mate: PictureStudy? = nil) {
        (self.plan, self.study, self.mate) = (plan, study, mate)
        guard mate == nil, let painter = plan.manners.isEmpty ? nearest() : plan.manners.first.map(Painters.of),
            !Casting.needsSubject(painter), !(painter is PatchPainter), suits(painter)
        else { return }
        first = role(painter, picture: 0, attempt: 0)
    }

    mutating func complete() { assign(plan.manners.isEmpty ? all() : asked()) }

    /// The manners that were asked for and suit, in turn.
    private mutating func asked() -> [any Painter] {
        let suiting = plan.manners.map(Painters.of).filter { suits($0) }
        return suiting.isEmpty ? [] : (0..<plan.count).map { suiting[$0 % suiting.count] }
    }

    /// As `chosen`, with the first picture where it is.
    private mutating func all() -> [any Painter] {
        var painters = chosen(.asked)
        if let first = first?.painter, painters.first?.manner != first.manner {
            if !painters.isEmpty {
                painters.remove(at: painters.firstIndex { $0.manner == first.manner } ?? painters.count - 1)
            }
            painters.insert(first, at: 0)
        }
        return painters
    }

    /// The manner that comes first both if all the manners that need the subject suit and if none of them does.
    private mutating func nearest() -> (any Painter)? {
        guard let first = chosen(.none).first, chosen(.all).first?.manner == first.manner else { return nil }
        return first
    }

    /// Which of the manners that need the subject suit.
    private enum Staged { case asked, all, none }

    /// Finding the subject takes longer than all else that manners are refused for.
    private static func needsSubject(_ painter: any Painter) -> Bool { painter.manner.family == .stage }

    /// A manner of each idea for the kind, in the seed's order; nearest to the source first.
    private mutating func chosen(_ staged: Staged) -> [any Painter] {
        var noise = CounterNoise(seed: plan.seed ^ study.whole.fingerprint, .casting)
        let kind = plan.mate == nil ? Auto.ideas[study.kind]! : Auto.bred
        let named = kind.map { Auto.shuffled($0, play: Auto.play.manners, &noise) }
        let ideas = Auto.shuffled(named, play: Auto.play.ideas, &noise).map { suiting($0, staged) }
        var painters = Casting.spread(ideas.filter { !$0.isEmpty }, count: plan.count) { $0.schemes(of: study) }
        if painters.isEmpty, plan.mate != nil {
            // Pieces of two pictures rarely make one: only where nothing better is to be had.
            return Array(repeating: PatchPainter.breed, count: plan.count)
        }
        if painters.count < plan.count, plan.mate == nil {
            let resort = suiting(Auto.lastResort, staged)
            painters +=
                painters.isEmpty && !resort.isEmpty
                ? (0..<plan.count).map { resort[$0 % resort.count] } : Array(resort.prefix(plan.count - painters.count))
        }
        return painters.sorted { $0.distance < $1.distance }
    }

    private mutating func suiting(_ names: [String], _ staged: Staged) -> [any Painter] {
        var painters: [any Painter] = []
        for painter in names.compactMap({ name in Painters.all.first { $0.manner.name == name } })
        where !study.halted() {
            if Casting.needsSubject(painter), staged != .asked {
                if staged == .all, mayMoveSubject { painters.append(painter) }
            } else if isSafe(painter), suits(painter) {
                painters.append(painter)
            }
        }
        return painters
    }

    /// Whether a subject can be moved unasked. Of one that was guessed in a photograph, half a head may be missing.
    private var mayMoveSubject: Bool { study.markedSubject != nil || study.kind == .drawing }

    /// Whether a manner does no harm where nobody asked for it.
    private func isSafe(_ painter: any Painter) -> Bool {
        if painter.manner.family == .stage, study.markedSubject == nil {
            return mayMoveSubject && study[CutSubject.self].shape?.ground != .photograph
        }
        if painter.manner.name == "on its ground", study.markedSubject == nil {
            return study[CutSubject.self].shape?.ground != .photograph
        }
        guard study.kind == .scene || study.kind == .structure else { return true }
        return Auto.conditions[painter.manner.name]?(study) ?? true
    }

    /// `count` painters: one of each idea, families used least first, then another of each, and so on; each at most as
    /// often as it has schemes, and fewer where that is all there are.
    static func spread(_ ideas: [[any Painter]], count: Int, schemes: (any Painter) -> Int) -> [any Painter] {
        var left = ideas.map { idea in idea.map { (painter: $0, times: max(1, schemes($0)), made: 0) } }
        var perIdea = [Int](repeating: 0, count: ideas.count)
        var perFamily: [Manner.Family: Int] = [:]
        var chosen: [any Painter] = []
        while chosen.count < count {
            // The next manner of each idea: the one made least often.
            let next = left.enumerated().compactMap { idea, manners in
                manners.indices.filter { manners[$0].made < manners[$0].times }
                    .min { manners[$0].made < manners[$1].made }
                    .map { (idea: idea, manner: $0) }
            }.min { a, b in
                func cost(_ place: (idea: Int, manner: Int)) -> (Int, Int, Int) {
                    let family = left[place.idea][place.manner].painter.manner.family
                    let cost = Auto.cost(family, used: perFamily[family, default: 0])
                    return (perIdea[place.idea], cost, place.idea)
                }
                return cost(a) < cost(b)
            }
            guard let next else { break }
            let painter = left[next.idea][next.manner].painter
            left[next.idea][next.manner].made += 1
            perIdea[next.idea] += 1
            perFamily[painter.manner.family, default: 0] += 1
            chosen.append(painter)
        }
        return chosen
    }

    private mutating func suits(_ painter: any Painter) -> Bool {
        if let known = isSuiting[painter.manner] { return known }
        let reason = mate.map { painter.refusal(of: study, mate: $0) } ?? painter.refusal(of: study)
        isSuiting[painter.manner] = reason == nil
        if let reason { refusals.append(Refusal(manner: painter.manner, reason: reason)) }
        return reason == nil
    }

    /// Gives each picture a seed of its own, and each of one manner another scheme while there are any.
    private mutating func assign(_ painters: [any Painter]) {
        var used: [Manner: Set<Int>] = [:]
        for (picture, painter) in painters.enumerated() {
            var taken = used[painter.manner, default: []]
            if taken.count >= max(1, painter.schemes(of: study)) { taken = [] }
            var chosen = role(painter, picture: picture, attempt: 0)
            for attempt in 1..<64 where taken.contains(chosen.scheme) {
                chosen = role(painter, picture: picture, attempt: attempt)
            }
            used[painter.manner] = taken.union([chosen.scheme])
            roles.append(chosen)
        }
    }

    private func role(_ painter: any Painter, picture: Int, attempt: Int) -> Role {
        let seed = PictureSeed.seed(plan.seed, picture: picture, attempt: attempt)
        return Role(
            painter: painter, scheme: Casting.scheme(of: seed, count: max(1, painter.schemes(of: study))), seed: seed)
    }

    /// A picture's scheme follows from its seed alone, so that it can be made again.
    static func scheme(of seed: UInt64, count: Int) -> Int {
        var noise = CounterNoise(seed: seed, .scheme)
        return noise.below(count)
    }
}

/// A manner that does not suit a picture.
public struct Refusal: Hashable, Sendable {
    public let manner: Manner
    /// The end of a sentence: "it has no sky".
    public let reason: String
}

extension Bitmap {
    /// A number that other pictures hardly have, from pixels all over it.
    fileprivate var fingerprint: UInt64 {
        withPixels { pixels in
            stride(from: 0, to: pixels.count, by: max(1, pixels.count / 1021)).reduce(0x9E37_79B9) { sum, i in
                CounterNoise.mix(sum ^ UInt64(pixels[i]))
            }
        }
    }
}
