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
