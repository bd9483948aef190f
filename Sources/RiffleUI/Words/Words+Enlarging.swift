import RiffleAPI

/// What is read where a picture is enlarged or extended.
extension Words {
    package enum Enlarging {
        static let backend = "Backend"
        static let scale = "Scale"
        static let side = "Extend"
        static let percent = "By %"
        static let count = "Pictures"
        static let prompt = "Prompt"
        static let noPrompt = "none: continue the picture"

        static func title(_ kind: EnlargeForm.Kind, _ name: String) -> String {
            kind == .upscale ? "Upscale \(name)" : "Extend \(name)"
        }

        static func noBackend(_ kind: EnlargeForm.Kind) -> Problem {
            Problem(title: kind == .upscale ? "no backend upscales" : "no backend edits", remedy: "add one with b")
        }

        static func name(_ side: Margins.Side) -> String {
            switch side {
            case .all: "all sides (zoom out)"
            case .left: "left"
            case .right: "right"
            case .top: "top"
            case .bottom: "bottom"
            case .square: "to a square"
            }
        }

        /// How the backend does it, and how large the result is.
        static func note(
            _ kind: EnlargeForm.Kind, _ profile: BackendProfile?, size: (width: Int, height: Int)?
        ) -> String {
            var parts = size.map { ["\($0.width)×\($0.height)"] } ?? []
            switch kind {
            case .upscale where profile?.isLocal == true: parts.append("by the best filter; adds no detail")
            case .upscale where profile?.keepsResults == true:
                parts = ["by an upscaling model, which determines the size"]
            case .upscale: parts.append("by an upscaling model")
            case .extend where profile?.isLocal == true: parts.append("filled from the picture itself")
            case .extend: parts.append("filled as the prompt says")
            }
            if let profile, profile.isPaid { parts.append("paid") }
            return parts.joined(separator: " · ")
        }
    }
}
