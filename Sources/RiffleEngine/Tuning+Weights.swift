/// What is the same at all strengths, each weight with the pictures that it was judged on by eye, at medium.
extension Tuning {
    // MARK: The search for patches

    /// Grey levels per byte at which a patch of the source that is not shown counts double.
    /// Without it a pagoda has two spires, and two suns stand above the hills.
    static let missing: Float = 6
    /// Grey levels per byte that a patch costs which is like no other and was shown twice.
    /// Without it a room has two drums, and a pagoda grows together with a second one.
    static let repeated: Float = 25
    /// Grey levels per byte that a patch of the wrong parent costs at most.
    /// Without it a cat and a cheetah become one of them alone.
    static let crossed: Float = 60
    /// The same for the sampler, in logits. Without it the cheetah's face is cut at random.
    static let crossedPull: Float = 40

    // MARK: What a candidate costs, in grey levels

    /// For each grey level by which patches of the source are missing, on average.
    static let missingShare: Float = 0.5
    /// For each grey level by which the twentieth is missing that is shown worst.
    /// Without it a mountain's tree and the small dandelions behind a large one are cut off by the edge.
    static let worstShare: Float = 0.15
    /// The same again once seams are known, so that nothing is left out for having been hard to join.
    /// Without it a cat has half an eye and two noses.
    static let worstShareWithSeams: Float = 0.35
    /// If every patch were like no other and shown twice. Of twelve pictures only a mountain's choice changes.
    static let repeatedShare: Float = 30
    /// For each grey level that seams differ by. Of twelve pictures only a lawn's choice changes.
    static let seamShare: Float = 3
    /// For a seam that shows as much as what it cuts through.
    /// Without it there are bricks of half a width, and a piece of a table in front of the drum.
    static let tornShare: Float = 12
    /// What is torn so much is drawn again. Without it a tower stands in three pieces, and a quokka has two noses.
    static let tornLimit: Float = 0.4
}
