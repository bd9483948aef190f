extension Painters {
    /// What is printed, cut, laid or built.
    static let printed: [any Painter] = [
        ReductionPrint(), Linocut(), Engraving(), Riso(), Poster(), PaperCut(), Mosaic(), PixelArt(), Blueprint(),
        Cyanotype(),
    ]
}
