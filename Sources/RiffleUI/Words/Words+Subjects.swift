package import RiffleAPI

/// Messages about a picture's subject and kind.
extension Words {
    package enum Subjects {
        static let title = "Subject"
        static let isNotKept = "No subject is remembered for this picture"
        static let isSearching = "Still searching for the subject"

        static func kind(of editor: SubjectEditor) -> String {
            guard editor.hints != nil else { return "" }
            return editor.kind == .auto ? "kind: \(editor.judged) (auto)" : "kind: \(editor.kind)"
        }

        /// What the brush marks, and what was found: `brush 32 · marks the ground · subject: 23 % of the picture`.
        static func state(of editor: SubjectEditor) -> String {
            let brush = editor.brush
            var parts = [brush.corner == nil ? "brush \(2 * brush.radius)" : "box: r ends it"]
            if brush.erases { parts.append("marks what is not the subject") }
            if brush.isPenDown { parts.append("pen down") }
            switch editor.state {
            case .searching: parts.append("searching for the subject")
            case .nothing: parts.append("no subject found: mark it")
            case .kept: parts.append("subject remembered")
            case .found(let found):
                let doubt =
                    found.isSure || !brush.sketch.steps.isEmpty ? "" : ", unsure: Enter confirms, marks correct it"
                parts.append("subject: \(share(found.share))\(doubt)")
            }
            return parts.joined(separator: " · ")
        }

        package static func share(_ share: Double) -> String {
            share < 0.005 ? "less than 1 %" : "\(Int(nearest: share * 100)) %"
        }

        /// What was remembered; `share` is nil where the subject stays as it was.
        package static func kept(_ name: String, kind: StatedKind?, share: Double?, isForgotten: Bool) -> String {
            var parts: [String] = []
            if let share { parts.append("the subject, \(Words.Subjects.share(share)) of the picture") }
            if isForgotten { parts.append("no subject") }
            if let kind { parts.append(kind == .auto ? "kind judged by the engine" : "kind \(kind)") }
            return "Remembered for \(name): \(parts.joined(separator: "; ")) · u undoes"
        }
    }
}
