internal import RiffleImage

/// What a picture is, which decides the manners that suit it.
public enum PictureKind: String, CaseIterable, Sendable {
    /// Text, tables, code, plots, maps, screenshots, scans: marks that mean something where they are.
    case document
    /// Areas of flat colour: logos, cartoons, emoji, clip art.
    case drawing
    /// Whole cells of few colours.
    case pixelArt
    /// A photograph, or a painting, whose parts could lie elsewhere: foliage, water, hills, cloth.
    case scene
    /// One whose parts could not: faces, objects, rooms.
    case structure
}

/// What is told of a source's kind from its pixels, or by the person.
struct KindOfSource: Finding {
    let kind: PictureKind

    init(of study: PictureStudy) {
        if let stated = study.statedKind {
            kind = stated
            return
        }
        let whole = Raster(study.original.stretchedToSquare)
        let side = min(whole.side, 512)
        guard side >= Ladder.smallestSide else {
            kind = .drawing
            return
        }
        let fine = whole.scaled(to: side)
        let ladder = Ladder(side: side)
        let coarse = fine.scaled(to: ladder.refined[0])
        let source = SourceKind(coarse: coarse, fine: whole, singularity: Singularity(coarse))
        kind =
            switch source.name {
            case .screen: .document
            case .drawing: .drawing
            case .subject: .structure
            case .texture, .landscape: .scene
            }
    }
}
