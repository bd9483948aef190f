/// Which manners the engine chooses from by itself, by the kind of picture, best first.
enum Auto {
    static let ranked: [PictureKind: [String]] = [
        .document: ["inverted", "print", "sepia", "blueprint page", "chalkboard", "recoloured"],
        .drawing: [
            "neon", "new palette", "reduction print", "sticker", "face to face", "stencil", "paper cut", "pop", "block",
            "three in depth", "riso", "off register", "watercolour", "badge", "linocut", "pattern", "cast shadow",
            "long shadow", "emboss", "cross stitch", "poster", "monochrome", "mosaic", "nighttime", "outline",
            "reframed",
        ],
        .pixelArt: ["new palette", "finer cells", "four shades", "nighttime", "pixel outline", "daytime"],
        .scene: [
            "arranged", "golden hour", "oil", "reduction print", "watercolour", "autumn", "low sun", "aside",
            "engraving", "dabs", "riso", "pencil", "against the sun", "ink wash", "linocut", "darkroom print", "mist",
            "stage light", "pastel", "mosaic", "coloured pencil", "paper cut", "poster", "snow", "blue hour", "two",
            "turned about", "dusk", "pixel art", "three crayons", "nearer", "reframed",
        ],
        .structure: [
            "reduction print", "oil", "against the sun", "low sun", "watercolour", "stage light", "golden hour",
            "aside",
            "engraving", "pencil", "two", "riso", "linocut", "dusk", "coloured pencil", "darkroom print", "mosaic",
            "turned about", "dabs", "ink wash", "paper cut", "pastel", "autumn", "nearer", "poster", "pixel art",
            "three crayons", "blue hour", "mist", "snow", "reframed",
        ],
    ]

    /// For pictures of two parents.
    static let bred = ["its marks", "made of it", "on its ground", "in its colours", "in three regions"]

    /// How many ranks the seed may move a manner up: requests with other seeds bring other manners.
    static let play: Float = 10

    /// Manners that look alike at a glance: a request takes another where it can.
    static let alike: [Set<String>] = [
        ["oil", "dabs", "pastel"], ["reduction print", "linocut", "engraving", "paper cut", "poster"],
        ["pencil", "coloured pencil", "three crayons", "ink wash", "engraving"],
        ["golden hour", "low sun", "stage light", "dusk"], ["darkroom print", "ink wash", "pencil"],
        ["snow", "mist", "blue hour"], ["watercolour", "coloured pencil"],
        ["inverted", "chalkboard", "blueprint page"],
    ]

    static func areAlike(_ a: Manner, _ b: Manner) -> Bool {
        a == b || alike.contains { $0.contains(a.name) && $0.contains(b.name) }
    }
}
