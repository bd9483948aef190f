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

    private let mate: PictureStudy?

    /// - Parameters:
    ///   - study: of the plan's source.
    ///   - mate: of the other parent, where there is one.
    init(_ plan: VariationPlan, study: PictureStudy, mate: PictureStudy? = nil) {
        self.mate = mate
        let painters = plan.manners.isEmpty ? chosen(plan, study: study) : asked(plan, study: study)
        assign(painters, plan: plan, study: study)
    }

    /// The manners that were asked for and suit, in turn.
    private mutating func asked(_ plan: VariationPlan, study: PictureStudy) -> [any Painter] {
        let suiting = plan.manners.map(Painters.of).filter { suits($0, study) }
        return suiting.isEmpty ? [] : (0..<plan.count).map { suiting[$0 % suiting.count] }
    }

    /// A manner of each idea for the kind, in the seed's order; nearest to the source first.
    private mutating func chosen(_ plan: VariationPlan, study: PictureStudy) -> [any Painter] {
        var noise = CounterNoise(seed: plan.seed, .casting)
        var ideas: [[any Painter]] = []
        for names in plan.mate == nil ? Auto.ideas[study.kind]! : Auto.bred {
            ideas.append(suiting(Auto.shuffled(names, play: Auto.play.manners, &noise), study))
        }
        ideas = Auto.shuffled(ideas.filter { !$0.isEmpty }, play: Auto.play.ideas, &noise)
        var painters = Casting.spread(ideas, count: plan.count) { $0.schemes(of: study) }
        if painters.isEmpty, plan.mate != nil {
            // Pieces of two pictures rarely make one: only where nothing better is to be had.
            return Array(repeating: PatchPainter.breed, count: plan.count)
        }
        if painters.count < plan.count, plan.mate == nil {
            let resort = suiting(Auto.lastResort, study)
            painters +=
                painters.isEmpty && !resort.isEmpty
                ? (0..<plan.count).map { resort[$0 % resort.count] } : Array(resort.prefix(plan.count - painters.count))
        }
        return painters.sorted { $0.distance < $1.distance }
    }

    private mutating func suiting(_ names: [String], _ study: PictureStudy) -> [any Painter] {
        names.compactMap { name in Painters.all.first { $0.manner.name == name } }.filter {
            isSafe($0, study) && suits($0, study)
        }
    }

    /// Whether a manner does no harm where nobody asked for it.
    private func isSafe(_ painter: any Painter, _ study: PictureStudy) -> Bool {
        switch painter.manner.family {
        case .arrange:
            // Things would come twice, or in halves.
            return Scenery(study.whole).isTexture
        case .stage where study.markedSubject == nil && study.kind != .drawing:
            // An outline that is a little wrong takes half a head along, or leaves the shoulders behind.
            return !study[Person.self].isLikely && study[SubjectMask.self].quality >= Auto.leastQuality
        default: return true
        }
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
                    return (perIdea[place.idea], perFamily[family, default: 0], place.idea)
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

    private mutating func suits(_ painter: any Painter, _ study: PictureStudy) -> Bool {
        let reason = mate.map { painter.refusal(of: study, mate: $0) } ?? painter.refusal(of: study)
        guard let reason else { return true }
        let refusal = Refusal(manner: painter.manner, reason: reason)
        if !refusals.contains(refusal) { refusals.append(refusal) }
        return false
    }

    /// Gives each picture a seed of its own, and each of one manner another scheme while there are any.
    private mutating func assign(_ painters: [any Painter], plan: VariationPlan, study: PictureStudy) {
        var used: [Manner: Set<Int>] = [:]
        for (picture, painter) in painters.enumerated() {
            let count = max(1, painter.schemes(of: study))
            var taken = used[painter.manner, default: []]
            if taken.count >= count { taken = [] }
            func role(_ attempt: Int) -> Role {
                let seed = PictureSeed.seed(plan.seed, picture: picture, attempt: attempt)
                return Role(painter: painter, scheme: Casting.scheme(of: seed, count: count), seed: seed)
            }
            let tries = (0..<64).lazy.map(role)
            let role = tries.first { !taken.contains($0.scheme) } ?? role(0)
            used[painter.manner] = taken.union([role.scheme])
            roles.append(role)
        }
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
