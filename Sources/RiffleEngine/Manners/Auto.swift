/// Which manners the engine chooses from by itself, by the kind of picture, best first.
enum Auto {
    static let ranked: [PictureKind: [String]] = [
        .document: ["inverted", "print", "sepia", "blueprint page", "chalkboard", "recoloured"],
        .drawing: [
            "neon", "new palette", "sticker", "stencil", "paper cut", "aside", "pop", "block", "riso", "off register",
            "badge", "linocut", "pattern", "long shadow", "emboss", "cross stitch", "monochrome", "mosaic",
            "nighttime", "outline", "reframed",
        ],
        .pixelArt: ["new palette", "finer cells", "four shades", "nighttime", "pixel outline", "daytime"],
        .scene: ["arranged", "reframed"],
        .structure: ["reframed"],
    ]

    /// For pictures of two parents.
    static let bred = ["its marks", "made of it", "on its ground", "in its colours", "in three regions"]

    /// How many ranks the seed may move a manner up: requests with other seeds bring other manners.
    static let play: Float = 4
}
