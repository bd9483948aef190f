/// Which manners the engine chooses by itself.
///
/// Manners that a person would call by one word ("a print", "a drawing", "other light") are one idea. A request takes one
/// manner of each idea, then a second of each, and so on; the first ideas are the best, and within an idea the first
/// manners. What nobody would keep beside these is only made when it is asked for by name.
enum Auto {
    static let ideas: [PictureKind: [[String]]] = [
        .document: [["inverted", "chalkboard"], ["recoloured"], ["blueprint page"], ["sepia", "print"]],
        .pixelArt: [["new palette"], ["finer cells", "pixel outline"], ["nighttime", "daytime"], ["four shades"]],
        .drawing: [
            ["new palette", "monochrome", "nighttime"],
            ["neon", "stencil", "outline"],
            ["reduction print", "riso", "linocut"],
            ["face to face", "cast shadow", "aside", "three in depth"],
            ["sticker", "block", "badge", "long shadow"],
            ["pop", "pattern", "cross stitch", "mosaic"],
            ["off register", "watercolour", "poster", "emboss"],
        ],
        .scene: photograph, .structure: photograph,
    ]

    private static let photograph = [
        ["reduction print", "linocut"],
        ["pencil", "coloured pencil"],
        ["oil", "dabs"],
        ["engraving"],
        ["aside", "two", "nearer", "turned about", "dusk"],
        ["golden hour", "blue hour", "low sun", "mist", "snow"],
        ["pixel art", "mosaic"],
        ["poster", "paper cut"],
        ["watercolour", "riso"],
        ["stage light"],
        ["autumn"],
        ["arranged"],
    ]

    /// What a photograph has to be like for a manner to be chosen unasked: elsewhere it does no harm, but few people would
    /// keep the picture. Manners that are not here are worth keeping of nearly every photograph.
    static let conditions: [String: @Sendable (PictureStudy) -> Bool] = [
        "golden hour": {
            $0[Scene.self].sky > 0.08 && $0[Sky.self].raggedness < 0.4 && !$0[Person.self].isLikely
        },
        // By day, most of what looks like a lamp is grass or a wall in the sun.
        "blue hour": {
            $0[Scene.self].sky > 0.08 && $0[Sky.self].raggedness < 0.4 && $0[Lamps.self].count == 0
        },
        "low sun": {
            $0[Scene.self].sky > 0.08 && $0[Sky.self].raggedness < 0.4 && !$0[Person.self].isLikely
        },
        "mist": { $0[Scene.self].sky > 0.25 },
        "snow": { $0[Scene.self].sky > 0.15 && $0[Scene.self].foliage > 0.12 },
        "autumn": { $0[Scene.self].foliage > ($0[Scene.self].sky > 0.05 ? 0.15 : 0.3) && !$0[Person.self].isLikely },
        "stage light": { $0[Tones.self].middle > 0.45 },
        // Faint shadows on white get hard edges.
        "darkroom print": { !$0[SolidSource.self].keepsGround },
        "engraving": { !$0[Tones.self].isDark && !$0[SolidSource.self].keepsGround },
        "pencil": { !$0[Tones.self].isDark },
        "ink wash": { !$0[Tones.self].isDark },
        "coloured pencil": { !$0[Tones.self].isDark },
        "watercolour": { !$0[Tones.self].isDark },
        // A knife leaves half of a small face.
        "linocut": { !$0[Person.self].isLikely },
        "poster": { !$0[Tones.self].isDark && $0[Tones.self].detail < 0.03 && !$0[Person.self].isLikely },
        "paper cut": { $0[Tones.self].detail < 0.03 && !$0[Person.self].isLikely },
        "riso": { !$0[Tones.self].isDark },
        // Words would be smeared.
        "oil": { !$0[Writing.self].isLikely },
        "dabs": { !$0[Writing.self].isLikely },
        "mosaic": {
            !$0[Tones.self].isDark && $0[Tones.self].detail < 0.025 && !$0[Writing.self].isLikely
                && !$0[SolidSource.self].keepsGround && !$0[Person.self].isLikely
        },
        // Of a face, a few cells are left.
        "pixel art": { !$0[Writing.self].isLikely && !$0[Person.self].isLikely },
        // Things would come twice, or in halves.
        "arranged": { Scenery($0.whole).isTexture },
    ]

    /// For pictures of two parents.
    static let bred = [
        ["its marks"], ["in its inks"], ["painted in its colours"], ["made of it"], ["on its ground"],
        ["in its colours", "in three regions"],
    ]

    /// Only where the ideas make fewer pictures than were asked for; each once, unless there is nothing else.
    static let lastResort = ["darkroom print", "reframed"]

    /// How many places a manner may move up within its idea, and an idea among the others: other pictures and other seeds
    /// bring other manners.
    static let play: (manners: Float, ideas: Float) = (3, 7)

    /// How often a family was used, as far as that speaks against using it again: a subject that can be moved is moved,
    /// media differ more than lights do, and pieces of a texture put together anew look much as before.
    static func cost(_ family: Manner.Family, used: Int) -> Int {
        switch family {
        case .stage: 2 * used - 1
        case .medium: used / 3
        case .arrange: used + 1
        default: used
        }
    }

    /// In another order: each may overtake those up to `play` places before it.
    static func shuffled<Item>(_ items: [Item], play: Float, _ noise: inout CounterNoise) -> [Item] {
        items.enumerated().map { (place: Float($0) - play * Float(noise.unit()), item: $1) }
            .sorted { $0.place < $1.place }.map(\.item)
    }
}
