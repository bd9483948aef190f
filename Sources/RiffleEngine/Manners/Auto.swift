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
        .scene: [
            ["golden hour", "autumn", "low sun", "snow", "mist", "blue hour"],
            ["reduction print", "riso", "linocut", "poster", "paper cut"],
            ["aside", "two", "dusk", "turned about", "nearer"],
            ["oil", "watercolour", "dabs", "pastel"],
            ["arranged"],
            ["engraving", "pencil", "ink wash", "coloured pencil"],
            ["mosaic", "pixel art"],
        ],
        .structure: [
            ["golden hour", "low sun", "stage light", "autumn", "blue hour", "snow"],
            ["reduction print", "linocut", "poster", "paper cut", "riso"],
            ["aside", "two", "dusk", "turned about", "nearer"],
            ["engraving", "ink wash", "pencil", "coloured pencil"],
            ["oil", "watercolour", "dabs", "pastel"],
            ["mosaic", "pixel art"],
        ],
    ]

    /// For pictures of two parents.
    static let bred = [["its marks"], ["made of it"], ["on its ground"], ["in its colours"], ["in three regions"]]

    /// Only where the ideas make fewer pictures than were asked for; each once, unless there is nothing else.
    static let lastResort = ["darkroom print", "reframed"]

    /// The least quality of a guessed subject that is moved about unasked: on portraits, wrong ones reach 1.69 to 1.81.
    static let leastQuality: Float = 1.7

    /// How many places the seed may move a manner up within its idea, and an idea among the others: requests with other
    /// seeds bring other manners.
    static let play: (manners: Float, ideas: Float) = (5, 1.5)

    /// In another order: each may overtake those up to `play` places before it.
    static func shuffled<Item>(_ items: [Item], play: Float, _ noise: inout CounterNoise) -> [Item] {
        items.enumerated().map { (place: Float($0) - play * Float(noise.unit()), item: $1) }
            .sorted { $0.place < $1.place }.map(\.item)
    }
}
