/// What manners made of strokes have in common.
enum Strokes {
    /// Strokes need room.
    static func refusal(of study: PictureStudy) -> String? {
        if min(study.width, study.height) < 64 { return "it is too small for strokes" }
        switch study.kind {
        case .document: return "it is a document"
        case .pixelArt: return "it is pixel art"
        case .drawing, .scene, .structure: return nil
        }
    }
}

extension Painters {
    static let medium: [any Painter] = [Pencil()]
}
