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
    /// Nil if the engine judges.
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

    /// For messages.
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
