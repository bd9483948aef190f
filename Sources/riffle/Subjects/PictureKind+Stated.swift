import RiffleAPI
import RiffleEngine

extension StatedKind {
    init(_ kind: PictureKind) {
        switch kind {
        case .document: self = .document
        case .drawing: self = .drawing
        case .pixelArt: self = .pixelArt
        case .scene: self = .scene
        case .structure: self = .structure
        }
    }
}

extension PictureKind {
    /// Nil where the engine is to judge.
    init?(_ kind: StatedKind) {
        switch kind {
        case .auto: return nil
        case .document: self = .document
        case .drawing: self = .drawing
        case .pixelArt: self = .pixelArt
        case .scene: self = .scene
        case .structure: self = .structure
        }
    }

    /// In a person's words.
    var words: String {
        switch self {
        case .document: "a document"
        case .drawing: "a drawing"
        case .pixelArt: "pixel art"
        case .scene: "a scene"
        case .structure: "a picture of something"
        }
    }
}
