/// What is told of a source's kind from its pixels, or by the person.
struct KindOfSource: Finding {
    let kind: PictureKind
    /// The lattice of pixel art.
    let lattice: CellLattice?

    init(of study: PictureStudy) {
        let found =
            study.statedKind == nil || study.statedKind == .pixelArt
            ? KindRules(study.whole, crew: study.crew).verdict : nil
        kind = study.statedKind ?? found?.kind ?? .structure
        lattice = kind == .pixelArt ? found?.lattice : nil
    }
}
