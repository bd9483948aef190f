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

    /// The best of the kind's manners, moved a little by the seed, spread over families; nearest first.
    private mutating func chosen(_ plan: VariationPlan, study: PictureStudy) -> [any Painter] {
        let names = plan.mate == nil ? Auto.ranked[study.kind]! : Auto.bred
        var noise = CounterNoise(seed: plan.seed, .casting)
        let order = names.enumerated().map { rank, name in
            (rank: Float(rank) - Auto.play * Float(noise.below(1 << 16)) / Float(1 << 16), name: name)
        }.sorted { $0.rank < $1.rank }
        let suiting = order.compactMap { place in Painters.all.first { $0.manner.name == place.name } }
            .filter { suits($0, study) }
        // Pieces of two pictures rarely make one: only where nothing better is to be had.
        if suiting.isEmpty, plan.mate != nil { return Array(repeating: PatchPainter.breed, count: plan.count) }
        let painters = Casting.spread(suiting, count: plan.count) { $0.schemes(of: study) }
        return painters.sorted { $0.distance < $1.distance }
    }

    /// `count` painters, those in front preferred, as few as can be from one family or alike, each at most as often as it has schemes;
    /// fewer where that is all there are. One at most is reframed, unless there is nothing else.
    static func spread(
        _ painters: [any Painter], count: Int, schemes: (any Painter) -> Int
    ) -> [any Painter] {
        let frames = painters.count { $0.manner.family == .frame }
        var left = painters.map {
            $0.manner.family == .frame && frames < painters.count ? 1 : max(1, schemes($0))
        }
        var chosen: [any Painter] = []
        var perFamily: [Manner.Family: Int] = [:]
        var perManner = [Int](repeating: 0, count: painters.count)
        while chosen.count < count {
            let next = painters.indices.filter { left[$0] > 0 }.min { a, b in
                func cost(_ i: Int) -> (Int, Int, Int) {
                    let family = painters[i].manner.family
                    let alike = chosen.count { Auto.areAlike($0.manner, painters[i].manner) }
                    return (family == .frame ? 1 : 0, 2 * perFamily[family, default: 0] + 4 * perManner[i] + alike, i)
                }
                return cost(a) < cost(b)
            }
            guard let next else { break }
            left[next] -= 1
            perManner[next] += 1
            perFamily[painters[next].manner.family, default: 0] += 1
            chosen.append(painters[next])
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
